import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, runNode } from './runNode';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ settings: { receipts: false } });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

/** An item of the Vonage SMS Trigger. */
const received: IDataObject = {
	event: 'message',
	id: '0C000000538BA945',
	from: '+14155550100',
	to: '+447700900001',
	text: 'Hi',
	optOut: false,
};

/** A reply as configured in a new node: only the text is filled in. */
const reply = async (item: IDataObject, parameters: INodeParameters = {}) =>
	await runNode({
		parameters: { resource: 'message', operation: 'reply', text: 'Thanks!', ...parameters },
		items: [item],
		credential: credentialFor(simulator),
	});

describe('replying', () => {
	it('goes to the sender of the message, from the number that it was sent to', async () => {
		const { items, error } = await reply(received);
		expect(error).toBeUndefined();
		expect(simulator.sent[0]).toMatchObject({ from: '447700900001', to: '14155550100' });
		expect(items[0]?.json).toMatchObject({ from: '+447700900001', to: '+14155550100' });
	});

	it('goes there as well if the fields were emptied', async () => {
		await reply(received, { from: { __rl: true, mode: 'list', value: '' }, to: '' });
		expect(simulator.sent[0]).toMatchObject({ from: '447700900001', to: '14155550100' });
	});

	it('can have the id of the message as client reference, so that the receipt leads back to it', async () => {
		const { items } = await reply(received, { additionalFields: { clientRef: '={{ $json.id }}' } });
		expect(simulator.sent[0]?.clientRef).toBe(received.id);
		expect(items[0]?.json.clientRef).toBe(received.id);
	});

	it('rejects a sender that is a name', async () => {
		const { error } = await reply({ ...received, from: 'VONAGETEST' });
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^'To' is an alphanumeric sender ID \(VONAGETEST\), .* can't receive replies/,
			),
		});
		expect(simulator.requests).toHaveLength(0);
	});

	it('rejects a sender that is a short code', async () => {
		const { error } = await reply({ ...received, from: '60777' });
		expect(error?.message).toMatch(/^'To' is a short code \(60777\)\. ./);
	});

	it('says where to look if the item has no sender', async () => {
		const { error } = await reply({ answer: 42 });
		expect(error?.message).toMatch(/^'(From|To)' is empty\. ./);
	});
});

describe('an opt-out', () => {
	const stop = { ...received, text: 'STOP', optOut: true };

	it('is skipped on request, and the output says so', async () => {
		const { items } = await reply(stop, { options: { respectOptOut: 'item' } });
		expect(simulator.requests).toHaveLength(0);
		expect(items).toEqual([
			{
				json: expect.objectContaining({
					status: 'skipped',
					reason: 'The sender of this message has opted out',
					id: null,
					to: '+14155550100',
				}),
				pairedItem: { item: 0 },
			},
		]);
	});

	it('is skipped before the rest of the item is read, even if its sender is a short code', async () => {
		const { items, error } = await reply(
			{ ...stop, from: '60777' },
			{ options: { respectOptOut: 'item' }, text: "={{ '' }}" },
		);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ status: 'skipped', to: '60777', from: received.to });
	});

	it('is answered by default, because a confirmation may be required', async () => {
		await reply(stop);
		expect(simulator.sent).toHaveLength(1);
	});

	it('does not prevent replies to others', async () => {
		await reply(received, { options: { respectOptOut: 'item' } });
		expect(simulator.sent).toHaveLength(1);
	});
});
