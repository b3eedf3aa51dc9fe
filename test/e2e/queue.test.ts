import { itemsOf, until, type Execution, type N8n, type Workflow } from '../n8n';
import {
	createDatabase,
	describeWithPostgresAndRedis,
	dropDatabase,
	postgresCredential,
} from '../services';
import type { Simulator } from '../simulator';
import { useStage } from './stage';
import {
	AFTER,
	createVonageCredential,
	NUMBER,
	PHONE,
	TRIGGER,
	triggerWorkflow,
} from './workflows';

const PARTS = 5;
const TEXT = 'x'.repeat(153 * PARTS - 20);

describeWithPostgresAndRedis('n8n in queue mode, with a user folder for each process', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let database: string;

	useStage((stage) => ({ n8n, simulator } = stage), {
		n8n: { mode: 'queue', webhookProcesses: 2, separateUserFolders: true },
		simulator: { settings: { timeScale: 0.05, retryRule: 'anyNon2xx' } },
	});
	beforeAll(async () => {
		database = await createDatabase('sms');
	});
	afterAll(async () => await dropDatabase(database));

	async function publish(parameters: Record<string, unknown>): Promise<Workflow> {
		const vonage = await createVonageCredential(n8n, simulator);
		const postgres = await n8n.createCredential(postgresCredential(database));
		const workflow = await n8n.createWorkflow(triggerWorkflow(vonage, parameters, { postgres }));
		await n8n.publish(workflow.id);
		return workflow;
	}

	/** Each from a different phone, because references have only 8 bits, and those from one phone would collide. */
	async function send(names: string[]): Promise<void> {
		const deliveries = await Promise.all(
			names.map(
				async (name) =>
					await simulator.sendInbound({
						from: `4477009${name.charCodeAt(0)}${name.slice(1)}`,
						to: NUMBER,
						content: { text: `${name}: ${TEXT}` },
						order: 'shuffled',
						parallel: true,
						repeat: [2],
					}),
			),
		);
		const acknowledged = await Promise.all(deliveries.map(async (each) => await each.acknowledged));
		expect(acknowledged).toEqual(names.map(() => true));
	}

	async function received(workflow: Workflow, count: number): Promise<string[]> {
		const executions = await n8n.waitForExecutions(workflow.id, count);
		return executions.map((execution) => nameOf(execution)).sort();
	}

	/** The beginning of the message; for an execution without an item, how it ended. */
	function nameOf(execution: Execution): string {
		const [item, ...more] = itemsOf(execution, AFTER);
		const text = String(item?.json.text).split(':')[0] ?? '';
		return item && more.length === 0 ? text : `${execution.id}: ${execution.status}`;
	}

	const names = (prefix: string, count: number) =>
		Array.from({ length: count }, (_, index) => `${prefix}${index}`);

	test('joins parts that reach different webhook processes, even if one of them and then the main process are killed', async () => {
		const workflow = await publish({ storage: 'postgres' });
		await send(names('a', 10));
		expect(await received(workflow, 10)).toEqual(names('a', 10));

		const killed = n8n.processes.find(({ name }) => name === 'webhook-1');
		const sending = send(names('b', 10));
		await killed?.kill();
		await sending;
		expect(await received(workflow, 20)).toEqual([...names('a', 10), ...names('b', 10)]);
		await killed?.start();

		const [main] = n8n.processes;
		await main?.kill();
		await send(names('c', 5));
		await main?.start();
		expect(await received(workflow, 25)).toEqual([
			...names('a', 10),
			...names('b', 10),
			...names('c', 5),
		]);
		await n8n.unpublish(workflow.id);
	}, 400_000);

	test('answers 503 and says what to do if webhook processes do not share the SQLite file', async () => {
		const workflow = await publish({ storage: 'sqlite' });
		const { each } = await n8n.webhookUrls(workflow.id, TRIGGER);
		const record = { msisdn: PHONE, to: NUMBER, messageId: 'Q1', text: 'Hello', type: 'text' };
		const answer = await until('the webhook process to know the workflow', async () => {
			const response = await fetch(`${each[0]}?${new URLSearchParams(record)}`);
			return response.status === 404 ? undefined : response;
		});
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
		expect(await n8n.logs()).toContain("set 'Storage' to 'PostgreSQL'");
		expect(await n8n.executions(workflow.id)).toEqual([]);
		await n8n.unpublish(workflow.id);
	});

	test("runs the main process's messages and warns once if the worker does not share the SQLite file", async () => {
		const workflow = await publish({ storage: 'sqlite', registration: 'manual' });
		const { each } = await n8n.webhookUrls(workflow.id, TRIGGER);
		const record = { msisdn: PHONE, to: NUMBER, messageId: 'Q2', text: 'Hello', type: 'text' };
		const ofMain = each.find((url) => url.startsWith(n8n.url));
		const response = await fetch(`${ofMain}?${new URLSearchParams(record)}`);
		expect(response.status).toBe(200);
		const [execution] = await n8n.waitForExecutions(workflow.id, 1);
		expect(itemsOf(execution!, AFTER)).toMatchObject([{ json: { text: 'Hello' } }]);
		expect(JSON.stringify(itemsOf(execution!, TRIGGER))).not.toContain('Ticket');
		expect(await n8n.logs()).toContain('a message may be processed twice after a crash or restart');
	});
});
