import type { Keepable } from '../../../nodes/VonageSms/inbound/types';
import { toItem, type MessageItem } from '../../../nodes/VonageSms/items';
import type { Delivery, MessageStore, Reassembler } from '../../../nodes/VonageSms/reassembly';
import { part, reassemblerOn, receipt, SCOPE, whole } from '../../unit/reassembly/builders';
import { describeOnBothStores } from '../../unit/reassembly/stores';

const OPTIONS = { payloadFormat: 'auto', output: 'simplified', escapeFormulas: false } as const;
const LEASE_S = 60;

describeOnBothStores('messages in a row', (place) => {
	const clock = { seconds: 0 };
	let store: MessageStore;
	let subject: Reassembler;
	beforeEach(async () => {
		clock.seconds = 0;
		store = await place().open();
		subject = reassemblerOn(store, clock, { mergeWindow: 10, mergeLimit: 25 });
		await subject.register(SCOPE);
	});

	const receiveAt = async (seconds: number, inbound: Keepable) => {
		clock.seconds = seconds;
		return await subject.receive(SCOPE, inbound);
	};
	const claimAt = async (seconds: number) => {
		clock.seconds = seconds;
		return await subject.claim(SCOPE);
	};
	const itemOf = ({ message }: Delivery) => toItem(message, OPTIONS).json as MessageItem;
	const textsAt = async (seconds: number) =>
		(await claimAt(seconds)).map((delivery) => itemOf(delivery).text);

	it('become one item, with their texts in order, once the sender is quiet', async () => {
		await receiveAt(0, whole('A', 'Hi'));
		await receiveAt(4, whole('B', 'I have a question'));
		await receiveAt(8, whole('C', 'about my order'));
		expect(await claimAt(17)).toEqual([]);
		const [delivery, ...others] = await claimAt(18);
		expect(others).toEqual([]);
		expect(delivery && itemOf(delivery)).toMatchObject({
			id: 'A',
			text: 'Hi\nI have a question\nabout my order',
			chatInput: 'Hi\nI have a question\nabout my order',
			messageIds: ['A', 'B', 'C'],
			complete: true,
			partsTotal: 3,
			partsReceived: 3,
			messages: [
				{ id: 'A', text: 'Hi' },
				{ id: 'B', text: 'I have a question' },
				{ id: 'C', text: 'about my order' },
			],
		});
		await delivery?.confirm();
		expect(await claimAt(1000)).toEqual([]);
	});

	it('wait no longer than the limit, no matter how many follow', async () => {
		for (const second of [0, 8, 16, 24]) await receiveAt(second, whole(`M${second}`, `${second}`));
		expect(await claimAt(24)).toEqual([]);
		expect(await textsAt(25)).toEqual(['0\n8\n16\n24']);
	});

	it('with only one message are an item with one entry', async () => {
		await receiveAt(0, whole('A', 'Hi'));
		const [delivery] = await claimAt(10);
		expect(delivery && itemOf(delivery)).toMatchObject({
			text: 'Hi',
			messages: [{ id: 'A', text: 'Hi' }],
		});
	});

	it('of two senders, or to two numbers, stay apart', async () => {
		await receiveAt(0, whole('A', 'one'));
		await receiveAt(0, whole('B', 'two', { from: '447700900999' }));
		await receiveAt(0, whole('C', 'three', { to: '447700900002' }));
		const first = await claimAt(10);
		expect(first.map((delivery) => itemOf(delivery).text).sort()).toEqual(['one', 'two']);
		for (const delivery of first) await delivery.confirm();
		expect(await textsAt(11)).toEqual(['three']);
	});

	it('may contain long messages, whose parts are joined without a line break', async () => {
		await receiveAt(0, part('A', 1, 'first '));
		await receiveAt(1, whole('C', 'short'));
		await receiveAt(2, part('B', 2, 'second'));
		const [delivery] = await claimAt(12);
		expect(delivery && itemOf(delivery)).toMatchObject({
			text: 'short\nfirst second',
			messageIds: ['C', 'A', 'B'],
			partsTotal: 3,
		});
	});

	it('do not delay receipts, and do not contain them', async () => {
		await receiveAt(0, whole('A', 'Hi'));
		await receiveAt(1, receipt('R', 'delivered'));
		expect((await claimAt(1)).map(({ message }) => message.id)).toEqual(['R']);
		expect(await textsAt(10)).toEqual(['Hi']);
	});

	it('do not change after the first claim: a late message starts the next item after the first has ended', async () => {
		await receiveAt(0, whole('A', 'one'));
		await receiveAt(1, whole('B', 'two'));
		const [first] = await claimAt(11);
		await receiveAt(12, whole('C', 'late'));
		expect(await claimAt(30)).toEqual([]);
		await first?.confirm();
		expect(await textsAt(31)).toEqual(['late']);
	});

	it('have the same content and begin once, even with a crash and late messages', async () => {
		await receiveAt(0, whole('A', 'one'));
		await receiveAt(1, whole('B', 'two'));
		const [first] = await claimAt(11);
		await receiveAt(12, whole('C', 'late'));
		// The process was killed, so the lease isn't renewed, and another takes over.
		subject = reassemblerOn(await place().open(), clock, { mergeWindow: 10, mergeLimit: 25 });
		const [second] = await claimAt(12 + LEASE_S);
		expect(second && itemOf(second)).toMatchObject({ text: 'one\ntwo', messageIds: ['A', 'B'] });
		expect(second?.emission).toBe(first?.emission);
		expect(await subject.begin(second?.ticket ?? '', '1')).toBe(true);
		expect(await subject.begin(first?.ticket ?? '', '2')).toBe(false);
		await second?.confirm();
		expect(await textsAt(100)).toEqual(['late']);
	});

	it('are complete even if the option was turned off between two attempts', async () => {
		await receiveAt(0, whole('A', 'one'));
		await receiveAt(1, whole('B', 'two'));
		await claimAt(11);
		subject = reassemblerOn(store, clock);
		expect(await textsAt(12 + LEASE_S)).toEqual(['one\ntwo']);
	});

	it('are recognized when Vonage sends them again, before the claim and after', async () => {
		const repeated = part('X2', 1, 'long ');
		for (const inbound of [whole('A', 'one'), part('X', 1, 'long '), part('Y', 2, 'text')]) {
			await receiveAt(0, inbound);
		}
		expect(await receiveAt(1, whole('A', 'one'))).toBe('duplicate');
		const [delivery] = await claimAt(10);
		expect(delivery && itemOf(delivery).text).toBe('one\nlong text');
		expect(await receiveAt(11, part('Y', 2, 'text'))).toBe('duplicate');
		expect(await receiveAt(11, repeated)).toBe('duplicate');
		await delivery?.confirm();
		expect(await receiveAt(12, whole('A', 'one'))).toBe('duplicate');
		expect(await receiveAt(12, part('X', 1, 'long '))).toBe('duplicate');
		expect(await claimAt(200)).toEqual([]);
	});

	it('leave no text in the store after the end', async () => {
		await receiveAt(0, whole('A', 'one'));
		await receiveAt(1, whole('B', 'secret words'));
		for (const delivery of await claimAt(11)) await delivery.confirm();
		const left = [
			await store.database.all('SELECT body FROM part WHERE body IS NOT NULL'),
			await store.database.all('SELECT * FROM joined_part'),
		];
		expect(left).toEqual([[], []]);
	});

	it('leave binary messages and everything after them to the next item', async () => {
		await receiveAt(0, whole('A', 'one'));
		await receiveAt(1, whole('B', '', { type: 'binary', text: null, data: '0001' }));
		await receiveAt(2, whole('C', 'three'));
		const [first] = await claimAt(12);
		expect(first && itemOf(first).text).toBe('one');
		await first?.confirm();
		const [second] = await claimAt(13);
		expect(second?.message.id).toBe('B');
		await second?.confirm();
		expect(await textsAt(14)).toEqual(['three']);
	});

	it('are an opt-out when one of them is', async () => {
		await receiveAt(0, whole('A', 'Too much'));
		await receiveAt(1, whole('B', 'STOP'));
		const [delivery] = await claimAt(11);
		expect(delivery && itemOf(delivery).optOut).toBe(true);
	});
});
