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
	it('are paced to 30 a second when nothing is said, which Vonage hardly ever has to throttle', async () => {
		simulator.settings.limits = 'real';
		const { error } = await sendTo(Array.from({ length: 45 }, (_, n) => recipient(n)));
		expect(error).toBeUndefined();
		expect(simulator.sent).toHaveLength(45);
		// A busy machine may squeeze a 31st request into one second; without pacing it would be 15.
		expect(simulator.requests.length).toBeLessThanOrEqual(47);
	});

	it('are paced as the option says, in the order of the items', async () => {
		await sendTo([1, 2, 3].map(recipient), 5);
		expect(simulator.sent.map(({ text }) => text)).toEqual(['0', '1', '2']);
		const times = simulator.requests.map(({ at }) => Date.parse(at));
		expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(395);
	});

	it('are sent by the thousand, in order, a few at a time, each paired to its input', async () => {
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

	it('to one recipient arrive in their order, even when one of them is throttled', async () => {
		simulator.failSend({ status: '1', errorText: 'please wait [ 50 ]' });
		await sendTo(
			Array.from({ length: 20 }, () => recipient(1)),
			1000,
		);
		expect(simulator.sent.map(({ text }) => Number(text))).toEqual([...Array(20).keys()]);
	});
});
