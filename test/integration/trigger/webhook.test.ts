import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sign } from '../../../nodes/VonageSms/inbound';
import { openSqliteStore, Reassembler } from '../../../nodes/VonageSms/reassembly';
import { forgetCredentials } from '../../../nodes/VonageSms/storage';
import { serveWebhook, type WebhookServer } from './webhookServer';

const RECORD = {
	'api-key': 'abcd1234',
	msisdn: '447700900123',
	to: '447700900001',
	messageId: '0C000000538BA945',
	text: 'Hello world',
	type: 'text',
	keyword: 'HELLO',
	'message-timestamp': '2020-01-01 12:00:00',
};
const SCOPE = 'workflow-1/node-1/production';
const POLICY = { partTimeout: 600, deduplicationHours: 48, onIncomplete: 'emit' } as const;

describe('webhook()', () => {
	let folder: string;
	let server: WebhookServer;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-webhook-'));
		process.env.N8N_USER_FOLDER = folder;
	});
	afterEach(async () => {
		await server.close();
		forgetCredentials();
		delete process.env.N8N_USER_FOLDER;
		rmSync(folder, { recursive: true });
	});

	/** Plays the dispatcher: registered before the first request, claims afterwards. */
	async function withDispatcher<T>(work: (dispatcher: Reassembler) => Promise<T>): Promise<T> {
		const store = await openSqliteStore(join(folder, '.n8n', 'vonage-sms.sqlite'));
		try {
			return await work(new Reassembler(store, POLICY));
		} finally {
			await store.close();
		}
	}
	const register = async () => await withDispatcher(async (it) => await it.register(SCOPE));
	const handedOver = async () =>
		await withDispatcher(async (it) => (await it.claim(SCOPE)).map(({ message }) => message.text));

	const form = (record: Record<string, string>) => new URLSearchParams(record);
	const requests: [string, (url: string) => Promise<Response>][] = [
		['a GET', async (url) => await fetch(`${url}?${form(RECORD)}`)],
		['a form', async (url) => await fetch(url, { method: 'POST', body: form(RECORD) })],
		[
			'JSON',
			async (url) =>
				await fetch(url, {
					method: 'POST',
					body: JSON.stringify(RECORD),
					headers: { 'content-type': 'application/json' },
				}),
		],
		[
			'JSON without a content type',
			async (url) => await fetch(url, { method: 'POST', body: new Blob([JSON.stringify(RECORD)]) }),
		],
	];
	test.each(requests)('keeps what comes as %s, and answers 200', async (_name, send) => {
		server = await serveWebhook();
		await register();
		expect((await send(server.url)).status).toBe(200);
		expect((await send(server.url)).status).toBe(200);
		expect(server.returned).toEqual([{ noWebhookResponse: true }, { noWebhookResponse: true }]);
		expect(await handedOver()).toEqual(['Hello world']);
	});

	test('answers the check of the URL and keeps nothing', async () => {
		server = await serveWebhook({ credential: { signatureSecret: 'secret of the test' } });
		await register();
		expect((await fetch(server.url)).status).toBe(200);
		expect(await handedOver()).toEqual([]);
	});

	test('accepts a signed record and refuses the same record changed', async () => {
		server = await serveWebhook({ credential: { signatureSecret: 'secret of the test' } });
		await register();
		const sig = sign(RECORD, 'secret of the test', 'md5hash');
		const changed = { ...RECORD, text: 'Hello World', sig };
		for (const wrong of [changed, RECORD]) {
			const answer = await fetch(`${server.url}?${form(wrong)}`);
			// A wrong secret is a mistake of ours: Vonage has to send again what it cost.
			expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
		}
		expect((await fetch(`${server.url}?${form({ ...RECORD, sig })}`)).status).toBe(200);
		expect(await handedOver()).toEqual(['Hello world']);
	});

	test('refuses an address that is not allowed', async () => {
		server = await serveWebhook({ parameters: { options: { allowedIps: '203.0.113.0/24' } } });
		expect((await fetch(`${server.url}?${form(RECORD)}`)).status).toBe(503);
	});

	test('names what a record lacks', async () => {
		server = await serveWebhook();
		const answer = await fetch(`${server.url}?hello=world`);
		expect(answer.status).toBe(400);
		expect(await answer.text()).toContain('messageId');
	});

	test('ignores a receipt where the trigger does not listen to receipts', async () => {
		server = await serveWebhook();
		await register();
		const receipt = {
			messageId: 'R',
			msisdn: '1',
			to: 'A',
			status: 'delivered',
			scts: '2001011200',
			'err-code': '0',
		};
		const answer = await fetch(`${server.url}?${form(receipt)}`);
		expect(answer.status).toBe(200);
		expect(await answer.text()).toContain('Ignored');
		expect(await handedOver()).toEqual([]);
	});

	test('answers 503 with Retry-After while no dispatcher serves the trigger', async () => {
		server = await serveWebhook();
		const answer = await fetch(`${server.url}?${form(RECORD)}`);
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
	});

	test('answers 503 while the store cannot be opened, and 200 once it can', async () => {
		writeFileSync(join(folder, '.n8n'), 'a file where a folder has to be');
		server = await serveWebhook();
		expect((await fetch(`${server.url}?${form(RECORD)}`)).status).toBe(503);
		rmSync(join(folder, '.n8n'));
		await register();
		expect((await fetch(`${server.url}?${form(RECORD)}`)).status).toBe(200);
	});

	test('a test run gives the message with the part that completes it', async () => {
		server = await serveWebhook({ run: 'test' });
		const part = (number: string, text: string) =>
			form({
				...RECORD,
				messageId: `P${number}`,
				text,
				concat: 'true',
				'concat-ref': '4',
				'concat-total': '3',
				'concat-part': number,
			});
		for (const [number, text] of [
			['3', 'c'],
			['1', 'a'],
			['1', 'a'],
			['2', 'b'],
		] as const) {
			expect((await fetch(`${server.url}?${part(number, text)}`)).status).toBe(200);
		}
		expect(
			server.returned.map(({ workflowData }) => workflowData?.[0]?.map(({ json }) => json.text)),
		).toEqual([undefined, undefined, undefined, ['abc']]);
	});
});
