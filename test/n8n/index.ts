/**
 * A real n8n for tests: installed from npm, with this package installed as n8n's own installer does it.
 *
 * ```ts
 * import { itemsOf, startN8n, type N8n } from '../n8n';
 *
 * let n8n: N8n;
 * beforeAll(async () => {
 * 	n8n = await startN8n(); // { mode: 'queue' }, { database: 'postgres' }, { env: { … } }, see N8nOptions
 * });
 * afterAll(async () => await n8n?.stop());
 *
 * it('…', async () => {
 * 	const credential = await n8n.createCredential({
 * 		name: 'Vonage',
 * 		type: 'vonageSmsApi',
 * 		data: { apiKey, apiSecret, restUrl, apiUrl },
 * 	});
 * 	const { id } = await n8n.createWorkflow({
 * 		name: 'Inbox',
 * 		nodes: [
 * 			{
 * 				name: 'SMS',
 * 				type: 'n8n-nodes-vonage-sms.vonageSmsTrigger',
 * 				typeVersion: 1.1,
 * 				parameters: { registration: 'number', numbers: ['447700900001'] },
 * 				credentials: { vonageSmsApi: credential },
 * 			},
 * 			{ name: 'End', type: 'n8n-nodes-base.noOp' }, // each node leads to the next
 * 		],
 * 	});
 * 	await n8n.publish(id); // rejects with what the trigger threw
 * 	// … an SMS arrives, at (await n8n.webhookUrls(id, 'SMS')).production for one
 * 	const [execution] = await n8n.waitForExecutions(id, 1);
 * 	expect(itemsOf(execution!, 'SMS')).toEqual([…]);
 * });
 * ```
 *
 * A crash: `await n8n.kill()`, then `await n8n.restart()`; or a single process:
 * `n8n.processes.find(({ name }) => name === 'webhook-1')!.kill()`, then its `start()`.
 * A test run: `await n8n.listenForTestEvent(id, 'SMS', 'End')`, an event at `webhookUrls(…).test`, and
 * `waitForExecutions`: its execution has mode `manual`.
 * Tests with PostgreSQL are in `describeWithPostgres` of `../services`, those in queue mode in
 * `describeWithPostgresAndRedis`.
 */
export type { CredentialInput, CredentialReference, CredentialTest } from './credentials';
export { itemsOf } from './executions';
export type { Execution, Item, NodeRun } from './executions';
export { startN8n } from './n8n';
export type { N8n, WebhookUrls } from './n8n';
export type { N8nProcess } from './n8nProcess';
export type { NodeDescription } from './nodeTypes';
export type { N8nOptions } from './options';
export { ownerLogin } from './owner';
export { RestError } from './rest';
export { until, WITHIN_MS } from './until';
export { traits } from './variant';
export type { NodeInput, Workflow, WorkflowInput, WorkflowNode } from './workflows';
