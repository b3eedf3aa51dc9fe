import { itemsOf, type CredentialReference, type N8n, type NodeDescription } from '../n8n';
import type { Simulator } from '../simulator';
import { useStage } from './stage';
import { createVonageCredential, NUMBER, PHONE, triggerNode } from './workflows';

describe('a conversation on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let vonage: CredentialReference;

	useStage((stage) => ({ n8n, simulator } = stage), {
		// The editor's list of node types contains the tools that n8n generates from nodes.
		n8n: { editor: true },
	});
	beforeAll(async () => {
		vonage = await createVonageCredential(n8n, simulator);
	});

	test('an SMS, its reply, and the receipt are matched by id', async () => {
		const replying = await n8n.createWorkflow({
			name: 'Reply',
			nodes: [
				triggerNode(vonage),
				{
					name: 'Reply',
					type: 'n8n-nodes-vonage-sms.vonageSms',
					typeVersion: 1,
					parameters: {
						resource: 'message',
						operation: 'reply',
						text: '=Thanks for "{{ $json.text }}" 😀',
						additionalFields: { clientRef: '={{ $json.id }}' },
					},
					credentials: { vonageSmsApi: vonage },
				},
			],
		});
		const receipts = await n8n.createWorkflow({
			name: 'Receipts',
			nodes: [
				triggerNode(vonage, { registration: 'account', events: ['deliveryReceipt'] }),
				{ name: 'End', type: 'n8n-nodes-base.noOp' },
			],
		});
		await n8n.publish(replying.id);
		await n8n.publish(receipts.id);

		await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: 'Hello 👋' } });
		const [reply] = await n8n.waitForExecutions(replying.id, 1);
		const [received] = itemsOf(reply!, 'Vonage SMS Trigger');
		const [sent] = itemsOf(reply!, 'Reply');
		expect(sent?.json).toMatchObject({
			to: `+${PHONE}`,
			from: `+${NUMBER}`,
			status: 'submitted',
			encoding: 'UCS-2',
			segments: 1,
			clientRef: received?.json.id,
		});
		expect(simulator.sent.at(-1)).toMatchObject({ to: PHONE, text: 'Thanks for "Hello 👋" 😀' });

		await simulator.idle();
		const executions = await n8n.waitForExecutions(receipts.id, 2);
		const items = executions.flatMap((execution) =>
			itemsOf(execution, 'End').map(({ json }) => json),
		);
		expect(items.map(({ status }) => status).sort()).toEqual(['accepted', 'delivered']);
		expect(items.find(({ final }) => final)).toMatchObject({
			event: 'deliveryReceipt',
			id: sent?.json.id,
			clientRef: received?.json.id,
			status: 'delivered',
			to: `+${PHONE}`,
		});
	});

	test('the action node is offered to AI agents as a tool with parameters that a model can fill', async () => {
		const types = await n8n.rest.file<NodeDescription[]>('/types/nodes.json');
		const tool = types.find(({ name }) => name === 'n8n-nodes-vonage-sms.vonageSmsTool');
		expect(tool).toMatchObject({ displayName: 'Vonage SMS Tool', outputs: ['ai_tool'] });
		expect(tool?.properties.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['toolDescription', 'to', 'text']),
		);
	});
});
