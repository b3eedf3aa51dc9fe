import { startSimulator } from '../../simulator';
import type { Simulator, TypedSms } from '../../simulator';
import { signParameters, signatureMethods } from '../../simulator/webhooks/signing';
import { startReceiver } from './webhookReceiver';
import type { WebhookReceiver } from './webhookReceiver';

const twoParts = 'x'.repeat(161);
const threeParts = `${'a'.repeat(153)}${'b'.repeat(153)}c`;

describe('an inbound SMS through the SMS API', () => {
	let simulator: Simulator;
	let receiver: WebhookReceiver;

	beforeAll(async () => {
		simulator = await startSimulator({ settings: { timeScale: 0.001 } });
	});
	beforeEach(async () => {
		await simulator.reset();
		receiver = await startReceiver();
		const [number] = simulator.numbers;
		if (number) number.moHttpUrl = receiver.url;
	});
	afterEach(() => receiver.close());
	afterAll(() => simulator.close());

	const type = (
		sms: Partial<TypedSms> & { text?: string },
	): ReturnType<Simulator['sendInbound']> => {
		const { text = 'Hello & good = bye', ...rest } = sms;
		return simulator.sendInbound({
			from: '+447700900123',
			to: '447700900001',
			content: { text },
			...rest,
		});
	};
	/** Records in the order of their arrival, in any format. */
	const records = (): Record<string, string>[] =>
		receiver.received.map(({ method, query, body }) => {
			if (method === 'GET') return query;
			return body.startsWith('{')
				? JSON.parse(body)
				: Object.fromEntries(new URLSearchParams(body));
		});
	const parts = (): (string | undefined)[] => records().map((record) => record['concat-part']);

	it.each(['GET', 'POST', 'POST-JSON'] as const)('has the same record by %s', async (format) => {
		await type({ format });
		expect(records()).toEqual([
			{
				msisdn: '447700900123',
				to: '447700900001',
				messageId: expect.stringMatching(/^[0-9A-F]{16}$/),
				text: 'Hello & good = bye',
				type: 'text',
				keyword: 'HELLO',
				'api-key': 'abcd1234',
				'message-timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
			},
		]);
	});

	it('has the same user agent as Vonage', async () => {
		await type({});
		expect(receiver.received[0]?.headers['user-agent']).toBe('Vonage/MessagingHUB/v1.0');
	});

	it('can omit the content type of JSON', async () => {
		await type({ format: 'POST-JSON' });
		await type({ format: 'POST-JSON', contentType: 'absent' });
		expect(receiver.received.map(({ headers }) => headers['content-type'])).toEqual([
			'application/json',
			undefined,
		]);
	});

	it('gives each part its own id and keyword, and all the same reference', async () => {
		await type({ text: threeParts });
		const [first, second, third] = records();
		expect(first).toMatchObject({ concat: 'true', 'concat-total': '3', 'concat-part': '1' });
		expect([first, second, third].map((record) => record?.text).join('')).toBe(threeParts);
		expect(second?.['concat-ref']).toBe(first?.['concat-ref']);
		expect(second?.messageId).not.toBe(first?.messageId);
		expect(third?.keyword).toBe('C');
	});

	it('sends half of an emoji as an escape in JSON', async () => {
		await type({ text: `${'ж'.repeat(66)}😀!!!!`, format: 'POST-JSON' });
		expect(receiver.received[0]?.body).toContain('\\ud83d"');
		expect(receiver.received[1]?.body).toContain('"\\ude00!!!!"');
	});

	it.each(['GET', 'POST'] as const)('keeps an emoji whole in %s', async (format) => {
		await type({ text: `${'ж'.repeat(66)}😀!!!!`, format });
		expect(records().map(({ text }) => text)).toEqual(['ж'.repeat(66), '😀!!!!']);
	});

	it('always changes the order when shuffling', async () => {
		for (let time = 0; time < 10; time += 1) await type({ text: twoParts, order: 'shuffled' });
		expect(parts()).toEqual(Array.from({ length: 10 }, () => ['2', '1']).flat());
	});

	it('keeps a requested order, including repeats', async () => {
		await type({ text: threeParts, order: [3, 1, 3, 2] });
		expect(parts()).toEqual(['3', '1', '3', '2']);
		expect(records()[2]).toEqual(records()[0]);
	});

	it('loses parts', async () => {
		await type({ text: threeParts, drop: [2] });
		expect(parts()).toEqual(['1', '3']);
	});

	it('repeats a request byte for byte, and a carrier repeat with a different id', async () => {
		await type({ text: twoParts, repeat: [1], signed: true });
		await type({ text: twoParts, carrierRepeat: [2] });
		expect(parts()).toEqual(['1', '1', '2', '1', '2', '2']);
		const [one, again, , , two, twin] = records();
		expect(again).toEqual(one);
		expect(twin).toMatchObject({ text: two?.text });
		expect(twin?.messageId).not.toBe(two?.messageId);
	});

	it('sends parts at the same moment on request', async () => {
		receiver.answers = ['hang', 'hang', 'hang'];
		const sending = type({ text: threeParts, parallel: true });
		while (receiver.received.length < 3) await new Promise((resolve) => setImmediate(resolve));
		expect(parts().sort()).toEqual(['1', '2', '3']);
		await simulator.reset();
		await sending;
	});

	it.each(signatureMethods)('signs with %s over all fields', async (method) => {
		await type({ signed: method, text: 'ß & = €' });
		const [record = {}] = records();
		expect(record).toMatchObject({ timestamp: expect.any(String), nonce: expect.any(String) });
		const secret = simulator.account.signatureSecret;
		expect(record.sig).toBe(signParameters(record, secret, method));
	});

	it('overrides fields before signing and forges them after', async () => {
		await type({
			signed: 'sha256',
			fields: { keyword: null, extra: '1' },
			forgedFields: { text: 'forged' },
		});
		const [record = {}] = records();
		expect(record).not.toHaveProperty('keyword');
		expect(record).toMatchObject({ text: 'forged', extra: '1' });
		const genuine = { ...record, text: 'Hello & good = bye' };
		const secret = simulator.account.signatureSecret;
		expect(record.sig).toBe(signParameters(genuine, secret, 'sha256'));
	});

	it('omits concat fields for carriers that strip the header', async () => {
		await type({ text: twoParts, concatenated: false });
		expect(records()).toHaveLength(2);
		expect(records()[0]).not.toHaveProperty('concat');
	});

	it('sends binary messages in uppercase hex with their header', async () => {
		await type({ content: { data: 'ea0601ae', udh: '0605040b8423f0' } });
		expect(records()).toMatchObject([
			{ type: 'binary', text: 'Binary message', data: 'EA0601AE', udh: '0605040B8423F0' },
		]);
	});

	it('splits long binary messages, with a header that counts the parts and keeps the ports', async () => {
		await type({ content: { data: '00'.repeat(200), udh: '0605040b8423f0' } });
		const reference = Number(records()[0]?.['concat-ref'])
			.toString(16)
			.padStart(2, '0')
			.toUpperCase();
		expect(records().map(({ udh }) => udh)).toEqual([
			`0B0003${reference}02010504${'0B8423F0'}`,
			`0B0003${reference}02020504${'0B8423F0'}`,
		]);
		expect(records().map(({ data }) => (data?.length ?? 0) / 2)).toEqual([128, 72]);
	});

	it('accepts sender IDs', async () => {
		await type({ from: 'ACME' });
		expect(records()).toMatchObject([{ msisdn: 'ACME' }]);
	});

	it('prefers the URL of the number to that of the account', async () => {
		const account = await startReceiver();
		simulator.account.moCallBackUrl = account.url;
		await type({});
		delete simulator.numbers[0]?.moHttpUrl;
		await type({});
		expect([receiver.received.length, account.received.length]).toEqual([1, 1]);
		await account.close();
	});

	it('calls nothing without a URL', async () => {
		delete simulator.numbers[0]?.moHttpUrl;
		expect((await type({})).deliveries).toEqual([]);
	});

	it.each([
		['4930123456', "doesn't support SMS"],
		['447700900099', 'has no number'],
	])('rejects an SMS to %s', async (to, reason) => {
		await expect(type({ to })).rejects.toThrow(reason);
	});
});
