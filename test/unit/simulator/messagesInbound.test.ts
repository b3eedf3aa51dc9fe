import { createHash } from 'node:crypto';
import { startSimulator } from '../../simulator';
import type { InboundDelivery, Simulator, TypedSms } from '../../simulator';
import { startReceiver } from './webhookReceiver';
import type { WebhookReceiver } from './webhookReceiver';

// Published only as ES modules.
const jose = import('jose');

describe('an inbound SMS through the Messages API', () => {
	let simulator: Simulator;
	let receiver: WebhookReceiver;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	beforeEach(async () => {
		await simulator.reset();
		receiver = await startReceiver();
		simulator.account.smsSetting = 'messages';
		const [number] = simulator.numbers;
		const [application] = simulator.applications;
		if (number) number.app_id = application?.id;
		if (application) {
			const inbound = { address: receiver.url, http_method: 'POST' };
			application.capabilities.messages = { version: 'v1', webhooks: { inbound_url: inbound } };
		}
	});
	afterEach(() => receiver.close());
	afterAll(() => simulator.close());

	const type = (change: Partial<TypedSms> = {}): Promise<InboundDelivery> =>
		simulator.sendInbound({
			from: '447700900123',
			to: '447700900001',
			content: { text: `Hello ${'😀'.repeat(50)}` },
			...change,
		});
	const body = (): string => receiver.received[0]?.body ?? '';
	const bearer = (): string =>
		receiver.received[0]?.headers.authorization?.replace('Bearer ', '') ?? '';

	it('arrives as a whole, as JSON by POST, with the number of its SMS', async () => {
		await type();
		expect(receiver.received).toHaveLength(1);
		expect(JSON.parse(body())).toMatchObject({
			channel: 'sms',
			message_type: 'text',
			message_uuid: expect.any(String),
			from: '447700900123',
			to: '447700900001',
			text: `Hello ${'😀'.repeat(50)}`,
			timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
			sms: { num_messages: '2', keyword: 'HELLO' },
		});
	});

	it('has a signature over its body, made with the signature secret', async () => {
		await type();
		const secret = Buffer.from(simulator.account.signatureSecret);
		const { payload } = await (await jose).jwtVerify(bearer(), secret);
		expect(payload).toMatchObject({
			payload_hash: createHash('sha256').update(body()).digest('hex'),
			api_key: 'abcd1234',
			application_id: simulator.applications[0]?.id,
		});
	});

	it('can be unsigned, or changed after signing', async () => {
		await type({ signed: false });
		expect(bearer()).toBe('');
		await type({ forgedFields: { text: 'forged' } });
		expect(receiver.received[1]?.body).toContain('"text":"forged"');
	});

	it('ignores the URL of the number', async () => {
		const [number] = simulator.numbers;
		if (number) number.moHttpUrl = 'http://127.0.0.1:1/';
		await type();
		expect(receiver.received).toHaveLength(1);
	});

	it('goes to the URL of the account for a number without an application', async () => {
		const account = await startReceiver();
		simulator.account.moCallBackUrl = account.url;
		await type({ to: '14155550100' });
		expect([account.received.length, receiver.received.length]).toEqual([1, 0]);
		await account.close();
	});

	it('has the older format for applications of version v0.1', async () => {
		const messages = simulator.applications[0]?.capabilities.messages;
		if (messages) messages.version = 'v0.1';
		await type({ content: { text: 'Hello' } });
		expect(JSON.parse(body())).toMatchObject({
			from: { type: 'sms', number: '447700900123' },
			message: { content: { type: 'text', text: 'Hello' } },
		});
	});

	it('rejects binary messages, which Vonage does not document', async () => {
		await expect(type({ content: { data: '00' } })).rejects.toThrow('Binary');
	});
});
