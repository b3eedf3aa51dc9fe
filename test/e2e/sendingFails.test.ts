import { itemsOf, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import { useStage } from './stage';
import { createVonageCredential, NUMBER, PHONE, triggerWorkflow } from './workflows';

/** The versions of n8n differ in how they report a failed request, and in what they send to the error output. */
describe('an SMS that fails on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;

	useStage((stage) => ({ n8n, simulator } = stage));

	test('is sent once if its response is lost, and goes to the error output with its details', async () => {
		const credential = await createVonageCredential(n8n, simulator);
		const base = triggerWorkflow(credential);
		const workflow = await n8n.createWorkflow({
			...base,
			nodes: [
				...base.nodes,
				{
					name: 'Reply',
					type: 'n8n-nodes-vonage-sms.vonageSms',
					typeVersion: 1,
					parameters: { operation: 'reply', text: 'Thank you' },
					credentials: { vonageSmsApi: credential },
					onError: 'continueErrorOutput',
				},
			],
		});
		await n8n.publish(workflow.id);
		simulator.fail({ endpoint: 'POST /sms/json', times: 9, drop: 'afterEffect' });
		await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: 'Hi' } });

		const [execution] = await n8n.waitForExecutions(workflow.id, 1);
		expect(execution && itemsOf(execution, 'Reply')).toEqual([]);
		expect(execution && itemsOf(execution, 'Reply', 1).map(({ json }) => json)).toMatchObject([
			{
				text: 'Hi',
				error: expect.stringContaining("didn't respond"),
				details: { status: 'unknown', to: `+${PHONE}` },
			},
		]);
		expect(simulator.sent).toHaveLength(1);
	});
});
