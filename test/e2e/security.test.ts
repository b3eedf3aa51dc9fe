import { itemsOf, type N8n, type Workflow } from '../n8n';
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

describe('the webhook on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let workflow: Workflow;
	let url: string;

	useStage((stage) => ({ n8n, simulator } = stage));
	afterEach(async () => await n8n.unpublish(workflow.id));

	async function publish(parameters: Record<string, unknown> = {}): Promise<void> {
		const { signatureSecret } = simulator.account;
		const credential = await createVonageCredential(n8n, simulator, {
			signatureSecret,
			signatureMethod: 'sha256',
		});
		workflow = await n8n.createWorkflow(triggerWorkflow(credential, parameters));
		await n8n.publish(workflow.id);
		url = (await n8n.webhookUrls(workflow.id, TRIGGER)).production;
	}

	/** Status of the first answer to each webhook. */
	async function statuses(text: string, other: object): Promise<(number | undefined)[]> {
		const delivery = await simulator.sendInbound({
			from: PHONE,
			to: NUMBER,
			content: { text },
			...other,
		});
		delivery.cancel();
		return delivery.deliveries.map(({ attempts }) => {
			const answer = attempts[0]?.answer;
			return answer?.kind === 'answered' ? answer.status : undefined;
		});
	}

	test.each(['GET', 'POST', 'POST-JSON'] as const)(
		'accepts what is signed as %s, once, and refuses it unsigned or changed',
		async (format) => {
			await publish();
			expect(await statuses('signed & right = yes', { format, signed: 'sha256' })).toEqual([200]);
			expect(await statuses('unsigned', { format, signed: false })).toEqual([503]);
			expect(await statuses('wrong method', { format, signed: 'md5' })).toEqual([503]);
			expect(
				await statuses('changed', { format, signed: 'sha256', forgedFields: { text: 'forged' } }),
			).toEqual([503]);
			expect(await statuses('replayed', { format, signed: 'sha256', repeat: [1] })).toEqual([
				200, 200,
			]);

			const executions = await n8n.waitForExecutions(workflow.id, 2);
			const items = executions.flatMap((execution) => itemsOf(execution, AFTER));
			expect(items.map(({ json }) => [json.text, json.verified])).toEqual([
				['signed & right = yes', true],
				['replayed', true],
			]);
		},
		60_000,
	);

	test('refuses an address that is not allowed', async () => {
		await publish({ options: { allowedIps: '203.0.113.0/24' } });
		expect(await statuses('from here', { signed: 'sha256' })).toEqual([503]);
	}, 60_000);

	test('refuses to publish with an address list that cannot be read', async () => {
		await expect(publish({ options: { allowedIps: '203.0.113.0/99' } })).rejects.toThrow(
			/203\.0\.113\.0\/99/,
		);
	}, 60_000);

	test('leaves reason and address in the log, and no text, signature or secret', async () => {
		await publish();
		await statuses('the words of a person', { signed: false });
		const log = await n8n.logs();
		expect(log).toMatch(
			/Webhook from (::ffff:)?127\.0\.0\.1 refused: the request has no signature/,
		);
		expect(log).not.toContain('the words of a person');
		expect(log).not.toContain(simulator.account.signatureSecret);
		expect(log).not.toContain(simulator.account.apiSecret);
	}, 60_000);

	test('answers a body over 64 KiB with 413, and no execution starts', async () => {
		await publish();
		const answer = await fetch(url, {
			method: 'POST',
			body: new URLSearchParams({ text: 'x'.repeat(70_000) }),
		});
		expect(answer.status).toBe(413);
		expect(await n8n.executions(workflow.id)).toEqual([]);
	}, 60_000);
});
