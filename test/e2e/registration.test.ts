import { until, type N8n, type Workflow } from '../n8n';
import type { Simulator } from '../simulator';
import { useStage } from './stage';
import { AFTER, createVonageCredential, TRIGGER, triggerWorkflow } from './workflows';

describe('registering on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;

	useStage((stage) => ({ n8n, simulator } = stage));

	async function create(parameters: Record<string, unknown> = {}): Promise<Workflow> {
		const credential = await createVonageCredential(n8n, simulator);
		return await n8n.createWorkflow(triggerWorkflow(credential, parameters));
	}

	/** The URL of the first number, once it's registered. */
	async function urlWith(part: string): Promise<string> {
		return await until(`the number to have a URL with ${part}`, async () => {
			const { moHttpUrl = '' } = simulator.numbers[0] ?? {};
			return moHttpUrl.includes(part) ? moHttpUrl : undefined;
		});
	}

	async function accountToBe(before: ReturnType<Simulator['snapshot']>): Promise<void> {
		const same = () => JSON.stringify(simulator.snapshot()) === JSON.stringify(before);
		await until('the account to be as it was', async () => same() || undefined).catch(() => {
			expect(simulator.snapshot()).toEqual(before);
		});
	}

	test('publishing, testing, a kill during a test, a restart, unpublishing and deleting do not change a foreign URL in the end', async () => {
		const [number] = simulator.numbers;
		number!.moHttpUrl = `${simulator.url}/simulator/api/state`;
		const before = simulator.snapshot();

		const workflow = await create();
		await n8n.publish(workflow.id);
		const published = await urlWith('/webhook/');

		await n8n.listenForTestEvent(workflow.id, TRIGGER, AFTER);
		await urlWith('/webhook-test/');
		await n8n.stopListening(workflow.id);
		expect(await urlWith('/webhook/')).toBe(published);

		await n8n.listenForTestEvent(workflow.id, TRIGGER, AFTER);
		await urlWith('/webhook-test/');
		await n8n.kill();
		await n8n.restart();
		expect(await urlWith('/webhook/')).toBe(published);

		await n8n.unpublish(workflow.id);
		await accountToBe(before);
		await n8n.deleteWorkflow(workflow.id);
		await accountToBe(before);
	});

	test('registers the whole account with its receipts, and an application, and restores both', async () => {
		const before = simulator.snapshot();
		for (const parameters of [
			{ registration: 'account', events: ['message', 'deliveryReceipt'] },
			{
				registration: 'application',
				application: { mode: 'id', value: simulator.applications[0]?.id },
			},
		]) {
			const workflow = await create(parameters);
			await n8n.publish(workflow.id);
			expect(simulator.snapshot()).not.toEqual(before);
			await n8n.unpublish(workflow.id);
			await accountToBe(before);
		}
	});

	test('names the number that another system uses, before anything changes', async () => {
		const before = simulator.snapshot();
		const workflow = await create({ numbers: ['447700900001', '447700900999'] });
		await expect(n8n.publish(workflow.id)).rejects.toThrow(/447700900999/);
		await accountToBe(before);
	});
});
