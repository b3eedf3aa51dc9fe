import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { SIGNATURE_METHODS } from '../../../nodes/VonageSms/inbound/types';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { startReceiver } from '../../unit/simulator/webhookReceiver';
import { credentialFor, runNode } from './runNode';

const schemas = JSON.parse(
	readFileSync(join(__dirname, '../../vectors/official-schemas.json'), 'utf8'),
);
const ajv = new Ajv({ allErrors: true, coerceTypes: true, strict: false });
const closed = (schema: object) => ajv.compile({ ...schema, additionalProperties: false });
/** Binary messages have no `text`, as in Vonage's SDKs. A SHA-512 `sig` has 128 characters. */
const smsRequest = closed({
	...schemas.sms,
	required: ['from', 'to'],
	properties: { ...schemas.sms.properties, sig: { type: 'string', minLength: 16, maxLength: 128 } },
});
const messagesRequest = closed(schemas.messagesSms);

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterEach(() => simulator.reset());
afterAll(async () => simulator.close());

const base: INodeParameters = {
	...{ resource: 'message', operation: 'send' },
	from: { __rl: true, mode: 'name', value: '+14155550100' },
	to: '+447700900123',
	text: 'Hello',
};

const send = async (
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
	extra: ICredentialDataDecryptedObject = {},
) =>
	await runNode({
		parameters: { ...base, ...parameters },
		items,
		credential: credentialFor(simulator, extra),
	});

const fields = {
	callbackUrl: 'https://example.com/dlr',
	clientRef: 'x'.repeat(100),
	contentId: '1107457532145798767',
	entityId: '1101456324675322134',
	poolId: 'pool',
	trustedNumber: true,
};
const smsFields = {
	...fields,
	...{ accountRef: 'customer1234', messageClass: 0, protocolId: 255, statusReport: false },
};

/** Each one separately, none, and all together. */
const combinations = (all: Record<string, unknown>): Array<Record<string, unknown>> => [
	{},
	all,
	...Object.entries(all).map(([name, value]) => ({ [name]: value })),
];

/** Runs the node as both operations that send; the input item is a message that the trigger received. */
async function sendAndReply(
	parameters: INodeParameters,
	extra: ICredentialDataDecryptedObject,
): Promise<void> {
	const received = { from: '+447700900123', to: '+14155550100', id: 'aaaaaaaa' };
	const reply = {
		...{ operation: 'reply', to: '={{ $json.from }}' },
		from: { __rl: true, mode: 'name', value: '={{ $json.to }}' },
	};
	for (const operation of [{}, reply]) {
		const { error } = await send({ ...parameters, ...operation }, [received], extra);
		expect(error).toBeUndefined();
	}
}

describe('every request matches the official schema', () => {
	const contents: INodeParameters[] = [
		{},
		{ text: '=Привет' },
		{ options: { encoding: 'unicode' } },
		{ messageType: 'binary', body: '48656C6C6F', udh: '0605040B8423F0' },
	];

	it('of the SMS API', async () => {
		for (const content of contents) {
			for (const ttl of [20, 604_800]) {
				for (const additional of combinations({ ...smsFields, ttl })) {
					await send({ ...content, additionalFields: additional as INodeParameters });
				}
			}
		}
		const bodies = simulator.requests.map(({ body }) =>
			Object.fromEntries(new URLSearchParams(String(body))),
		);
		expect(bodies).toHaveLength(4 * 2 * 13);
		for (const body of bodies) {
			expect({ body, valid: smsRequest(body), errors: smsRequest.errors }).toMatchObject({
				valid: true,
			});
		}
	});

	it('of the Messages API', async () => {
		for (const encoding of ['auto', 'gsm7', 'unicode']) {
			for (const ttl of [20, 604_800]) {
				for (const additional of combinations({ ...fields, ttl })) {
					await send({
						api: 'messages',
						additionalFields: additional as INodeParameters,
						options: { encoding },
					});
				}
			}
		}
		const bodies = simulator.requests.map(({ body }) => JSON.parse(String(body)));
		expect(bodies).toHaveLength(3 * 2 * 9);
		for (const body of bodies) {
			expect({ body, valid: messagesRequest(body), errors: messagesRequest.errors }).toMatchObject({
				valid: true,
			});
		}
	});
});

