import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ account: { balance: 1000 }, settings: { receipts: false } });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

const recipient = (n: number): string => `4477009${String(n).padStart(5, '0')}`;
const sendTo = async (recipients: string[], batching?: number) =>
	await runNode({
		parameters: {
			...message,
			to: '={{ $json.to }}',
			text: '={{ $json.text }}',
			options: batching === undefined ? {} : { batching },
		},
		items: recipients.map((to, n) => ({ to, text: String(n) })),
		credential: credentialFor(simulator),
	});

describe('many items', () => {
	it('are paced to 30 per second by default', async () => {
		simulator.settings.limits = 'real';
		const start = performance.now();
		const { error } = await sendTo(Array.from({ length: 45 }, (_, n) => recipient(n)));
		// From before the first to after the last. On a busy machine, requests bunch up on their way, and Vonage may
		// throttle some; without pacing it throttles a third, and all are sent after little more than a second.
		expect(performance.now() - start).toBeGreaterThanOrEqual(44 * 35);
		expect(error).toBeUndefined();
		expect(simulator.sent).toHaveLength(45);
	});

	it('are paced as set in the option, in the order of the items', async () => {
		const start = performance.now();
		await sendTo([1, 2, 3].map(recipient), 5);
		expect(performance.now() - start).toBeGreaterThanOrEqual(2 * 210);
		expect(simulator.sent.map(({ text }) => text)).toEqual(['0', '1', '2']);
	});

	it('are sent in order, a few at a time, each paired to its input, even for a thousand items', async () => {
		const recipients = Array.from({ length: 1000 }, (_, n) => recipient(n));
		const { items } = await sendTo(recipients, 1000);
		expect(items.map(({ json }) => json.to)).toEqual(recipients.map((to) => `+${to}`));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			recipients.map((_, item) => ({ item })),
		);
		const positions = simulator.sent.map(({ text }) => Number(text));
		// Up to ten requests run at the same time, so one can overtake nine others on the network.
		const displaced = positions.map((position, at) => Math.abs(position - at));
		expect(Math.max(...displaced)).toBeLessThan(10);
	});

	it('to one recipient arrive in order, even if one of them is throttled', async () => {
		simulator.failSend({ status: '1', errorText: 'please wait [ 50 ]' });
		await sendTo(
			Array.from({ length: 20 }, () => recipient(1)),
			1000,
		);
		expect(simulator.sent.map(({ text }) => Number(text))).toEqual([...Array(20).keys()]);
	});

	it.each([
		['Basic authorization', {}],
		['a signature', { additionalFields: { signRequest: true } }],
	])('are not sent after the execution was stopped (%s)', async (_, parameters) => {
		// Longer than the pace asks for, so that no message waits for its turn.
		simulator.fail({ endpoint: 'POST /sms/json', times: 5, delay: 200 });
		const firstRequest = async () => {
			while (simulator.requests.length === 0) await new Promise(setImmediate);
		};
		// Resolves when the node has ended.
		await runNode({
			parameters: { ...message, text: '={{ $json.text }}', ...parameters },
			items: [1, 2, 3, 4, 5].map((text) => ({ text })),
			credential: credentialFor(simulator, { signatureSecret: simulator.account.signatureSecret }),
			settings: { onError: 'continueRegularOutput' },
			stopped: firstRequest(),
		});
		expect(simulator.requests).toHaveLength(1);
	});
});
