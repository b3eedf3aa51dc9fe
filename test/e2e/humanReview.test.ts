import {
	itemsOf,
	traits,
	type CredentialReference,
	type N8n,
	type N8nOptions,
	type NodeDescription,
} from '../n8n';
import {
	createDatabase,
	describeWithPostgresAndRedis,
	dropDatabase,
	postgresCredential,
} from '../services';
import type { Simulator } from '../simulator';
import { executionOf, limit, MANAGER, withStatus } from './asking';
import { startToolCallingModel, type LanguageModel } from './examples/languageModel';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, TRIGGER, triggerNode } from './workflows';

/** n8n 1 has no human review of tools. */
const describeReview = traits.publishesInBackground ? describe : describe.skip;
/** Two more instances take a while, so they run only with SEND_AND_WAIT=long. */
const describeLong =
	traits.publishesInBackground && process.env.SEND_AND_WAIT === 'long'
		? describeWithPostgresAndRedis
		: describe.skip;

describeReview("the review of an AI agent's tool by SMS", () => review({}, 'sqlite'));
describeLong("the review of an AI agent's tool by SMS on PostgreSQL", () =>
	review({ database: 'postgres' }, 'postgres'),
);
describeLong("the review of an AI agent's tool by SMS in queue mode", () =>
	review({ mode: 'queue', webhookProcesses: 1 }, 'postgres'),
);

/** @param storage where both nodes store the questions */
function review(options: N8nOptions, storage: 'sqlite' | 'postgres'): void {
	let simulator: Simulator;
	let n8n: N8n;
	let model: LanguageModel;
	let workflow: string;
	let database = '';

	useStage((stage) => ({ n8n, simulator } = stage), { n8n: { editor: true, ...options } });
	beforeAll(async () => {
		model = await startToolCallingModel();
		const vonage = await createVonageCredential(n8n, simulator);
		const openAi = await n8n.createCredential({
			name: 'OpenAI',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const others: Record<string, CredentialReference> = {};
		if (storage === 'postgres') {
			database = await createDatabase('sms');
			others.postgres = await n8n.createCredential(postgresCredential(database));
		}
		workflow = await createReview(vonage, openAi, others);
		await n8n.publish(workflow);
	});
	afterAll(async () => {
		await model?.close();
		if (database) await dropDatabase(database);
	});

	async function createReview(
		vonage: CredentialReference,
		openAi: CredentialReference,
		others: Record<string, CredentialReference>,
	): Promise<string> {
		const to = (node: string, type: string) => ({ [type]: [[{ node, type, index: 0 }]] });
		const { id } = await n8n.createWorkflow({
			name: 'Agent',
			settings: { executionOrder: 'v1' },
			nodes: [
				triggerNode(vonage, { storage }, others),
				{ name: 'Agent', type: '@n8n/n8n-nodes-langchain.agent', typeVersion: 3.1 },
				{
					name: 'Model',
					type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
					typeVersion: 1.2,
					parameters: { model: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' }, options: {} },
					credentials: { openAiApi: openAi },
				},
				{
					name: 'Review',
					type: 'n8n-nodes-vonage-sms.vonageSmsHitlTool',
					typeVersion: 1,
					webhookId: 'b6d0d1a8-31b3-4a8e-9d5d-000000000001',
					parameters: {
						from: { __rl: true, mode: 'name', value: NUMBER },
						to: MANAGER,
						message: '=Refund with {{ $tool.name }}? Reply YES or NO.',
						...limit(20),
						storage,
					},
					credentials: { vonageSmsApi: vonage, ...others },
				},
				{
					name: 'Refund',
					type: 'n8n-nodes-base.dateTimeTool',
					typeVersion: 2,
					parameters: {
						descriptionType: 'manual',
						toolDescription: 'Refunds',
						operation: 'getCurrentDate',
						outputFieldName: 'refundedAt',
						options: {},
					},
				},
				{ name: AFTER, type: 'n8n-nodes-base.noOp' },
			],
			connections: {
				[TRIGGER]: to('Agent', 'main'),
				Agent: to(AFTER, 'main'),
				Model: to('Agent', 'ai_languageModel'),
				Review: to('Agent', 'ai_tool'),
				Refund: to('Review', 'ai_tool'),
			},
		});
		return id;
	}

	test('is available in n8n, and the plain tool does not wait', async () => {
		const types = await n8n.rest.file<NodeDescription[]>('/types/nodes.json');
		const named = (name: string) =>
			types.find((type) => type.name === `n8n-nodes-vonage-sms.${name}`);
		const review = named('vonageSmsHitlTool')?.properties.map(({ name }) => name) ?? [];
		expect(review).toEqual(
			expect.arrayContaining(['message', 'responseType', 'approvalOptions', 'limitWaitTime', 'to']),
		);
		const operations = (named('vonageSmsTool')?.properties ?? [])
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options }) => (options ?? []) as Array<Record<string, unknown>>)
			.filter(({ value }) => value === 'sendAndWait');
		expect(operations).toEqual([
			expect.objectContaining({ displayOptions: { hide: { '@tool': [true] } } }),
		]);
	});

	let ended = 0;
	test.each([
		{ reply: 'Yes', result: /^tool: .*refundedAt/, ran: true },
		{ reply: 'no', result: /User rejected the tool call to Refund/, ran: false },
		{
			reply: 'No, only half of it',
			result: /provided feedback: .*No, only half of it/,
			ran: false,
		},
		{ reply: null, result: /User rejected the tool call to Refund/, ran: false },
	])('$reply of the reviewer', async ({ reply, result, ran }) => {
		await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: 'Refund me' } });
		await withStatus(n8n, workflow, 'waiting');
		expect(simulator.sent.at(-1)).toMatchObject({
			to: MANAGER,
			text: 'Refund with Refund? Reply YES or NO.',
		});
		if (reply) {
			await simulator.sendInbound({ from: MANAGER, to: NUMBER, content: { text: reply } });
		}
		ended += 1;
		const done = await withStatus(n8n, workflow, 'success', ended);
		const execution = await executionOf(n8n, workflow, done.at(-1)?.id ?? '');
		expect(itemsOf(execution, 'Agent')[0]?.json.output).toMatch(result);
		expect('Refund' in execution.data.resultData.runData).toBe(ran);
	});
}