describe('every way to authenticate, with Send and Reply', () => {
	const contents: INodeParameters[] = [
		{},
		{ text: '=Привет' },
		{ messageType: 'binary', body: '48656C6C6F', udh: '0605040B8423F0' },
	];
	const ways = ['basic', ...SIGNATURE_METHODS] as const;

	it.each(ways)('of the SMS API: %s', async (way) => {
		const isSigned = way !== 'basic';
		if (isSigned) simulator.account.signatureMethod = way;
		const { apiKey, signatureSecret } = simulator.account;
		for (const content of contents) {
			for (const additional of [{}, { ...smsFields, ttl: 20 }]) {
				await sendAndReply(
					{ ...content, additionalFields: { ...additional, signRequest: isSigned } },
					isSigned ? { signatureSecret, signatureMethod: way } : {},
				);
			}
		}
		expect(simulator.requests).toHaveLength(3 * 2 * 2);
		for (const { body, headers, status } of simulator.requests) {
			const form = Object.fromEntries(new URLSearchParams(body));
			expect({ form, valid: smsRequest(form), errors: smsRequest.errors }).toMatchObject({
				valid: true,
			});
			expect(status).toBe(200);
			expect(headers.authorization?.split(' ')[0]).toBe(isSigned ? undefined : 'Basic');
			expect(form.api_key).toBe(isSigned ? apiKey : undefined);
		}
		// The simulator checks the signature.
		expect(simulator.sent).toHaveLength(3 * 2 * 2);
	});

	it.each(['basic', 'JWT'])('of the Messages API: %s', async (way) => {
		const application = {
			applicationId: simulator.applications[0]?.id ?? '',
			privateKey: simulator.privateKey,
		};
		for (const text of ['Hello', '=Привет']) {
			for (const additional of [{}, { ...fields, ttl: 20 }]) {
				await sendAndReply(
					{ api: 'messages', text, additionalFields: additional },
					way === 'JWT' ? application : {},
				);
			}
		}
		expect(simulator.sent).toHaveLength(2 * 2 * 2);
		for (const { body, headers } of simulator.requests) {
			const json: unknown = JSON.parse(body);
			expect({ json, valid: messagesRequest(json), errors: messagesRequest.errors }).toMatchObject({
				valid: true,
			});
			expect(headers.authorization).toMatch(way === 'JWT' ? /^Bearer / : /^Basic /);
		}
	});
});

