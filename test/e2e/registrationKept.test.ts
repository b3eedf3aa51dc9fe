import { startN8n, until, type N8n, type Workflow } from '../n8n';
import { startSimulator, type Simulator } from '../simulator';
import { startPrefixProxy, type PrefixProxy } from './prefixProxy';
import { AFTER, createVonageCredential, PHONE, TRIGGER, triggerWorkflow } from './workflows';

const [INBOX, HEALTHY, CANCELED, SHARED, PREFIXED, MOVED] = [
	'447700900001',
	'447700900002',
	'447700900003',
	'447700900004',
	'447700900005',
	'447700900006',
] as const;

describe('registrations are kept, on a real n8n under a path', () => {
	let proxy: PrefixProxy;
	let simulator: Simulator;
	let n8n: N8n;

	beforeAll(async () => {
		proxy = await startPrefixProxy('/n8n');
		simulator = await startSimulator({
			numbers: [INBOX, HEALTHY, CANCELED, SHARED, PREFIXED, MOVED].map((msisdn) => ({
				country: 'GB',
				msisdn,
				type: 'mobile-lvn',
				features: ['SMS'],
			})),
		});
		n8n = await startN8n({ webhookBase: proxy.url });
		proxy.forwardTo(n8n.url);
	}, 400_000);
	afterAll(async () => {
		await n8n?.stop();
		await simulator?.close();
		await proxy?.close();
	});

	const urlOf = (msisdn: string) =>
		simulator.numbers.find((number) => number.msisdn === msisdn)?.moHttpUrl;

	async function publish(parameters: Record<string, unknown>): Promise<Workflow> {
		const credential = await createVonageCredential(n8n, simulator);
		const workflow = await n8n.createWorkflow(triggerWorkflow(credential, parameters));
		await n8n.publish(workflow.id);
		return workflow;
	}

	async function productionUrl({ id }: Workflow): Promise<string> {
		return (await n8n.webhookUrls(id, TRIGGER)).production;
	}

	async function sendTo(msisdn: string, text: string): Promise<void> {
		await simulator.sendInbound({ from: PHONE, to: msisdn, content: { text } });
	}

	test('while Vonage refuses at a start, a number is gone, and three workflows share a number', async () => {
		const inbox = await publish({ numbers: [INBOX] });
		const several = await publish({ numbers: [HEALTHY, CANCELED] });
		const sharing = [
			await publish({ numbers: [SHARED] }),
			await publish({ numbers: [SHARED] }),
			await publish({ numbers: [SHARED] }),
		] as const;
		const allAsPublished = async () => {
			expect(urlOf(INBOX)).toBe(await productionUrl(inbox));
			expect(urlOf(HEALTHY)).toBe(await productionUrl(several));
			expect(urlOf(SHARED)).toBe(await productionUrl(sharing[2]));
		};
		await allAsPublished();

		simulator.account.apiSecret = 'rotated';
		await n8n.restart();
		await sendTo(INBOX, 'while Vonage refuses');
		await n8n.waitForExecutions(inbox.id, 1);
		await allAsPublished();
		await until(
			'the dispatcher to check again and to be refused',
			async () => /couldn't be checked.*API Secret/.test(await n8n.logs()) || undefined,
		);

		simulator.account.apiSecret = 'simulated-secret';
		simulator.numbers.splice(2, 1);
		await n8n.restart();
		await sendTo(INBOX, 'after the next start');
		await sendTo(HEALTHY, 'beside a number that is gone');
		await n8n.waitForExecutions(inbox.id, 2);
		await n8n.waitForExecutions(several.id, 1);
		await allAsPublished();

		await n8n.unpublish(sharing[2].id);
		expect(urlOf(SHARED)).toBe(await productionUrl(sharing[1]));
		await n8n.unpublish(sharing[1].id);
		await n8n.unpublish(sharing[0].id);
		expect(urlOf(SHARED)).toBeUndefined();
	}, 600_000);

	test('when a test run of the published workflow fails', async () => {
		const workflow = await publish({ numbers: [PREFIXED] });
		const published = await productionUrl(workflow);
		expect(published).toContain('/n8n/webhook/');
		const [trigger, ...rest] = (await n8n.readWorkflow(workflow.id)).nodes;
		const parameters = { ...trigger!.parameters, numbers: [PREFIXED, '447700900999'] };
		await n8n.updateWorkflow(workflow.id, { nodes: [{ ...trigger!, parameters }, ...rest] });
		await expect(n8n.listenForTestEvent(workflow.id, TRIGGER, AFTER)).rejects.toThrow(
			'447700900999',
		);
		expect(urlOf(PREFIXED)).toBe(published);
		await sendTo(PREFIXED, 'still here');
		await n8n.waitForExecutions(workflow.id, 1);
	});

	test('for two workflows on one application, one for messages and one for receipts', async () => {
		const before = simulator.snapshot();
		const [application] = simulator.applications;
		const on = (event: string) => ({
			registration: 'application',
			application: { __rl: true, mode: 'id', value: application?.id },
			events: [event],
		});
		const inbox = await publish(on('message'));
		const reports = await publish(on('deliveryReceipt'));
		expect(application?.capabilities.messages?.webhooks).toMatchObject({
			inbound_url: { address: await productionUrl(inbox) },
			status_url: { address: await productionUrl(reports) },
		});
		await n8n.unpublish(inbox.id);
		await n8n.unpublish(reports.id);
		expect(simulator.snapshot()).toEqual(before);
	});

	test('and the previous URL is restored after a change of the REST URL', async () => {
		const crm = `${simulator.url}/simulator/api/state`;
		simulator.numbers.find(({ msisdn }) => msisdn === MOVED)!.moHttpUrl = crm;
		const workflow = await publish({ numbers: [MOVED] });
		const restUrl = simulator.restUrl.replace('127.0.0.1', 'localhost');
		const other = await createVonageCredential(n8n, simulator, { restUrl });
		const [trigger, ...rest] = (await n8n.readWorkflow(workflow.id)).nodes;
		await n8n.updateWorkflow(workflow.id, {
			nodes: [{ ...trigger!, credentials: { vonageSmsApi: other } }, ...rest],
		});
		await n8n.publish(workflow.id);
		expect(urlOf(MOVED)).toBe(await productionUrl(workflow));
		await n8n.unpublish(workflow.id);
		await until('the previous URL', async () => urlOf(MOVED) === crm || undefined);
	});
});
