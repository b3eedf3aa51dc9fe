import { until, type CredentialReference, type N8n, type N8nOptions } from '../n8n';
import {
	createDatabase,
	describeWithPostgres,
	dropDatabase,
	postgresCredential,
} from '../services';
import type { Simulator } from '../simulator';
import { answersOf, askNode, MANAGER, stopExecutions, summaries, withStatus } from './asking';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, triggerNode } from './workflows';

const DEPUTY = '447700900556';

describe('Send and Wait for Reply under faults, on SQLite', () => {
	faults({}, 'sqlite');
});
describeWithPostgres('Send and Wait for Reply under faults, on PostgreSQL', () => {
	faults({ database: 'postgres' }, 'postgres');
});

/** @param storage where both nodes store the questions */
function faults(options: N8nOptions, storage: 'sqlite' | 'postgres'): void {
	let simulator: Simulator;
	let n8n: N8n;
	let vonage: CredentialReference;
	let others: Record<string, CredentialReference> = {};
	let database = '';
	let workflow: string;

	useStage((stage) => ({ n8n, simulator } = stage), {
		n8n: options,
		simulator: { settings: { timeScale: 0.05, retryRule: 'anyNon2xx' } },
	});
	beforeAll(async () => {
		vonage = await createVonageCredential(n8n, simulator);
		if (storage === 'sqlite') return;
		database = await createDatabase('sms');
		others = { postgres: await n8n.createCredential(postgresCredential(database)) };
	});
	afterAll(async () => {
		if (database) await dropDatabase(database);
	});
	afterEach(async () => {
		await stopExecutions(n8n, workflow);
		await n8n.unpublish(workflow);
		await simulator.reset();
	});

	const text = async (from: string, content: string) =>
		await simulator.sendInbound({ from, to: NUMBER, content: { text: content } });
	const sentTexts = () => simulator.sent.map(({ to, text: content }) => [to, content]);

	async function publish(
		parameters: Record<string, unknown> = {},
		settings: Record<string, unknown> = {},
		people?: string[],
	): Promise<void> {
		const jsCode = `return ${JSON.stringify(people)}.map((to) => ({ json: { to, text: 'Party' } }))`;
		const { id } = await n8n.createWorkflow({
			name: 'Ask',
			nodes: [
				triggerNode(vonage, { storage }, others),
				...(people
					? [
							{
								name: 'People',
								type: 'n8n-nodes-base.code',
								typeVersion: 2,
								parameters: { jsCode },
							},
						]
					: []),
				{ ...askNode(vonage, { storage, ...parameters }, others), ...settings },
				{ name: AFTER, type: 'n8n-nodes-base.noOp' },
			],
		});
		workflow = id;
		await n8n.publish(id);
	}

	async function waiting(count = 1): Promise<string> {
		return (await withStatus(n8n, workflow, 'waiting', count)).at(-1)?.id ?? '';
	}

	/** Ended in one of these ways. */
	async function ended(execution: string, ...statuses: string[]): Promise<string> {
		return await until(`execution ${execution} to be ${statuses.join(' or ')}`, async () => {
			const found = (await summaries(n8n, workflow)).find(({ id }) => id === execution);
			return found && statuses.includes(found.status) ? found.status : undefined;
		});
	}

	test('Retry On Fail asks only the people whom the failed attempt did not ask', async () => {
		await publish(
			{ to: '={{ $json.to }}' },
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 500 },
			[MANAGER, DEPUTY],
		);
		simulator.failSend({ to: DEPUTY, status: '9' });
		await text(PHONE, 'Party?');
		const id = await waiting();
		expect(sentTexts().sort()).toEqual([
			[MANAGER, 'May I ship "Party"?'],
			[DEPUTY, 'May I ship "Party"?'],
		]);
		await text(MANAGER, 'I come');
		await text(DEPUTY, 'So do I');
		await ended(id, 'success');
		expect(await answersOf(n8n, workflow, id)).toMatchObject([
			{ text: 'I come' },
			{ text: 'So do I' },
		]);
		expect(await summaries(n8n, workflow)).toHaveLength(1);
	});

	describe('two questions to one person', () => {
		test('can be rejected: the second execution fails without an SMS', async () => {
			await publish({ options: { openQuestions: 'refuse' } });
			await text(PHONE, 'first');
			const first = await waiting();
			await text(PHONE, 'second');
			await withStatus(n8n, workflow, 'error');
			expect(sentTexts()).toEqual([[MANAGER, 'May I ship "first"?']]);
			await text(MANAGER, 'Yes');
			await ended(first, 'success');
			expect(await answersOf(n8n, workflow, first)).toMatchObject([{ text: 'Yes' }]);
		});

		test('can replace each other: the first execution continues without a reply', async () => {
			await publish({ options: { openQuestions: 'replace' } });
			await text(PHONE, 'first');
			const first = await waiting();
			await text(PHONE, 'second');
			await ended(first, 'success');
			expect(await answersOf(n8n, workflow, first)).toMatchObject([
				{ answered: false, reason: 'replaced' },
			]);
			const second = await waiting();
			await text(MANAGER, 'Yes');
			await ended(second, 'success');
			expect(await answersOf(n8n, workflow, second)).toMatchObject([{ text: 'Yes' }]);
			expect(await summaries(n8n, workflow)).toHaveLength(2);
		});
	});

	test("a reply to a deleted workflow's question starts the workflow that receives it", async () => {
		await publish();
		const asking = workflow;
		await text(PHONE, 'a pump');
		await waiting();
		await n8n.deleteWorkflow(asking);
		await publish();
		await text(MANAGER, 'Yes');
		await waiting();
		expect(sentTexts().at(-1)).toEqual([MANAGER, 'May I ship "Yes"?']);
	});

	test('if n8n is killed while the question is being sent, the reply starts the workflow', async () => {
		await publish();
		simulator.fail({ endpoint: 'POST /sms/json', delay: 2_000 });
		const asking = text(PHONE, 'a pump');
		await until(
			'the request that sends the question',
			async () => simulator.requests.some(({ path }) => path === '/sms/json') || undefined,
		);
		await n8n.kill();
		await asking;
		await until('the SMS', async () => simulator.sent.length > 0 || undefined);
		await n8n.restart();
		const [{ id: killed = '' } = {}] = await summaries(n8n, workflow);
		await text(MANAGER, 'to a dead question');
		await waiting();
		expect(await ended(killed, 'crashed', 'error')).toBeDefined();
		expect(sentTexts().at(-1)).toEqual([MANAGER, 'May I ship "to a dead question"?']);
		expect(await summaries(n8n, workflow)).toHaveLength(2);
	});

	test.each([0, 300])(
		'if n8n is killed %i ms after it acknowledged the reply, one execution gets it',
		async (delay) => {
			await publish();
			await text(PHONE, 'a pump');
			const id = await waiting();
			const reply = await text(MANAGER, 'Yes');
			expect(await reply.acknowledged).toBe(true);
			await new Promise((resolve) => setTimeout(resolve, delay));
			await n8n.kill();
			await n8n.restart();
			const status = await ended(id, 'success', 'crashed');
			let answering = id;
			if (status === 'crashed') {
				// The moment between n8n's claim and its next node: a person's retry continues with the reply.
				const path = `/executions/${id}/retry`;
				answering = (await n8n.rest.editor<{ id: string }>('POST', path, {})).id;
				await ended(answering, 'success');
			}
			expect(await answersOf(n8n, workflow, answering)).toMatchObject([{ text: 'Yes' }]);
			expect(await summaries(n8n, workflow)).toHaveLength(status === 'crashed' ? 2 : 1);
		},
	);
}