describe('a value returned by an expression is checked before anything is sent', () => {
	it.each<[string, unknown, INodeParameters]>([
		['ttl', 19, {}],
		['ttl', 604_801, {}],
		['ttl', 1800.5, {}],
		['ttl', 'soon', {}],
		['ttl', 299, { api: 'messages', channel: 'mms' }],
		['ttl', 259_201, { api: 'messages', channel: 'mms' }],
		['protocolId', 256, {}],
		['protocolId', -1, {}],
		['protocolId', 1.5, {}],
		['messageClass', 4, {}],
		['clientRef', 'x'.repeat(101), {}],
		['callbackUrl', 'example.com', {}],
	])('%s: %p', async (name, value, parameters) => {
		const { error } = await send(
			{ ...parameters, additionalFields: { [name]: '={{ $json.value }}' } },
			[{ value } as IDataObject],
		);
		expect(error?.message).toMatch(/^'[A-Z][A-Za-z ]+' (is|has|isn't) /);
		expect(simulator.requests).toHaveLength(0);
	});

	it('a binary message of more than 140 bytes with its header', async () => {
		const binary = { messageType: 'binary', udh: '0605040B8423F0' };
		const { error } = await send({ ...binary, body: '00'.repeat(134) });
		expect(error?.message).toContain('together have 141 bytes');
		expect(simulator.requests).toHaveLength(0);
		await send({ ...binary, body: '00'.repeat(133) });
		expect(simulator.sent).toHaveLength(1);
	});
});

describe('an MMS', () => {
	const mms = { api: 'messages', channel: 'mms', to: '+14155550101' };
	const bodyOf = async (parameters: INodeParameters) => {
		const { error, items } = await send({ ...mms, ...parameters });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ status: 'submitted', encoding: 'mms', segments: 1 });
		return JSON.parse(String(simulator.requests[0]?.body));
	};

	it.each([
		['image', 'https://example.com/menu.PNG?v=2'],
		['vcard', 'https://example.com/ann.vcf'],
		['audio', 'https://example.com/hello.mp3'],
		['video', 'https://example.com/tour.mp4'],
		['file', 'https://example.com/menu.pdf'],
	])('with one %s', async (type, url) => {
		expect(await bodyOf({ mediaUrls: url, caption: 'Today' })).toMatchObject({
			channel: 'mms',
			message_type: type,
			[type]: { url, caption: 'Hello\nToday' },
		});
	});

	it('with several files', async () => {
		const urls = ['https://example.com/a,b.png', 'https://example.com/c.vcf'];
		expect(await bodyOf({ mediaUrls: urls.join(', ') })).toMatchObject({
			message_type: 'content',
			content: [
				{ type: 'image', url: urls[0], caption: 'Hello' },
				{ type: 'vcard', url: urls[1] },
			],
		});
	});

	it('with only text, and with an SMS if it fails', async () => {
		expect(await bodyOf({ additionalFields: { failoverToSms: true } })).toMatchObject({
			message_type: 'text',
			text: 'Hello',
			failover: [
				{
					...{ channel: 'sms', message_type: 'text', text: 'Hello' },
					...{ from: '14155550100', to: '14155550101' },
				},
			],
		});
	});

	it('is followed by the SMS if it fails, whose receipts have the reference of the MMS', async () => {
		const receiver = await startReceiver();
		simulator.settings.timeScale = 0.001;
		simulator.failMms('14155550101', '1380');
		const { items } = await send({
			...mms,
			mediaUrls: 'https://example.com/gone.png',
			additionalFields: { failoverToSms: true, clientRef: 'order 7', callbackUrl: receiver.url },
		});
		await simulator.idle();
		// First, because Jest waits for a server that's still open if something fails.
		await receiver.close();
		const [picture, sms] = simulator.sent;
		expect(items[0]?.json).toMatchObject({ id: picture?.ids[0], status: 'submitted' });
		expect(simulator.sent).toMatchObject([
			{ channel: 'mms', parts: 1 },
			{ channel: 'sms', text: 'Hello', from: '14155550100', to: '14155550101' },
		]);
		const statuses = receiver.received.map(({ body }) => JSON.parse(body));
		const reference = { client_ref: 'order 7' };
		expect(statuses).toHaveLength(3);
		expect(statuses).toContainEqual(
			expect.objectContaining({
				...{ ...reference, message_uuid: picture?.ids[0], channel: 'mms', status: 'rejected' },
				error: expect.objectContaining({ title: '1380' }),
				workflow: expect.objectContaining({ items_number: '1', items_total: '2' }),
			}),
		);
		expect(statuses).toContainEqual(
			expect.objectContaining({
				...{ ...reference, message_uuid: sms?.ids[0], channel: 'sms', status: 'delivered' },
				workflow: expect.objectContaining({ items_number: '2', items_total: '2' }),
			}),
		);
	});

	it.each([
		[{ text: '', mediaUrls: '' }, "'Text' and 'Media URLs' are empty"],
		[{ mediaUrls: 'menu.png' }, "'Media URLs' contains an invalid URL (menu.png)"],
	])('is rejected before it is sent: %p', async (parameters, message) => {
		const { error } = await send({ ...mms, ...parameters });
		expect(error?.message).toContain(message);
		expect(simulator.requests).toHaveLength(0);
	});
});
