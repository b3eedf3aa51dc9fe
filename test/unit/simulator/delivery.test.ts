import { startSimulator } from '../../simulator';
import type { InboundDelivery, Simulator } from '../../simulator';
import { startReceiver } from './webhookReceiver';
import type { WebhookReceiver } from './webhookReceiver';

describe('delivery of a webhook', () => {
	let simulator: Simulator;
	let receiver: WebhookReceiver;

	beforeAll(async () => {
		simulator = await startSimulator({ settings: { timeScale: 0.0001 } });
	});
	beforeEach(async () => {
		await simulator.reset();
		receiver = await startReceiver();
		simulator.account.moCallBackUrl = receiver.url;
	});
	afterEach(() => receiver.close());
	afterAll(() => simulator.close());

	const type = (): Promise<InboundDelivery> =>
		simulator.sendInbound({
			from: '447700900123',
			to: '447700900001',
			content: { text: 'Hello' },
			signed: true,
		});
	const statuses = ({ deliveries }: InboundDelivery): (number | string)[] =>
		deliveries.flatMap(({ attempts }) =>
			attempts.map(({ answer }) => (answer.kind === 'answered' ? answer.status : answer.reason)),
		);

	it('is retried after 429 and 5xx, with the same bytes, until it is acknowledged', async () => {
		receiver.answers = [503, 429, 500];
		const inbound = await type();
		expect(await inbound.acknowledged).toBe(true);
		expect(statuses(inbound)).toEqual([503, 429, 500, 200]);
		expect(new Set(receiver.received.map(({ query }) => JSON.stringify(query))).size).toBe(1);
	});

	it('waits longer each time', async () => {
		simulator.settings.timeScale = 0.01;
		receiver.answers = [503, 503, 503];
		const inbound = await type();
		await inbound.acknowledged;
		const times = inbound.deliveries[0]?.attempts.map(({ at }) => Date.parse(at)) ?? [];
		const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
		for (const [index, least] of [50, 100, 200].entries()) {
			expect(waits[index]).toBeGreaterThanOrEqual(least - 5);
		}
	});

	it('reaches an n8n that was down once it is up again', async () => {
		simulator.settings.n8n = 'down';
		const inbound = await type();
		expect(receiver.received).toHaveLength(0);
		simulator.settings.n8n = 'up';
		expect(await inbound.acknowledged).toBe(true);
		expect(statuses(inbound)[0]).toBe('n8n cannot be reached');
		expect(receiver.received).toHaveLength(1);
	});

	it('reaches a slow n8n, and arrives again', async () => {
		simulator.settings.n8n = 'slow';
		const inbound = await type();
		expect(receiver.received.length).toBeGreaterThan(0);
		simulator.settings.n8n = 'up';
		expect(await inbound.acknowledged).toBe(true);
		expect(statuses(inbound)[0]).toBe('no answer within 15000 ms');
		expect(receiver.received.length).toBeGreaterThan(1);
	});

	it('is not retried after 401', async () => {
		receiver.answers = [401];
		const inbound = await type();
		expect(await inbound.acknowledged).toBe(false);
		expect(inbound.deliveries[0]?.state).toBe('refused');
	});

	it('is retried after 401 under the older rule', async () => {
		simulator.settings.retryRule = 'anyNon2xx';
		receiver.answers = [401];
		const inbound = await type();
		expect(await inbound.acknowledged).toBe(true);
	});

	it('is retried if there is no response in time', async () => {
		simulator.settings.timeouts.response = 250;
		receiver.answers = ['hang'];
		const inbound = await type();
		// A busy machine may not have read the first by then, and may take longer for the second.
		receiver.answers = [];
		simulator.settings.timeouts.response = 15_000;
		expect(await inbound.acknowledged).toBe(true);
		expect(statuses(inbound)).toEqual(['no answer within 250 ms', 200]);
	});

	it('is retried if nothing is listening', async () => {
		simulator.account.moCallBackUrl = 'http://127.0.0.1:1/';
		const inbound = await type();
		expect(inbound.deliveries[0]?.state).toBe('pending');
		expect(statuses(inbound)[0]).toContain('ECONNREFUSED');
		inbound.cancel();
		expect(await inbound.acknowledged).toBe(false);
	});

	it('expires after a day', async () => {
		simulator.settings.timeScale = 0;
		simulator.account.moCallBackUrl = 'http://127.0.0.1:1/';
		const inbound = await type();
		expect(await inbound.acknowledged).toBe(false);
		expect(inbound.deliveries[0]?.state).toBe('expired');
		expect(inbound.deliveries[0]?.attempts.length).toBeGreaterThan(90);
	});

	it('can be canceled', async () => {
		simulator.settings.timeScale = 1;
		receiver.answers = [503];
		const inbound = await type();
		inbound.cancel();
		expect(await inbound.deliveries[0]?.settled).toBe('cancelled');
	});
});
