import { Questions, Waiting, type Command, type Reply } from '../../../nodes/VonageSms/questions';
import type { Meaning } from '../../../nodes/VonageSms/questions/resume/n8nAnswer';
import { OTHER, PEER, question, reply, round } from './builders';
import { describeOnBothDatabases } from './places';

const START = 1_577_880_000_000;

describeOnBothDatabases('a message for a waiting execution', (database) => {
	let now: number;
	let questions: Questions;
	let waiting: Waiting;
	let warnings: string[];
	/** n8n's response by round. Without an entry, it runs the node's webhook. */
	let answers: Map<string, Meaning>;
	let posts: Array<{ round: string; kind: Command['kind'] }>;

	beforeEach(() => {
		now = START;
		warnings = [];
		posts = [];
		answers = new Map();
		questions = new Questions(database(), () => now);
		waiting = new Waiting(
			questions,
			{ post: async (id, _url, body) => await n8n(id, body as Command) },
			{ debug: () => undefined, warn: (line) => void warnings.push(line) },
		);
	});

	async function n8n(id: string, command: Command): Promise<Meaning> {
		posts.push({ round: id, kind: command.kind });
		return answers.get(id) ?? (await runWebhook(id, command));
	}

	async function runWebhook(id: string, command: Command): Promise<Meaning> {
		const { lease } = command;
		const result =
			command.kind === 'answer'
				? await questions.answer({ round: id, lease, question: command.question }, command.reply)
				: await questions.end({ round: id, lease });
		return { kind: 'ours', verdict: result.kind };
	}

	async function ask(list = [question()], changes = {}) {
		const asked = round(changes);
		const result = await questions.ask(asked, list);
		const ids = result.kind === 'asked' ? result.questions : [];
		await questions.sent(
			asked.id,
			ids.map((id) => ({ id, messageIds: [], failed: null })),
		);
		return asked.id;
	}

	const offer = async (said: Reply) => await waiting.offer(said);
	/** n8n claimed the execution, but its response was lost. */
	async function loseAnswer(id: string, said: Reply, then: Meaning) {
		const [candidate] = await questions.candidates('447700900001', PEER, said);
		const lease = (await questions.lease(id, 1)) ?? '';
		await questions.answer({ round: id, lease, question: candidate?.id ?? '' }, said);
		now += 1;
		answers.set(id, then);
	}

	test('starts a workflow only if no execution waits for it', async () => {
		await ask();
		expect(await offer(reply('hello', { from: `+${OTHER}` }))).toBe(false);
		expect(await offer(reply('hello'))).toBe(true);
		expect(await offer(reply('more'))).toBe(false);
	});

	test('is offered again while the execution is running', async () => {
		const id = await ask();
		const said = reply('quick');
		answers.set(id, { kind: 'running' });
		await expect(offer(said)).rejects.toThrow("can't continue yet");
		answers.clear();
		expect(await offer(said)).toBe(true);
	});

	test('goes to the older question if the newer one has ended', async () => {
		const older = await ask();
		const newer = await ask();
		answers.set(newer, { kind: 'gone' });
		expect(await offer(reply('hello'))).toBe(true);
		expect(posts.map((post) => post.round)).toEqual([newer, older]);
	});

	test('goes to the older question first if the newer one is set that way', async () => {
		const older = await ask();
		await ask([question({ openQuestions: 'oldest' })]);
		await offer(reply('hello'));
		expect(posts.map((post) => post.round)).toEqual([older]);
	});

	test('goes to the question whose code it contains', async () => {
		const coded = await ask([question({ code: '4821' })]);
		const newer = await ask();
		expect(await offer(reply('yes 4821'))).toBe(true);
		expect(await offer(reply('hello'))).toBe(true);
		expect(posts.map((post) => post.round)).toEqual([coded, newer]);
	});

	test('ends all questions to its sender and starts the workflow if it opts out', async () => {
		const both = [await ask(), await ask()];
		expect(await offer(reply('STOP', { optOut: true }))).toBe(false);
		expect(posts.map((post) => post.round).sort()).toEqual(both.sort());
		expect(await questions.due()).toEqual([]);
	});

	test.each<[string, Meaning]>([
		['resumed', { kind: 'running' }],
		['finished', { kind: 'gone' }],
	])('is done if n8n was %s and its response was lost', async (_, then) => {
		const id = await ask();
		const said = reply('hello');
		await loseAnswer(id, said, then);
		expect(await offer(said)).toBe(true);
		expect(await offer(said)).toBe(true);
		expect(posts).toHaveLength(1);
	});

	test('is abandoned after seven failures of n8n, and never starts a workflow once it has answered', async () => {
		const id = await ask();
		const said = reply('hello');
		await loseAnswer(id, said, { kind: 'failed' });
		for (let attempt = 0; attempt < 7; attempt += 1) await expect(offer(said)).rejects.toThrow();
		expect(await offer(said)).toBe(true);
	});

	test('starts the workflow after n8n failed seven times to continue an execution', async () => {
		const id = await ask();
		const said = reply('hello');
		answers.set(id, { kind: 'failed' });
		for (let attempt = 0; attempt < 7; attempt += 1) await expect(offer(said)).rejects.toThrow();
		expect(await offer(said)).toBe(false);
		expect(warnings).toHaveLength(1);
	});

	test.each<[Meaning, RegExp]>([
		[{ kind: 'unserved', what: 'HTTP 404' }, /HTTP 404.*\/webhook-waiting\//],
		[{ kind: 'unauthorized' }, /N8N_ENCRYPTION_KEY/],
	])('keeps waiting while n8n responds with %j, and logs one line', async (then, why) => {
		const id = await ask();
		const said = reply('hello');
		answers.set(id, then);
		for (let attempt = 0; attempt < 10; attempt += 1) await expect(offer(said)).rejects.toThrow();
		expect(warnings).toEqual([expect.stringMatching(why)]);
		expect(warnings.join()).not.toContain('signature=');
		answers.clear();
		expect(await offer(said)).toBe(true);
	});

	test('waits while another message is being passed to the same execution', async () => {
		const id = await ask();
		const lease = await questions.lease(id, 60_000);
		await expect(offer(reply('hello'))).rejects.toThrow('Another message is being passed');
		expect(posts).toEqual([]);
		await questions.unlease(id, lease ?? '');
	});

	test('the time limit is noticed once, even without any message', async () => {
		const id = await ask([question()], { deadline: START + 5000 });
		await waiting.lookAtDue();
		expect(posts).toEqual([]);
		now += 5000;
		await waiting.lookAtDue();
		await waiting.lookAtDue();
		expect(posts).toEqual([{ round: id, kind: 'end' }]);
	});

	test('the time limit of an execution that no longer exists closes its question', async () => {
		const id = await ask([question()], { deadline: START + 5000 });
		answers.set(id, { kind: 'gone' });
		now += 5000;
		await waiting.lookAtDue();
		expect(
			await questions.candidates('447700900001', PEER, reply('x', { arrivedAt: now })),
		).toEqual([]);
	});
});
