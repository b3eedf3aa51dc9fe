import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { signParameters } from '../../simulator/webhooks/signing';
import { call, callJson } from './account';
import { startReceiver } from './webhookReceiver';
import type { WebhookReceiver } from './webhookReceiver';

const good = { from: '447700900001', to: '447700900123', text: 'x'.repeat(161) };

// Published only as ES modules.
const jose = import('jose');

describe('the delivery of a sent message', () => {
	let simulator: Simulator;
	let receiver: WebhookReceiver;

	beforeAll(async () => {
		simulator = await startSimulator({ settings: { timeScale: 0.001 } });
	});
	beforeEach(async () => {
		await simulator.reset();
		receiver = await startReceiver();
		simulator.account.drCallBackUrl = receiver.url;
	});
	afterEach(() => receiver.close());
	afterAll(() => simulator.close());

	const queries = (): Record<string, string>[] => receiver.received.map(({ query }) => query);

	it('is reported as accepted and then as delivered, once per part', async () => {
		await call(simulator, '/sms/json', { ...good, 'client-ref': 'mine' });
		await simulator.idle();
		expect(queries().map(({ status }) => status)).toEqual([
			'accepted',
			'accepted',
			'delivered',
			'delivered',
		]);
		expect(queries()[0]).toEqual({
			msisdn: '447700900123',
			to: '447700900001',
			'network-code': '23410',
			messageId: expect.any(String),
			price: '0.03330000',
			status: 'accepted',
			scts: expect.stringMatching(/^\d{10}$/),
			'err-code': '0',
			'api-key': 'abcd1234',
			'client-ref': 'mine',
			'message-timestamp': expect.any(String),
		});
		const reported = new Set(queries().map(({ messageId }) => messageId));
		expect(reported).toEqual(new Set(simulator.sent[0]?.ids));
	});

	it('fails for the recipients for which a failure is planned', async () => {
		simulator.planReceipts(good.to, [{ status: 'failed', errCode: '9' }]);
		await call(simulator, '/sms/json', { ...good, text: 'Hello' });
		await simulator.idle();
		expect(queries()).toMatchObject([{ status: 'failed', 'err-code': '9' }]);
	});

	it('goes to the callback of the message before the URL of the account', async () => {
		const own = await startReceiver();
		await call(simulator, '/sms/json', { ...good, text: 'Hello', callback: own.url });
		await simulator.idle();
		expect([own.received.length, receiver.received.length]).toEqual([2, 0]);
		await own.close();
	});

	it('is not reported if neither the message nor the account has a URL for it', async () => {
		simulator.account.drCallBackUrl = '';
		await call(simulator, '/sms/json', { ...good, text: 'Hello' });
		await simulator.idle();
		const log = await fetch(`${simulator.url}/simulator/api/log`);
		const { entries }: { entries: { event: unknown }[] } = JSON.parse(await log.text());
		expect(entries.map(({ event }) => event)).toContainEqual({
			type: 'unreported',
			ids: simulator.sent[0]?.ids,
		});
	});

	it('is signed if inbound signing is on', async () => {
		simulator.account.signInbound = true;
		await call(simulator, '/sms/json', good);
		await simulator.idle();
		const [receipt = {}] = queries();
		const { signatureSecret } = simulator.account;
		expect(receipt.sig).toBe(signParameters(receipt, signatureSecret, 'md5hash'));
	});

	it('is reported by the Messages API as signed JSON', async () => {
		simulator.planReceipts(good.to, [{ status: 'accepted' }, { status: 'failed', errCode: '11' }]);
		const { text, ...numbers } = good;
		await callJson(simulator, '/v1/messages', {
			...numbers,
			text,
			message_type: 'text',
			channel: 'sms',
			client_ref: 'mine',
		});
		await simulator.idle();
		const bodies: unknown[] = receiver.received.map(({ body }) => JSON.parse(body));
		expect(bodies).toMatchObject([
			{ status: 'submitted', channel: 'sms', client_ref: 'mine', sms: { count_total: '2' } },
			{ status: 'undeliverable', error: { title: '1250' } },
		]);
		const bearer = receiver.received[0]?.headers.authorization?.replace('Bearer ', '') ?? '';
		const secret = Buffer.from(simulator.account.signatureSecret);
		expect((await (await jose).jwtVerify(bearer, secret)).payload).toMatchObject({ iss: 'Vonage' });
	});
});
