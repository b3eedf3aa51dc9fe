import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { sign } from '../../../nodes/VonageSms/inbound';
import { openSqliteStore, Reassembler } from '../../../nodes/VonageSms/reassembly';
import { forgetCredentials } from '../../../nodes/VonageSms/storage';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { byJson, messagesV1, SECRET, token } from '../../unit/inbound/requests';
import { hangUp, rawPost, sendRaw } from '../../rawRequest';
import { executeContext, triggerContext } from '../contexts';
import { CREDENTIAL, PARAMETERS, serveWebhook, type WebhookServer } from './webhookServer';

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

	/** Acts as the dispatcher: registers before the first request, and claims after that. */
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
	test.each(requests)('stores a message sent as %s, and answers with 200', async (_name, send) => {
		server = await serveWebhook();
		await register();
		expect((await send(server.url)).status).toBe(200);
		expect((await send(server.url)).status).toBe(200);
		expect(server.returned).toEqual([{ noWebhookResponse: true }, { noWebhookResponse: true }]);
		expect(await handedOver()).toEqual(['Hello world']);
	});

	test('answers the URL check and stores nothing', async () => {
		server = await serveWebhook({ credential: { signatureSecret: 'secret of the test' } });
		await register();
		expect((await fetch(server.url)).status).toBe(200);
		expect(await handedOver()).toEqual([]);
	});

	test('accepts a signed record, and rejects the same record if it is changed', async () => {
		server = await serveWebhook({ credential: { signatureSecret: 'secret of the test' } });
		await register();
		const sig = sign(RECORD, 'secret of the test', 'md5hash');
		const changed = { ...RECORD, text: 'Hello World', sig };
		for (const wrong of [changed, RECORD]) {
			const answer = await fetch(`${server.url}?${form(wrong)}`);
			// A wrong secret is a mistake in the settings, so Vonage has to retry the messages.
			expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
		}
		expect((await fetch(`${server.url}?${form({ ...RECORD, sig })}`)).status).toBe(200);
		expect(await handedOver()).toEqual(['Hello world']);
	});

	test('accepts webhooks signed with a changed secret while a copy of the old one is still in use', async () => {
		const credential = { signatureSecret: 'former secret' };
		server = await serveWebhook({ credential });
		await register();
		const send = async (messageId: string, secret: string) => {
			const record = { ...RECORD, messageId };
			const query = form({ ...record, sig: sign(record, secret, 'md5hash') });
			return (await fetch(`${server.url}?${query}`)).status;
		};
		expect(await send('A', 'former secret')).toBe(200);
		credential.signatureSecret = 'new secret';
		expect(await send('B', 'new secret')).toBe(200);
		expect(await send('C', 'former secret')).toBe(503);
	});

	test('rejects an address that is not allowed', async () => {
		server = await serveWebhook({ parameters: { options: { allowedIps: '203.0.113.0/24' } } });
		expect((await fetch(`${server.url}?${form(RECORD)}`)).status).toBe(503);
	});

	test('names the missing fields of a record', async () => {
		server = await serveWebhook();
		const answer = await fetch(`${server.url}?hello=world`);
		expect(answer.status).toBe(400);
		expect(await answer.text()).toContain('messageId');
	});

	test('ignores a receipt if the trigger does not listen to receipts', async () => {
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

	test.each(['whatsapp', 'rcs', 'viber_service', 'messenger'])(
		"acknowledges messages from an application's channel %s, and stores nothing",
		async (channel) => {
			server = await serveWebhook();
			await register();
			const message_uuid = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab';
			const answer = await fetch(server.url, {
				method: 'POST',
				body: JSON.stringify({ channel, message_uuid, from: 'x', to: 'y', text: 'Hello' }),
				headers: { 'content-type': 'application/json' },
			});
			expect(answer.status).toBe(200);
			expect(await handedOver()).toEqual([]);
		},
	);

	test('compares the application of a signed webhook with that of the trigger, not of the credential', async () => {
		const shop = '11111111-0000-4000-8000-000000000001';
		const support = '22222222-0000-4000-8000-000000000002';
		const credential = { signatureSecret: SECRET, applicationId: shop };
		const statusFor = async (application_id: string, parameters: INodeParameters) => {
			server = await serveWebhook({ credential, parameters });
			await register();
			const webhook = byJson({ ...messagesV1, message_uuid: `for ${application_id}` });
			const answer = await fetch(server.url, {
				method: 'POST',
				body: new Uint8Array(webhook.body),
				headers: {
					'content-type': 'application/json',
					authorization: `Bearer ${token(webhook.body, { application_id })}`,
				},
			});
			await server.close();
			return answer.status;
		};
		const listensToSupport = {
			registration: 'application',
			application: { __rl: true, mode: 'list', value: support },
		};
		expect(await statusFor(support, listensToSupport)).toBe(200);
		expect(await statusFor(shop, listensToSupport)).toBe(503);
		expect(await statusFor(support, { registration: 'account' })).toBe(200);
		server = await serveWebhook();
	});

	describe("never throws because of a caller's request", () => {
		const head = (...lines: string[]) => rawPost('/webhook', lines);
		const raw = async (request: string) => await sendRaw(server.url, request);

		const multipart = 'Content-Type: multipart/form-data; boundary=x';
		const chunked = 'Transfer-Encoding: chunked';
		const tooMuch = `${(70_000).toString(16)}\r\n${'x'.repeat(70_000)}\r\n`;

		test.each<[string, string, number]>([
			['a content type that Vonage never sends', head(multipart, 'Content-Length: 3') + 'abc', 400],
			['such a content type without its body', head(multipart, 'Content-Length: 1000'), 400],
			['an image', head('Content-Type: image/png', 'Content-Length: 3') + 'abc', 400],
			['an announced body that is too large', head('Content-Length: 17000000'), 413],
			['chunks that are too large', head(chunked) + tooMuch, 413],
			[
				'chunks that are too large, of no known type',
				head('Content-Type: application/octet-stream', chunked) + tooMuch,
				413,
			],
			[
				'a false gzip',
				head('Content-Encoding: gzip', 'Content-Length: 4') + '\x1f\x8b\x08\x00',
				400,
			],
			['an empty object', head('Content-Length: 2') + '{}', 200],
		])('%s', async (_, request, status) => {
			server = await serveWebhook();
			expect(await raw(request)).toBe(status);
			expect(server.returned).toEqual([{ noWebhookResponse: true }]);
		});

		test('a genuine record in a multipart form, which Vonage never sends', async () => {
			server = await serveWebhook();
			const body = new FormData();
			for (const [name, value] of Object.entries(RECORD)) body.append(name, value);
			expect((await fetch(server.url, { method: 'POST', body })).status).toBe(400);
			expect(server.returned).toEqual([{ noWebhookResponse: true }]);
		});

		test('a body whose connection ends in the middle', async () => {
			server = await serveWebhook();
			await hangUp(server.url, head('Content-Length: 1000') + 'abc');
			await server.ended(1);
			expect(server.returned).toEqual([{ noWebhookResponse: true }]);
		});

		test.each([
			[head(multipart, 'Content-Length: 1000')],
			[head('Content-Length: 17000000')],
			[head('Content-Type: application/octet-stream', 'Content-Length: 1000') + 'abc'],
		])(
			'anything from a stranger, whose address is checked before the body is read',
			async (request) => {
				server = await serveWebhook({ parameters: { options: { allowedIps: '203.0.113.0/24' } } });
				expect(await raw(request)).toBe(503);
			},
		);

		test('messages that arrive while a setting cannot be read', async () => {
			server = await serveWebhook({ parameters: { options: { maxWebhookAge: 'soon' } } });
			expect((await fetch(`${server.url}?${form(RECORD)}`)).status).toBe(503);
			expect(server.returned).toEqual([{ noWebhookResponse: true }]);
		});
	});

	describe('in a test run', () => {
		const nodeType = new VonageSmsTrigger();
		const executed = async (items: INodeExecutionData[]) => {
			const node = { nodeType, parameters: PARAMETERS, credential: CREDENTIAL };
			return await nodeType.execute.call(executeContext(node, items));
		};

		test('the reason for a rejection ends the run in the output panel, and Vonage gets the status', async () => {
			server = await serveWebhook({
				run: 'test',
				credential: { signatureSecret: 'secret of the test' },
			});
			expect((await fetch(`${server.url}?${form(RECORD)}`)).status).toBe(503);
			const items = server.returned[0]?.workflowData?.[0] ?? [];
			await expect(executed(items)).rejects.toThrow(/isn't signed.*Check if Present/s);
		});

		test("the other API's format names the setting to change", async () => {
			server = await serveWebhook({ run: 'test' });
			expect((await fetch(`${server.url}?channel=sms&text=Hello`)).status).toBe(400);
			const items = server.returned[0]?.workflowData?.[0] ?? [];
			await expect(executed(items)).rejects.toThrow('Default SMS Setting');
		});

		test('an ignored webhook does not end the run', async () => {
			server = await serveWebhook({ run: 'test' });
			const other = 'message_uuid=u&channel=whatsapp&from=1&to=2&text=Hello';
			expect((await fetch(`${server.url}?${other}`)).status).toBe(200);
			expect((await fetch(server.url)).status).toBe(200);
			expect(server.returned).toEqual([{ noWebhookResponse: true }, { noWebhookResponse: true }]);
		});
	});

	describe('an event that the trigger does not listen to', () => {
		const receipt = 'messageId=R&msisdn=1&to=A&status=delivered&scts=2001011200&err-code=0';
		const PLACE = 'account/application/X';

		/** Writes what registrations would have written: this node and, perhaps, another one. */
		async function note(run: 'production' | 'test', holders: object[]): Promise<void> {
			const store = await openSqliteStore(join(folder, '.n8n', 'vonage-sms.sqlite'));
			const places = [`${PLACE}/inbound`];
			const record = { [run]: { url: 'https://n8n/own', places, state: 'registered' } };
			await store.writeNote('node/workflow-1/node-1', JSON.stringify(record));
			await store.writeNote(`place/${PLACE}/status`, JSON.stringify({ before: null, holders }));
			await store.close();
		}
		const holder = (node: string, run: string) => ({ node, run, url: `https://n8n/${node}` });

		test.each([
			['production', holder('other/node', 'production'), 503],
			['production', holder('other/node', 'test'), 200],
			['production', holder('workflow-1/node-1', 'production'), 200],
			['test', holder('other/node', 'production'), 503],
			['test', holder('workflow-1/node-1', 'production'), 503],
			['test', holder('workflow-1/node-1', 'test'), 200],
		] as const)(
			'in %s, with %j registered for it, gets the status %s',
			async (run, other, status) => {
				server = await serveWebhook({ run });
				await note(run, [other]);
				expect((await fetch(`${server.url}?${receipt}`)).status).toBe(status);
				expect(server.returned).toEqual([{ noWebhookResponse: true }]);
			},
		);
	});

	test('stores messages that arrive while n8n starts the dispatcher of a workflow being published', async () => {
		server = await serveWebhook();
		const nodeType = new VonageSmsTrigger();
		const context = triggerContext({ nodeType, parameters: PARAMETERS, credential: CREDENTIAL });
		const getCredentials = context.getCredentials.bind(context);
		const receive = Reassembler.prototype.receive;
		// The start continues once the store has refused the message, because there is no dispatcher yet.
		const refused = new Promise<void>((resolve) => {
			jest.spyOn(Reassembler.prototype, 'receive').mockImplementationOnce(async function (
				this: Reassembler,
				...message
			) {
				const outcome = await receive.apply(this, message);
				resolve();
				return outcome;
			});
		});
		jest.spyOn(context, 'getCredentials').mockImplementation(async (...of) => {
			await refused;
			return await getCredentials(...of);
		});
		const starting = nodeType.trigger.call(context);
		const answer = await fetch(`${server.url}?${form(RECORD)}`);
		expect([answer.status, await answer.text()]).toEqual([200, 'Stored']);
		await (await starting).closeFunction?.();
		jest.restoreAllMocks();
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

	test('a test run returns the message when the last part arrives', async () => {
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
