import { until, type CredentialReference, type N8n } from '../n8n';
import {
	createDatabase,
	describeWithPostgresAndRedis,
	dropDatabase,
	postgresCredential,
} from '../services';
import type { Simulator } from '../simulator';
import { answersOf, askNode, MANAGER, summaries, withStatus } from './asking';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, triggerNode } from './workflows';

/** Two more instances in queue mode take a while, so they run only with SEND_AND_WAIT=long. */
const describeLong =
	process.env.SEND_AND_WAIT === 'long' ? describeWithPostgresAndRedis : describe.skip;

describeLong('Send and Wait for Reply in queue mode', () => {
	describe.each<[string, Record<string, string>, { without: 'continues' | 'mayCrash' }]>([
		[
			'with webhooks served by the main process, and a worker that does not read its event log',
			{ N8N_EVENTBUS_LOGWRITER_MAXTOTALMESSAGESPERFILE: '0' },
			{ without: 'continues' },
		],
		[
			'with no webhooks served by the main process',
			{ N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' },
			{ without: 'mayCrash' },
		],
	])('%s', (_, env, worker) => {
		let simulator: Simulator;
		let n8n: N8n;
		let vonage: CredentialReference;
		let postgres: CredentialReference;
		let database: string;
		let workflow: string;

		useStage((stage) => ({ n8n, simulator } = stage), {
			n8n: { mode: 'queue', webhookProcesses: 1, env },
			simulator: { settings: { timeScale: 0.05, retryRule: 'anyNon2xx' } },
		});
		beforeAll(async () => {
			database = await createDatabase('sms');
			vonage = await createVonageCredential(n8n, simulator);
			postgres = await n8n.createCredential(postgresCredential(database));
			const { id } = await n8n.createWorkflow({
				name: 'Ask',
				nodes: [
					triggerNode(vonage, { storage: 'postgres' }, { postgres }),
					askNode(vonage, { storage: 'postgres' }, { postgres }),
					{ name: AFTER, type: 'n8n-nodes-base.noOp' },
				],
			});
			workflow = id;
			// If the main process serves none, only the addresses of the others can be waited for.
			const { versionId } = await n8n.readWorkflow(id);
			await n8n.rest.editor('POST', `/workflows/${id}/activate`, { versionId });
		});
		afterAll(async () => await dropDatabase(database));

		const text = async (from: string, content: string) =>
			await simulator.sendInbound({ from, to: NUMBER, content: { text: content } });

		test('the worker asks, and the reply continues the execution, even an immediate one', async () => {
			// If the main process serves no webhooks, Vonage's retries deliver messages that arrived too early.
			await until(
				'the number to have its webhook',
				async () => simulator.numbers.some(({ moHttpUrl }) => moHttpUrl) || undefined,
			);
			await text(PHONE, 'a pump');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			await text(MANAGER, 'Yes from afar');
			await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([{ text: 'Yes from afar' }]);

			const sent = simulator.sent.length;
			const asking = text(PHONE, 'quick');
			await until('the question', async () => simulator.sent.length > sent || undefined);
			await text(MANAGER, 'instant');
			await asking;
			const done = await withStatus(n8n, workflow, 'success', 2);
			const last = done.at(-1)?.id ?? '';
			expect(await answersOf(n8n, workflow, last)).toMatchObject([{ text: 'instant' }]);
			expect(await summaries(n8n, workflow)).toHaveLength(2);
		});

		/** Asks, and resolves with the execution that waits for the reply. */
		async function ask(about: string): Promise<string> {
			const before = (await summaries(n8n, workflow)).length;
			await text(PHONE, about);
			return await until('the new execution to wait', async () => {
				const all = await summaries(n8n, workflow);
				const { id = '', status } = all.at(-1) ?? {};
				return all.length > before && status === 'waiting' ? id : undefined;
			});
		}

		async function toBe(execution: string, ...statuses: string[]): Promise<string> {
			return await until(`execution ${execution} to be ${statuses.join(' or ')}`, async () => {
				const found = (await summaries(n8n, workflow)).find(({ id }) => id === execution);
				return found && statuses.includes(found.status) ? found.status : undefined;
			});
		}

		const worker1 = () => n8n.processes.find(({ role }) => role === 'worker');

		test.each(['stop', 'kill'] as const)(
			'an execution keeps waiting while its worker restarts (%s)',
			async (how) => {
				const id = await ask(`a worker: ${how}`);
				await worker1()?.[how]();
				await worker1()?.start();
				await text(MANAGER, `after the ${how}`);
				await toBe(id, 'success');
				expect(await answersOf(n8n, workflow, id)).toMatchObject([{ text: `after the ${how}` }]);
			},
		);

		test('a reply that arrives while no worker is running is not lost', async () => {
			const id = await ask('nobody works');
			await worker1()?.stop();
			await text(MANAGER, 'to an empty house');
			await toBe(id, 'running');
			await worker1()?.start();
			const status = await toBe(id, 'success', 'crashed');
			if (worker.without === 'continues') expect(status).toBe('success');
			let answering = id;
			// n8n treats it as crashed. A manual retry continues with the reply.
			if (status === 'crashed') {
				const retry = await n8n.rest.editor<{ id: string }>('POST', `/executions/${id}/retry`, {});
				answering = retry.id;
				await toBe(answering, 'success');
			}
			expect(await answersOf(n8n, workflow, answering)).toMatchObject([
				{ text: 'to an empty house' },
			]);
		});
	});
});
