import { itemsOf, until, type N8n, type Workflow } from '../n8n';
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

const LONG = 'Grüße von unterwegs 😀, '.repeat(8);

describe('the trigger on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let workflow: Workflow;

	useStage((stage) => ({ n8n, simulator } = stage));

	test('publishes, receives in every format, tests with a long message, unpublishes, and restores the account', async () => {
		const before = simulator.snapshot();
		const credential = await createVonageCredential(n8n, simulator);
		workflow = await n8n.createWorkflow(triggerWorkflow(credential));
		await n8n.publish(workflow.id);
		expect(simulator.numbers[0]?.moHttpUrl).toContain('/webhook/');

		for (const format of ['GET', 'POST', 'POST-JSON'] as const) {
			await simulator.sendInbound({
				from: PHONE,
				to: NUMBER,
				content: { text: `${format} ${LONG}` },
				format,
				order: 'shuffled',
				parallel: true,
				repeat: [1],
			});
		}
		const executions = await n8n.waitForExecutions(workflow.id, 3);
		const items = executions.map((execution) => itemsOf(execution, AFTER).map(({ json }) => json));
		expect(items.map((each) => each.length)).toEqual([1, 1, 1]);
		expect(
			items
				.flat()
				.map(({ text }) => text)
				.sort(),
		).toEqual(['GET', 'POST', 'POST-JSON'].map((format) => `${format} ${LONG}`));
		expect(items.flat()[0]).toMatchObject({
			event: 'message',
			from: `+${PHONE}`,
			to: `+${NUMBER}`,
			complete: true,
			missingParts: [],
			optOut: false,
			verified: false,
			late: false,
		});

		await n8n.listenForTestEvent(workflow.id, TRIGGER, AFTER);
		expect(simulator.numbers[0]?.moHttpUrl).toContain('/webhook-test/');
		await simulator.sendInbound({
			from: PHONE,
			to: NUMBER,
			content: { text: `test ${LONG}` },
			order: 'shuffled',
		});
		const tested = (await n8n.waitForExecutions(workflow.id, 4)).find(
			({ mode }) => mode === 'manual',
		);
		expect(tested && itemsOf(tested, AFTER).map(({ json }) => json.text)).toEqual([`test ${LONG}`]);
		await until('the number to be restored', async () => isPublishedUrl() || undefined);

		await n8n.unpublish(workflow.id);
		await until('the account to be as it was', async () => isAsBefore() || undefined);
		expect(simulator.snapshot()).toEqual(before);

		function isPublishedUrl(): boolean {
			return simulator.numbers[0]?.moHttpUrl?.includes('/webhook/') ?? false;
		}

		function isAsBefore(): boolean {
			return simulator.numbers[0]?.moHttpUrl === before.numbers[0]?.moHttpUrl;
		}
	});

	test('delivers a binary message with its bytes as a file', async () => {
		const credential = await createVonageCredential(n8n, simulator);
		workflow = await n8n.createWorkflow(triggerWorkflow(credential));
		await n8n.publish(workflow.id);
		const card = 'BEGIN:VCARD\r\nVERSION:2.1\r\nN:Example;Ada\r\nEND:VCARD\r\n';
		await simulator.sendInbound({
			from: PHONE,
			to: NUMBER,
			content: { data: Buffer.from(card).toString('hex').toUpperCase(), udh: '06050423F40000' },
		});
		const [execution] = await n8n.waitForExecutions(workflow.id, 1);
		const [item] = itemsOf(execution!, AFTER);
		expect(item?.json).toMatchObject({ type: 'binary', text: card, ports: { destination: 9204 } });
		expect(item?.binary?.data).toMatchObject({ mimeType: expect.stringContaining('vcard') });
		await n8n.unpublish(workflow.id);
	});

	test('the credential test shows the balance, and detects a wrong secret', async () => {
		const right = await createVonageCredential(n8n, simulator);
		const wrong = await createVonageCredential(n8n, simulator, { apiSecret: 'not the secret' });
		expect(await n8n.testCredential(right)).toMatchObject({
			status: 'OK',
			message: expect.stringMatching(/^Connected\. Balance: \d+\.\d\d EUR$/),
		});
		expect(await n8n.testCredential(wrong)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining("doesn't accept the API key and secret"),
		});
	});
});
