import { randomBytes } from 'node:crypto';

import { itemsOf, type N8n, type NodeInput, type Workflow } from '../n8n';
import { hangUp, rawPost, sendRaw } from '../rawRequest';
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

const FAILING: NodeInput = {
	name: 'Fail',
	type: 'n8n-nodes-base.stopAndError',
	parameters: { errorMessage: 'as this test needs it' },
};

describe('the webhook on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let workflow: Workflow;
	let url: string;

	useStage((stage) => ({ n8n, simulator } = stage));
	afterEach(async () => await n8n.unpublish(workflow.id));

	async function publish(
		parameters: Record<string, unknown> = {},
		settings: Record<string, unknown> = {},
		after?: NodeInput,
	): Promise<void> {
		await create(parameters, settings, after);
		await n8n.publish(workflow.id);
		url = (await n8n.webhookUrls(workflow.id, TRIGGER)).production;
	}

	async function create(
		parameters: Record<string, unknown> = {},
		settings: Record<string, unknown> = {},
		after?: NodeInput,
	): Promise<void> {
		const { signatureSecret } = simulator.account;
		const credential = await createVonageCredential(n8n, simulator, {
			signatureSecret,
			signatureMethod: 'sha256',
		});
		const { nodes, ...input } = triggerWorkflow(credential, parameters);
		const chain = after ? [...nodes, after] : nodes;
		workflow = await n8n.createWorkflow({ ...input, nodes: chain, settings });
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
		'accepts a signed %s once, and rejects it unsigned or changed',
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
	);

	test('rejects an address that is not allowed', async () => {
		await publish({ options: { allowedIps: '203.0.113.0/24' } });
		expect(await statuses('from here', { signed: 'sha256' })).toEqual([503]);
	});

	test('does not publish with an invalid address list', async () => {
		await expect(publish({ options: { allowedIps: '203.0.113.0/99' } })).rejects.toThrow(
			/203\.0\.113\.0\/99/,
		);
	});

	test('logs the reason and the address, but no text, signature or secret', async () => {
		await publish();
		await statuses('the words of a person', { signed: false });
		const log = await n8n.logs();
		expect(log).toMatch(/Webhook from (::ffff:)?127\.0\.0\.1 rejected: the request isn't signed/);
		expect(log).not.toContain('the words of a person');
		expect(log).not.toContain(simulator.account.signatureSecret);
		expect(log).not.toContain(simulator.account.apiSecret);
	});

	test('answers a body over 64 KiB with 413, and no execution starts', async () => {
		await publish();
		const answer = await fetch(url, {
			method: 'POST',
			body: new URLSearchParams({ text: 'x'.repeat(70_000) }),
		});
		expect(answer.status).toBe(413);
		expect(await n8n.executions(workflow.id)).toEqual([]);
	});

	test('starts neither the workflow nor its error workflow for hostile requests', async () => {
		const alarm = await n8n.createWorkflow({
			name: 'Alarm',
			nodes: [{ name: 'On Error', type: 'n8n-nodes-base.errorTrigger' }],
		});
		// n8n 2 runs only published error workflows.
		await n8n.publish(alarm.id);
		// Fails for every SMS: a genuine one at the end shows that the error workflow works.
		await publish({}, { errorWorkflow: alarm.id }, FAILING);

		const { pathname } = new URL(url);
		const send = async (headers: string[], body = '') =>
			await sendRaw(url, rawPost(pathname, headers, body));
		const multipart = 'Content-Type: multipart/form-data; boundary=x';
		const octets = 'Content-Type: application/octet-stream';
		const chunk = `${(70_000).toString(16)}\r\n${'x'.repeat(70_000)}\r\n0\r\n\r\n`;
		const json = 'Content-Type: application/json';
		const form = 'Content-Type: application/x-www-form-urlencoded';
		const falseGzip = ['Content-Encoding: gzip', 'Content-Length: 4'];
		for (let round = 0; round < 3; round++) {
			expect(await send([multipart, 'Content-Length: 3'], 'abc')).toBe(400);
			expect(await send(['Content-Type: image/png', 'Content-Length: 3'], 'abc')).toBe(400);
			expect(await send([octets, 'Transfer-Encoding: chunked'], chunk)).toBe(413);
			expect(await send(['Transfer-Encoding: chunked'], chunk)).toBe(413);
			for (const type of [[], [octets], [multipart], [json], [form]]) {
				// n8n itself answers some of these before it calls the node.
				expect([400, 413, 422, 500]).toContain(
					await send([...type, ...falseGzip], '\x1f\x8b\x08\x00'),
				);
				await hangUp(url, rawPost(pathname, [...type, 'Content-Length: 1000'], 'abc'));
				await hangUp(url, rawPost(pathname, [...type, 'Content-Length: 17000000'], 'abc'));
			}
		}
		await fuzz(url);

		expect(await statuses('genuine', { signed: 'sha256' })).toEqual([200]);
		await n8n.waitForExecutions(workflow.id, 1);
		await n8n.waitForExecutions(alarm.id, 1);
		expect(await n8n.executions(workflow.id)).toHaveLength(1);
		expect(await n8n.executions(alarm.id)).toHaveLength(1);
		await n8n.unpublish(alarm.id);
	});

	test('shows in the output panel of a test run why an SMS was refused', async () => {
		await create();
		await n8n.listenForTestEvent(workflow.id, TRIGGER);
		expect(await statuses('unsigned', { signed: false })).toEqual([503]);
		const [execution] = await n8n.waitForExecutions(workflow.id, 1);
		expect(execution?.status).toBe('error');
		expect(execution?.data.resultData.error?.message).toMatch(/isn't signed.*Check if Present/s);
	});
});

/** Random bytes under every content type, as a query and as a body. */
async function fuzz(url: string): Promise<void> {
	const types = ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'a/b', ''];
	// Not XML: n8n may never respond to invalid XML, and doesn't call the node.
	for (const contentType of [...types, 'multipart/mixed; boundary=x']) {
		for (let length = 1; length < 2_000; length *= 3) {
			const headers = contentType === '' ? undefined : { 'content-type': contentType };
			const body = randomBytes(length);
			const query = randomBytes(length).toString('base64url');
			const answer = await fetch(`${url}?${query}=1`, { method: 'POST', headers, body });
			expect([200, 400, 413, 415, 422, 500, 503]).toContain(answer.status);
		}
	}
}
