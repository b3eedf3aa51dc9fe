import { itemsOf, type CredentialReference, type N8n } from '../n8n';
import {
	createDatabase,
	describeWithPostgresAndRedis,
	dropDatabase,
	postgresCredential,
} from '../services';
import type { Simulator } from '../simulator';
import { executionOf, withStatus } from './asking';
import { publishCampaign, quietInUtc } from './campaign';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, triggerWorkflow } from './workflows';

const PATIENCE_MS = 480_000;
jest.setTimeout(2 * PATIENCE_MS);

/** Webhook processes receive, the main process dispatches, and the worker sends. Only PostgreSQL is shared. */
describeWithPostgresAndRedis('people who text, in queue mode with PostgreSQL', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let database: string;
	let vonageSmsApi: CredentialReference;
	let postgres: CredentialReference;
	let inbox: string;

	useStage((stage) => ({ n8n, simulator } = stage), {
		n8n: { mode: 'queue', webhookProcesses: 2, separateUserFolders: true },
		simulator: { settings: { timeScale: 0.05, retryRule: 'anyNon2xx' } },
	});
	beforeAll(async () => {
		database = await createDatabase('people');
		vonageSmsApi = await createVonageCredential(n8n, simulator);
		postgres = await n8n.createCredential(postgresCredential(database));
		const parameters = { storage: 'postgres', options: { mergeWindow: 15, mergeLimit: 120 } };
		inbox = (await n8n.createWorkflow(triggerWorkflow(vonageSmsApi, parameters, { postgres }))).id;
		await n8n.publish(inbox);
	});
	afterAll(async () => await dropDatabase(database));

	const text = async (from: string, content: string) => {
		const delivery = await simulator.sendInbound({ from, to: NUMBER, content: { text: content } });
		expect(await delivery.acknowledged).toBe(true);
	};
	const campaign = async (name: string, options: Record<string, unknown>) =>
		await publishCampaign(n8n, name, { vonageSmsApi, postgres }, { storage: 'postgres', options });

	test('texts in a row received by different webhook processes start one execution per person', async () => {
		const people = ['447700900501', '447700900502', '447700900503'];
		await Promise.all(
			people.map(async (person) => {
				for (const word of ['one', 'two', 'x'.repeat(200)]) await text(person, word);
			}),
		);
		const executions = await n8n.waitForExecutions(inbox, people.length, PATIENCE_MS);
		const items = executions.flatMap((execution) => itemsOf(execution, AFTER));
		expect(items.map(({ json }) => [json.from, json.text]).sort()).toEqual(
			people.map((person) => [`+${person}`, `one\ntwo\n${'x'.repeat(200)}`]),
		);
		expect(await n8n.executions(inbox)).toHaveLength(people.length);
	});

	test('a STOP received by a webhook process prevents the worker from texting that person, until START', async () => {
		const { id, start } = await campaign('register', { respectOptOut: 'register' });
		const people = [{ phone: PHONE }, { phone: '447700900124' }];
		const results = async (count: number) => {
			const ended = await n8n.waitForExecutions(id, count, PATIENCE_MS);
			return itemsOf(ended.at(-1)!, AFTER).map(({ json }) => [json.to, json.status]);
		};
		await text(PHONE, 'STOP');
		await start(people);
		expect(await results(1)).toEqual([
			[`+${PHONE}`, 'skipped'],
			['+447700900124', 'submitted'],
		]);
		expect(simulator.sent.map(({ to }) => to)).toEqual(['447700900124']);

		await text(PHONE, 'START');
		await start(people);
		expect((await results(2)).map(([, status]) => status)).toEqual(['submitted', 'submitted']);
	});

	test('no message is lost if a worker is killed while an execution waits for the end of quiet hours', async () => {
		const { id, start } = await campaign('quiet', { quietHours: quietInUtc() });
		const before = simulator.sent.length;
		const [night, day] = ['447911123450', '447911123451'];
		await start([
			{ phone: night, zone: 'UTC' },
			{ phone: day, zone: 'Asia/Tokyo' },
		]);
		const [waiting] = await withStatus(n8n, id, 'waiting', 1, PATIENCE_MS);
		const worker = n8n.processes.find(({ name }) => name === 'worker-1');
		await worker?.kill();
		await worker?.start();
		await withStatus(n8n, id, 'success', 1, PATIENCE_MS);
		const items = itemsOf(await executionOf(n8n, id, waiting?.id ?? ''), AFTER);
		expect(items.map(({ json }) => [json.to, json.status])).toEqual([
			[`+${night}`, 'submitted'],
			[`+${day}`, 'submitted'],
		]);
		expect(simulator.sent.slice(before).map(({ to }) => to)).toEqual([day, night]);
	});
});
