import type { INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ settings: { receipts: false } });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

const send = async (parameters: INodeParameters = {}) =>
	await runNode({
		parameters: { ...message, ...parameters },
		credential: credentialFor(simulator),
	});

const sentForm = (): Record<string, string> =>
	Object.fromEntries(new URLSearchParams(simulator.requests.at(-1)?.body));

describe('sending through the SMS API', () => {
	it("returns one flat item with everything from Vonage's response, paired to its input", async () => {
		const { items, error } = await send({ additionalFields: { clientRef: 'order-1' } });
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: {
					id: simulator.sent[0]?.ids[0],
					ids: simulator.sent[0]?.ids,
					to: '+447700900123',
					from: '+447700900001',
					api: 'sms',
					status: 'submitted',
					segments: 1,
					segmentsSaved: 0,
					encoding: 'GSM-7',
					price: 0.0333,
					currency: 'EUR',
					remainingBalance: 10.2467,
					network: '23410',
					clientRef: 'order-1',
					reason: null,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it("puts first what the editor's table has room for", async () => {
		const { items } = await send();
		expect(Object.keys(items[0]?.json ?? {}).slice(0, 5)).toEqual([
			...['id', 'to', 'status', 'segments', 'price'],
		]);
	});

	it('sends plain text as a form, with key and secret only in the Authorization header', async () => {
		await send();
		expect(sentForm()).toEqual({
			from: '447700900001',
			to: '447700900123',
			text: 'Hello',
			type: 'text',
		});
		const { apiKey, apiSecret } = simulator.account;
		expect(simulator.requests[0]?.headers).toMatchObject({
			'content-type': 'application/x-www-form-urlencoded',
			authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
		});
	});

	it('sends a text with an emoji as Unicode, so that it arrives intact', async () => {
		const { items } = await send({ text: 'See you 👋' });
		expect(simulator.sent[0]).toMatchObject({ type: 'unicode', text: 'See you 👋' });
		expect(items[0]?.json).toMatchObject({ encoding: 'UCS-2', segments: 1 });
	});

	it('sums up a long message: all IDs, the total price, and the final balance', async () => {
		const { items } = await send({ text: 'x'.repeat(400) });
		const ids = simulator.sent[0]?.ids ?? [];
		expect(ids).toHaveLength(3);
		expect(items[0]?.json).toMatchObject({
			id: ids[0],
			ids,
			segments: 3,
			price: 0.0999,
			remainingBalance: 10.1801,
		});
	});

	it("passes on every additional field under Vonage's name", async () => {
		await send({
			additionalFields: {
				accountRef: 'shop',
				callbackUrl: 'https://example.com/receipts',
				clientRef: 'order-1',
				contentId: 'c1',
				entityId: 'e1',
				messageClass: 0,
				poolId: 'p1',
				protocolId: 64,
				statusReport: true,
				trustedNumber: true,
				ttl: 3600,
			},
		});
		expect(sentForm()).toMatchObject({
			'account-ref': 'shop',
			callback: 'https://example.com/receipts',
			'client-ref': 'order-1',
			'content-id': 'c1',
			'entity-id': 'e1',
			'message-class': '0',
			'pool-id': 'p1',
			'protocol-id': '64',
			'status-report-req': 'true',
			'trusted-number': 'true',
			ttl: '3600000',
		});
	});

	it('sends binary messages with their header', async () => {
		const { items } = await send({
			messageType: 'binary',
			body: '48 65 6C 6C 6F',
			udh: '0605040B8423F0',
		});
		expect(sentForm()).toMatchObject({ type: 'binary', body: '48656C6C6F', udh: '0605040B8423F0' });
		expect(sentForm()).not.toHaveProperty('text');
		expect(items[0]?.json).toMatchObject({ status: 'submitted', encoding: 'binary', segments: 1 });
	});

	it.each(['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const)(
		'signs with the signature secret on request (%s), without sending the API secret',
		async (method) => {
			simulator.account.signatureMethod = method;
			const { signatureSecret, apiSecret } = simulator.account;
			const { items, error } = await runNode({
				parameters: { ...message, text: 'a & b = ü?', additionalFields: { signRequest: true } },
				credential: credentialFor(simulator, { signatureSecret, signatureMethod: method }),
			});
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({ status: 'submitted' });
			expect(simulator.requests[0]?.headers).not.toHaveProperty('authorization');
			expect(JSON.stringify(simulator.requests[0])).not.toContain(apiSecret);
		},
	);

	it('explains that signing requires a signature secret in the credential', async () => {
		const { error } = await send({ additionalFields: { signRequest: true } });
		expect(error).toMatchObject({
			message: expect.stringContaining(
				"'Sign With Signature Secret' is on, but the credential has",
			),
		});
		expect(simulator.requests).toHaveLength(0);
	});
});

describe('sender and recipient', () => {
	it.each([
		['+44 7700 900123', '447700900123'],
		['0044 7700 900123', '447700900123'],
		['44-7700-900123', '447700900123'],
		['+1 (415) 555-0100', '14155550100'],
	])('accepts %s', async (to, wanted) => {
		const { items } = await send({ to });
		expect(simulator.sent[0]?.to).toBe(wanted);
		expect(items[0]?.json.to).toBe(`+${wanted}`);
	});

	it('accepts a phone number that an expression returns as a number', async () => {
		await send({ to: '={{ 447700900123 }}' });
		expect(simulator.sent[0]?.to).toBe('447700900123');
	});

	it('accepts national numbers of the default country', async () => {
		await send({ to: '07700 900123', options: { defaultCountry: 'GB' } });
		expect(simulator.sent[0]?.to).toBe('447700900123');
	});

	it.each([
		["={{ '' }}", "'To' is empty. Enter the recipient's phone number"],
		['07700 900123', "'To' isn't a valid phone number (07700 900123): it doesn't start with a"],
		['ACME', "'To' is an alphanumeric sender ID (ACME), not a phone number. Enter"],
		['12345', "'To' is a short code (12345). Vonage sends only to phone numbers"],
		['+44 7700', "'To' isn't a valid phone number (+44 7700): it has too few digits"],
		['+44770090012345678', "'To' isn't a valid phone number (+44770090012345678): it has too many"],
		['+44\u200B77\u00009', "'To' isn't a valid phone number (+44[U+200B]77[U+0000]9): it contains"],
		[
			'447700900123, 447700900124',
			"'To' contains several phone numbers (447700900123, 447700900124)",
		],
	])('rejects the recipient %j before anything is sent', async (to, wanted) => {
		const { error } = await send({ to });
		expect(error?.message).toContain(wanted);
		expect(simulator.requests).toHaveLength(0);
	});

	it.each([
		['ACME', 'ACME', 'ACME'],
		['+44 7700 900001', '447700900001', '+447700900001'],
		['447700900001', '447700900001', '+447700900001'],
		['12345', '12345', '12345'],
	])('accepts the sender %s', async (from, wire, shown) => {
		const { items } = await send({ from: { __rl: true, mode: 'name', value: from } });
		expect(simulator.sent[0]?.from).toBe(wire);
		expect(items[0]?.json.from).toBe(shown);
	});

	it('accepts a sender as plain text, as in workflows generated by tools and other programs', async () => {
		await send({ from: '447700900001' });
		expect(simulator.sent[0]?.from).toBe('447700900001');
	});
});

describe('the text', () => {
	it('is rejected if it would need more SMS than allowed, before it costs anything', async () => {
		const { error } = await send({ text: '👋'.repeat(50), options: { maxSegments: 1 } });
		expect(error?.message).toContain(
			"'Text' would be sent as 2 SMS, but 'Maximum Segments' allows 1",
		);
		expect(simulator.requests).toHaveLength(0);
	});

	it('is sent with plain characters, and the item shows the saving, if smart encoding is on', async () => {
		const text = `“${'a'.repeat(100)}”`;
		const { items } = await send({ text, options: { smartEncoding: true } });
		expect(simulator.sent[0]).toMatchObject({ type: 'text', text: `"${'a'.repeat(100)}"` });
		expect(items[0]?.json).toMatchObject({ segments: 1, segmentsSaved: 1, encoding: 'GSM-7' });
	});

	it('is rejected in GSM-7 if it does not fit, naming code points but not the text', async () => {
		const { error } = await runNode({
			parameters: { ...message, text: '={{ $json.text }}', options: { encoding: 'gsm7' } },
			items: [{ text: 'secret 👋' }],
			credential: credentialFor(simulator),
		});
		expect(error).toMatchObject({
			message: expect.stringContaining("characters that GSM-7 doesn't have (U+1F44B)"),
		});
		expect(JSON.stringify(error)).not.toContain('secret');
		expect(simulator.requests).toHaveLength(0);
	});

	it('is sent as Unicode if Unicode is selected', async () => {
		await send({ options: { encoding: 'unicode' } });
		expect(simulator.sent[0]?.type).toBe('unicode');
	});

	it.each([
		["={{ '' }}", "'Text' is empty"],
		['x'.repeat(3201), "'Text' has 3,201 characters"],
	])('is rejected if it is empty or too long', async (text, wanted) => {
		expect((await send({ text })).error?.message).toContain(wanted);
		expect(simulator.requests).toHaveLength(0);
	});

	it('of binary messages must be hexadecimal', async () => {
		const { error } = await send({ messageType: 'binary', body: 'Hello', udh: '' });
		expect(error?.message).toContain("'Body' isn't hexadecimal");
	});
});

describe('the delivery receipt URL', () => {
	it('is rejected if it is too long for the SMS API', async () => {
		const callbackUrl = `https://example.com/${'x'.repeat(100)}`;
		const { error } = await send({ additionalFields: { callbackUrl } });
		expect(error?.message).toContain("'Delivery Receipt URL' has 120 characters");
		expect(simulator.requests).toHaveLength(0);
	});
});
