import { itemsOf, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, triggerWorkflow } from './workflows';

describe('bursts and opt-outs on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;

	useStage((stage) => ({ n8n, simulator } = stage));

	test('three texts in a row start one execution, and a STOP among them prevents further texts to the person', async () => {
		const credential = await createVonageCredential(n8n, simulator);
		const reply = {
			name: 'Reply',
			type: 'n8n-nodes-vonage-sms.vonageSms',
			typeVersion: 1,
			parameters: {
				operation: 'reply',
				text: 'Thank you',
				options: { respectOptOut: 'register' },
			},
			credentials: { vonageSmsApi: credential },
		};
		const base = triggerWorkflow(credential, { options: { mergeWindow: 2, mergeLimit: 60 } });
		const workflow = await n8n.createWorkflow({
			...base,
			nodes: [...base.nodes, reply],
		});
		await n8n.publish(workflow.id);
		const text = async (content: string) =>
			await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: content } });

		for (const content of ['Hi', 'I have a question', 'x'.repeat(200)]) await text(content);
		const [first] = await n8n.waitForExecutions(workflow.id, 1);
		expect(first && itemsOf(first, AFTER).map(({ json }) => json)).toMatchObject([
			{ text: `Hi\nI have a question\n${'x'.repeat(200)}`, messages: [{}, {}, {}], partsTotal: 4 },
		]);
		expect(simulator.sent.map(({ to }) => to)).toEqual([PHONE]);

		await text('I changed my mind');
		await text('STOP');
		const second = (await n8n.waitForExecutions(workflow.id, 2)).find(({ id }) => id !== first?.id);
		expect(second && itemsOf(second, 'Reply').map(({ json }) => json)).toMatchObject([
			{ status: 'skipped', to: `+${PHONE}` },
		]);
		expect(simulator.sent).toHaveLength(1);
	});
});
