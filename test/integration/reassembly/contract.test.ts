import { LEASE_MS, type Reassembler } from '../../../nodes/VonageSms/reassembly';
import {
	handOver,
	part,
	reassembler,
	reassemblerOn,
	receipt,
	SCOPE,
	whole,
	type Clock,
} from '../../unit/reassembly/builders';
import { describeOnBothStores } from '../../unit/reassembly/stores';

const LEASE = LEASE_MS / 1000;
const HOUR = 3600;

describeOnBothStores('the store', (place) => {
	let clock: Clock;
	let subject: Reassembler;

	beforeEach(async () => {
		clock = { seconds: 1_600_000_000 };
		subject = await reassembler(place(), clock);
	});

	describe('receiving', () => {
		test('stores nothing for a scope that no dispatcher serves', async () => {
			expect(await subject.receive('workflow/other/production', whole('A', 'x'))).toBe(
				'noDispatcher',
			);
			await subject.register('workflow/other/production');
			expect(await subject.claim('workflow/other/production')).toEqual([]);
		});

		test('distinguishes stored, due, and duplicate', async () => {
			expect(await subject.receive(SCOPE, part('A', 1, 'a'))).toBe('stored');
			expect(await subject.receive(SCOPE, part('A', 1, 'a'))).toBe('duplicate');
			expect(await subject.receive(SCOPE, part('B', 2, 'b'))).toBe('due');
			expect(await subject.receive(SCOPE, part('B', 2, 'b'))).toBe('duplicate');
		});

		test('treats two equal texts with two IDs as two messages', async () => {
			await subject.receive(SCOPE, whole('A', 'yes'));
			await subject.receive(SCOPE, whole('B', 'yes'));
			expect((await handOver(subject)).map(({ id }) => id)).toEqual(['A', 'B']);
		});

		test('delivers a retried single message once, even 23 hours later', async () => {
			await subject.receive(SCOPE, whole('A', 'yes'));
			expect(await handOver(subject)).toHaveLength(1);
			clock.seconds += 23 * HOUR;
			expect(await subject.receive(SCOPE, whole('A', 'yes'))).toBe('duplicate');
			expect(await handOver(subject)).toEqual([]);
		});

		test('forgets a delivered message after deduplicationHours', async () => {
			await subject.receive(SCOPE, whole('A', 'yes'));
			await handOver(subject);
			clock.seconds += 48 * HOUR;
			expect(await subject.receive(SCOPE, whole('A', 'yes'))).toBe('due');
		});

		test('recognizes a carrier duplicate when the duplicate itself is retried', async () => {
			await subject.receive(SCOPE, part('A', 1, 'a'));
			expect(await subject.receive(SCOPE, part('A2', 1, 'a'))).toBe('duplicate');
			await subject.receive(SCOPE, part('B', 2, 'b'));
			clock.seconds += 2 * HOUR;
			expect(await subject.receive(SCOPE, part('A2', 1, 'a'))).toBe('duplicate');
		});

		test('treats each status in a receipt as a separate event, and delivers each once', async () => {
			expect(await subject.receive(SCOPE, receipt('R', 'accepted'))).toBe('due');
			expect(await subject.receive(SCOPE, receipt('R', 'delivered'))).toBe('due');
			expect(await subject.receive(SCOPE, receipt('R', 'accepted'))).toBe('duplicate');
			const deliveries = await subject.claim(SCOPE);
			expect(deliveries.map(({ message }) => message.event)).toEqual([
				'deliveryReceipt',
				'deliveryReceipt',
			]);
			expect(new Set(deliveries.map(({ key }) => key)).size).toBe(2);
		});

		test('separates test and production', async () => {
			await subject.register('workflow/node/test');
			await subject.receive('workflow/node/test', part('A', 1, 'a'));
			await subject.receive(SCOPE, part('B', 2, 'b'));
			expect(await subject.claim(SCOPE)).toEqual([]);
			expect(await subject.claim('workflow/node/test')).toEqual([]);
		});
	});

	describe('joining', () => {
		test.each([
			['a pair of surrogates cut by a part boundary', ['x\ud83d', '\ude00y'], 'x\ud83d\ude00y'],
			['a lone surrogate', ['x\ud83d', 'y'], 'x\ud83dy'],
			['NUL, quotes and spaces at the edges', [' a\u0000"', "' b "], ' a\u0000"\' b '],
		])('the store does not change %s', async (_name, [first = '', second = ''], joined) => {
			await subject.receive(SCOPE, part('A', 1, first));
			await subject.receive(SCOPE, part('B', 2, second));
			expect((await handOver(subject)).map(({ text }) => text)).toEqual([joined]);
		});

		test('shows gaps at the start and in the middle, and uses the ID of the first part received', async () => {
			await subject.receive(SCOPE, part('E', 5, 'e', { total: 6 }));
			await subject.receive(SCOPE, part('B', 2, 'b', { total: 6 }));
			clock.seconds += 600;
			expect(await handOver(subject)).toMatchObject([
				{ id: 'E', text: '[…]b[…]e', complete: false, missingParts: [1, 3, 4, 6], partsTotal: 6 },
			]);
		});

		test('joins bytes of binary parts and leaves the text null', async () => {
			const binary = { type: 'binary', text: null, udh: null } as const;
			await subject.receive(SCOPE, { ...part('B', 2, ''), ...binary, data: 'CDEF' });
			await subject.receive(SCOPE, { ...part('A', 1, ''), ...binary, data: '01AB' });
			expect(await handOver(subject)).toMatchObject([{ text: null, data: '01ABCDEF' }]);
		});

		test('distinguishes an 8-bit and a 16-bit reference with the same value', async () => {
			await subject.receive(SCOPE, part('A', 1, 'a', { refBits: 8 }));
			expect(await subject.receive(SCOPE, part('B', 2, 'b', { refBits: 16 }))).toBe('stored');
		});
	});

	describe('a reference that is reused', () => {
		test('ends the previous incomplete message, and the texts stay separate', async () => {
			await subject.receive(SCOPE, part('A1', 1, 'a'));
			clock.seconds += 10;
			await subject.receive(SCOPE, part('X1', 1, 'x'));
			await subject.receive(SCOPE, part('X2', 2, 'y'));
			expect(await handOver(subject)).toMatchObject([
				{ id: 'A1', text: 'a', complete: false },
				{ id: 'X1', text: 'xy', complete: true },
			]);
		});

		test('ends it without an item if incomplete messages are discarded', async () => {
			const discarding = await reassembler(place(), clock, { onIncomplete: 'discard' });
			await discarding.receive(SCOPE, part('A1', 1, 'a'));
			await discarding.receive(SCOPE, part('X1', 1, 'x'));
			await discarding.receive(SCOPE, part('X2', 2, 'y'));
			expect((await handOver(discarding)).map(({ text }) => text)).toEqual(['xy']);
		});
	});

	describe('a late part', () => {
		test('creates a second item with the same ID that contains all parts received so far', async () => {
			await subject.receive(SCOPE, part('A', 1, 'a', { total: 3 }));
			clock.seconds += 600;
			const [first] = await subject.claim(SCOPE);
			await first?.confirm();
			clock.seconds += HOUR;
			expect(await subject.receive(SCOPE, part('B', 2, 'b', { total: 3 }))).toBe('due');
			const [second] = await subject.claim(SCOPE);
			await second?.confirm();
			await subject.receive(SCOPE, part('C', 3, 'c', { total: 3 }));
			const [third] = await subject.claim(SCOPE);

			expect([first, second, third].map((delivery) => delivery?.message)).toMatchObject([
				{ id: 'A', text: 'a', complete: false, late: false },
				{ id: 'A', text: 'ab', complete: false, late: true },
				{ id: 'A', text: 'abc', complete: true, late: true },
			]);
			expect(new Set([first?.key, second?.key, third?.key]).size).toBe(3);
		});

		test('waits for the end of the execution if it arrives while the incomplete item is being delivered', async () => {
			await subject.receive(SCOPE, part('A', 1, 'a'));
			clock.seconds += 600;
			const [first] = await subject.claim(SCOPE);
			expect(await subject.receive(SCOPE, part('B', 2, 'b'))).toBe('stored');
			expect(await subject.claim(SCOPE)).toEqual([]);
			await first?.confirm();
			expect(await handOver(subject)).toMatchObject([{ text: 'ab', complete: true, late: true }]);
		});

		test('does not change the item that a dead dispatcher had claimed', async () => {
			await subject.receive(SCOPE, part('A', 1, 'a'));
			clock.seconds += 600;
			const [first] = await subject.claim(SCOPE);
			await subject.receive(SCOPE, part('B', 2, 'b'));
			clock.seconds += LEASE;
			const [again] = await subject.claim(SCOPE);
			expect(again?.message).toMatchObject({ text: 'a', complete: false, redelivered: true });
			expect(again?.key).not.toBe(first?.key);
		});

		test('is joined with parts that timed out but were not claimed yet', async () => {
			await subject.receive(SCOPE, part('A', 1, 'a'));
			clock.seconds += 2 * HOUR;
			expect(await subject.receive(SCOPE, part('B', 2, 'b'))).toBe('due');
			expect(await handOver(subject)).toMatchObject([{ text: 'ab', complete: true, late: false }]);
		});

		test('completes a message that was discarded without an item', async () => {
			const discarding = await reassembler(place(), clock, { onIncomplete: 'discard' });
			await discarding.receive(SCOPE, part('A', 1, 'a', { total: 3 }));
			clock.seconds += 600;
			expect(await handOver(discarding)).toEqual([]);
			expect(await discarding.receive(SCOPE, part('B', 2, 'b', { total: 3 }))).toBe('stored');
			expect(await discarding.receive(SCOPE, part('C', 3, 'c', { total: 3 }))).toBe('due');
			expect(await handOver(discarding)).toMatchObject([{ id: 'A', text: 'abc', late: false }]);
		});
	});

	describe('claiming', () => {
		test('gives each due message to one claimer only, oldest first, up to the limit', async () => {
			for (const id of ['A', 'B', 'C']) {
				await subject.receive(SCOPE, whole(id, id));
				clock.seconds += 1;
			}
			const other = await reassembler(place(), clock);
			expect((await subject.claim(SCOPE, 2)).map(({ message }) => message.id)).toEqual(['A', 'B']);
			expect((await other.claim(SCOPE)).map(({ message }) => message.id)).toEqual(['C']);
		});

		test('delivers a message again as the next attempt once the lease has expired', async () => {
			await subject.receive(SCOPE, whole('A', 'x'));
			const [dead] = await subject.claim(SCOPE);
			clock.seconds += LEASE - 1;
			expect(await subject.claim(SCOPE)).toEqual([]);
			clock.seconds += 1;
			const [next] = await subject.claim(SCOPE);
			expect(dead?.message.redelivered).toBe(false);
			expect(next?.message.redelivered).toBe(true);
			expect(next?.key).not.toBe(dead?.key);
		});

		test('a renewed lease stays valid', async () => {
			await subject.receive(SCOPE, whole('A', 'x'));
			const [delivery] = await subject.claim(SCOPE);
			clock.seconds += LEASE - 1;
			await delivery?.renew();
			clock.seconds += LEASE - 1;
			expect(await subject.claim(SCOPE)).toEqual([]);
		});

		test('a released message becomes due again, after a longer wait each time', async () => {
			await subject.receive(SCOPE, whole('A', 'x'));
			let [delivery] = await subject.claim(SCOPE);
			const waits = [];
			for (let round = 0; round < 4; round += 1) {
				await delivery?.release();
				const released = clock.seconds;
				do {
					clock.seconds += 1;
					[delivery] = await subject.claim(SCOPE);
				} while (!delivery);
				waits.push(clock.seconds - released);
			}
			expect(waits).toEqual([1, 2, 4, 8]);
		});

		test('a lost lease can neither release nor renew the next one', async () => {
			await subject.receive(SCOPE, whole('A', 'x'));
			const [dead] = await subject.claim(SCOPE);
			clock.seconds += LEASE;
			await subject.claim(SCOPE);
			await dead?.release();
			clock.seconds += LEASE - 1;
			await dead?.renew();
			expect(await subject.claim(SCOPE)).toEqual([]);
			clock.seconds += 1;
			expect(await subject.claim(SCOPE)).toHaveLength(1);
		});

		test("holds back a sender's next message until the previous one is confirmed", async () => {
			const patient = await reassembler(place(), clock, { onePerSender: true });
			await patient.receive(SCOPE, whole('A', '1'));
			await patient.receive(SCOPE, whole('B', '2'));
			await patient.receive(SCOPE, whole('C', '1', { from: '14155550100' }));
			const deliveries = await patient.claim(SCOPE);
			expect(deliveries.map(({ message }) => message.id)).toEqual(['A', 'C']);
			await deliveries[0]?.release();
			expect(await patient.claim(SCOPE)).toEqual([]);
			clock.seconds += 1;
			expect((await handOver(patient)).map(({ id }) => id)).toEqual(['A']);
			expect((await handOver(patient)).map(({ id }) => id)).toEqual(['B']);
		});

		test("the deduplication key fits n8n's column for it", async () => {
			await subject.receive(SCOPE, whole('A'.repeat(255), 'x'));
			const [delivery] = await subject.claim(SCOPE);
			expect(delivery?.key.length).toBeLessThanOrEqual(255);
		});
	});

	describe('beginning', () => {
		test('is taken back if the execution reports that it could not start', async () => {
			await subject.receive(SCOPE, whole('A', 'x'));
			const [lost] = await subject.claim(SCOPE);
			// The store recorded it, and the answer was lost.
			await subject.begin(lost!.ticket, '1');
			await lost!.undoBegin();
			await lost!.release();
			clock.seconds += 1;
			const [next] = await subject.claim(SCOPE);
			// The request was sent twice, and the second one arrives only now.
			expect(await subject.begin(lost!.ticket, '1')).toBe(false);
			expect(await subject.begin(next!.ticket, '2')).toBe(true);
			await next!.confirm();
			expect(await subject.claim(SCOPE)).toEqual([]);
		});

		test('is not taken back if another attempt has begun', async () => {
			await subject.receive(SCOPE, whole('A', 'x'));
			const [late] = await subject.claim(SCOPE);
			clock.seconds += LEASE;
			const [next] = await subject.claim(SCOPE);
			expect(await subject.begin(next!.ticket, '2')).toBe(true);
			await late!.undoBegin();
			await late!.release();
			clock.seconds += LEASE;
			expect(await subject.claim(SCOPE)).toEqual([]);
			expect(await subject.begin(next!.ticket, '2')).toBe(true);
		});

		const claimOne = async (from = subject) => {
			const [delivery] = await from.claim(SCOPE);
			if (!delivery) throw new Error('Nothing is due');
			return delivery;
		};
		beforeEach(async () => void (await subject.receive(SCOPE, whole('A', 'x'))));

		test('the first execution wins and can begin again, and any other is rejected', async () => {
			const { ticket } = await claimOne();
			expect(await subject.begin(ticket, '17')).toBe(true);
			expect(await subject.begin(ticket, '18')).toBe(false);
			expect(await subject.begin(ticket, '17')).toBe(true);
		});

		test('one of 20 executions that begin at the same time wins', async () => {
			const { ticket } = await claimOne();
			const ids = Array.from({ length: 20 }, (_, index) => String(index));
			const begun = await Promise.all(ids.map(async (id) => await subject.begin(ticket, id)));
			expect(begun.filter(Boolean)).toHaveLength(1);
		});

		test('a message that has begun is not delivered again when its lease expires', async () => {
			const { ticket } = await claimOne();
			await subject.begin(ticket, '17');
			clock.seconds += LEASE;
			expect(await subject.claim(SCOPE)).toEqual([]);
			expect(await subject.begin(ticket, '18')).toBe(false);
			expect(await subject.receive(SCOPE, whole('A', 'x'))).toBe('duplicate');
		});

		test('a message that has not begun is delivered again, and the first attempt to begin wins', async () => {
			const first = await claimOne();
			clock.seconds += LEASE;
			const second = await claimOne();
			expect(second.key).not.toBe(first.key);
			expect(await subject.begin(first.ticket, '17')).toBe(true);
			expect(await subject.begin(second.ticket, '18')).toBe(false);
			clock.seconds += LEASE;
			expect(await subject.claim(SCOPE)).toEqual([]);
		});

		test('an execution that begins after its lease expired prevents further attempts', async () => {
			const { ticket } = await claimOne();
			clock.seconds += LEASE;
			await subject.claim('another/scope/production');
			expect(await subject.begin(ticket, '17')).toBe(true);
			expect(await subject.claim(SCOPE)).toEqual([]);
		});

		test('a losing attempt does not confirm the one that began', async () => {
			const lost = await claimOne();
			clock.seconds += LEASE;
			const won = await claimOne();
			await subject.begin(won.ticket, '18');
			const patient = await reassembler(place(), clock, { onePerSender: true });
			await subject.receive(SCOPE, whole('B', 'y'));
			await lost.confirm();
			expect(await patient.claim(SCOPE)).toEqual([]);
			await won.confirm();
			expect((await claimOne(patient)).message.id).toBe('B');
		});

		test('a released message is delivered again only if it had not begun', async () => {
			const released = await claimOne();
			await released.release();
			clock.seconds += 1;
			const again = await claimOne();
			await subject.begin(again.ticket, '17');
			await again.release();
			clock.seconds += HOUR;
			expect(await subject.claim(SCOPE)).toEqual([]);
		});

		test('a ticket for a message in another store is rejected', async () => {
			const { ticket } = await claimOne();
			const [row, emission, attempt] = ticket.split('.');
			expect(await subject.begin([row, emission, attempt, 'x'.repeat(12)].join('.'), '17')).toBe(
				false,
			);
		});

		test('each emission of a message begins independently', async () => {
			await handOver(subject);
			await subject.receive(SCOPE, part('P', 1, 'a'));
			clock.seconds += 600;
			const incomplete = await claimOne();
			await subject.begin(incomplete.ticket, '17');
			await subject.receive(SCOPE, part('Q', 2, 'b'));
			clock.seconds += LEASE;
			const complete = await claimOne();
			expect(complete.message).toMatchObject({ text: 'ab', complete: true, late: true });
			expect(await subject.begin(complete.ticket, '18')).toBe(true);
			expect(await subject.begin(incomplete.ticket, '19')).toBe(false);
		});

		test('the text of a message that had begun and is not run again is deleted from the store', async () => {
			const { ticket } = await claimOne();
			await subject.begin(ticket, '17');
			clock.seconds += LEASE;
			await subject.claim(SCOPE);
			const { database } = await place().open();
			expect(await database.all('SELECT body FROM part')).toEqual([{ body: null }]);
		});

		describe('with afterCrash: runAgain', () => {
			let subject: Reassembler;
			beforeEach(async () => {
				subject = await reassembler(place(), clock, { afterCrash: 'runAgain' });
			});
			/** As if the message had begun in another process that was last seen this many seconds ago. */
			const inAnotherProcess = async (seenAgo: number) => {
				const { database } = await place().open();
				await database.run("UPDATE message SET begun_in = 'worker' WHERE begun_in IS NOT NULL");
				await database.run(
					`INSERT INTO process (id, seen_at) VALUES ('worker', :seenAt)
					ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
					{ seenAt: (clock.seconds - seenAgo) * 1000 },
				);
			};

			test('a dead process lets the message run again, once, marked as redelivered', async () => {
				const first = await claimOne(subject);
				await subject.begin(first.ticket, '17');
				clock.seconds += LEASE;
				await inAnotherProcess(LEASE);
				const second = await claimOne(subject);
				expect(second.message).toMatchObject({ id: 'A', text: 'x', redelivered: true });
				expect(second.key).not.toBe(first.key);
				expect(await subject.begin(second.ticket, '18')).toBe(true);
				expect(await subject.begin(first.ticket, '17')).toBe(false);

				clock.seconds += LEASE;
				await inAnotherProcess(LEASE);
				expect(await subject.claim(SCOPE)).toEqual([]);
			});

			test('a live process keeps the messages it began', async () => {
				const { ticket } = await claimOne(subject);
				await subject.begin(ticket, '17');
				clock.seconds += LEASE;
				await inAnotherProcess(10);
				expect(await subject.claim(SCOPE)).toEqual([]);
				clock.seconds += LEASE;
				await inAnotherProcess(LEASE);
				expect((await claimOne(subject)).message.redelivered).toBe(true);
			});

			test('a message whose execution ended is not run again', async () => {
				const delivery = await claimOne(subject);
				await subject.begin(delivery.ticket, '17');
				await delivery.confirm();
				clock.seconds += LEASE;
				await inAnotherProcess(LEASE);
				expect(await subject.claim(SCOPE)).toEqual([]);
			});
		});
	});

	describe('a dispatcher that dies', () => {
		const strict = { dispatcherTimeout: 900 };

		test('prevents new messages from being stored once it has not been seen for the time set in the policy', async () => {
			const patient = await reassembler(place(), clock, strict);
			clock.seconds += 899;
			expect(await patient.receive(SCOPE, whole('A', 'x'))).toBe('due');
			clock.seconds += 1;
			expect(await patient.receive(SCOPE, whole('B', 'x'))).toBe('noDispatcher');
			expect(await subject.receive(SCOPE, whole('C', 'x'))).toBe('due');
		});

		test.each(['claim', 'heartbeat', 'register'] as const)(
			'%s shows that it is alive',
			async (sign) => {
				const patient = await reassembler(place(), clock, strict);
				clock.seconds += 2 * HOUR;
				await patient[sign](SCOPE);
				clock.seconds += 899;
				expect(await patient.receive(SCOPE, whole('A', 'x'))).toBe('due');
			},
		);

		test('serves a number as long as it is seen', async () => {
			const store = await place().open();
			const dispatcher = reassemblerOn(store, { seconds: store.database.now() / 1000 });
			await dispatcher.register('w/n/production', {
				numbers: ['+44 7700 900001', '12025550199'],
				receipts: false,
			});
			await store.purge(SCOPE);
			expect(await store.isServed('447700900001', 900)).toBe(true);
			expect(await store.isServed('+1 202 555 0199', 900)).toBe(true);
			expect(await store.isServed('44770090000', 900)).toBe(false);
			expect(await store.isServed('447700900001', -1)).toBe(false);
			await dispatcher.register('w/n/production');
			expect(await store.isServed('44770090000', 900)).toBe(true);
			await dispatcher.register('w/n/test', { numbers: null, receipts: true });
			await store.purge('w/n/production');
			expect(await store.isServed('447700900001', 900)).toBe(false);
			expect(await store.receivesReceipts(900)).toBe(false);
		});

		test.each([
			{ numbers: ['447700900001'], others: false },
			{ numbers: [], others: false },
			{ numbers: null, others: true },
		])('receives receipts besides messages to $numbers', async ({ numbers, others }) => {
			const store = await place().open();
			const dispatcher = reassemblerOn(store, { seconds: store.database.now() / 1000 });
			await dispatcher.register('w/n/production', { numbers, receipts: false });
			await store.purge(SCOPE);
			expect(await store.receivesReceipts(900)).toBe(false);
			await dispatcher.register('w/n/production', { numbers, receipts: true });
			expect(await store.receivesReceipts(900)).toBe(true);
			expect(await store.receivesReceipts(-1)).toBe(false);
			expect(await store.isServed('12025550199', 900)).toBe(others);
			expect(await store.isServed('447700900001', 900)).toBe(numbers?.length !== 0);
		});
	});

	describe('bounds', () => {
		test('with more than 2,000 open messages from one sender, the oldest expires early', async () => {
			await subject.receive(SCOPE, part('A0', 1, 'a', { ref: '0' }));
			clock.seconds += 1;
			for (let from = 1; from <= 2_000; from += 50) {
				await Promise.all(
					Array.from({ length: 50 }, async (_, index) => {
						const ref = String(from + index);
						await subject.receive(SCOPE, part(`A${ref}`, 1, 'a', { ref }));
					}),
				);
			}
			expect((await handOver(subject)).map(({ id, complete }) => [id, complete])).toEqual([
				['A0', false],
			]);
			expect(await subject.receive(SCOPE, part('B0', 2, 'b', { ref: '0' }))).toBe('due');
		});
	});

	describe('cleaning up', () => {
		test('forgets messages delivered more than deduplicationHours ago, and no others', async () => {
			await subject.receive(SCOPE, whole('A', 'x'));
			await handOver(subject);
			clock.seconds += 48 * HOUR;
			await subject.receive(SCOPE, whole('B', 'x'));
			await subject.receive(SCOPE, part('C', 1, 'x'));
			expect(await subject.cleanUp()).toBe(1);
			expect(await subject.cleanUp()).toBe(0);
			expect((await handOver(subject)).map(({ id }) => id)).toEqual(['B']);
		});

		test('a purge drops a scope and its dispatcher', async () => {
			await subject.receive(SCOPE, whole('A', 'x'));
			await (await place().open()).purge(SCOPE);
			expect(await subject.receive(SCOPE, whole('B', 'x'))).toBe('noDispatcher');
			await subject.register(SCOPE);
			expect(await subject.claim(SCOPE)).toEqual([]);
		});
	});

	test('notes are stored by name', async () => {
		const store = await place().open();
		await store.writeNote('one', 'a');
		await store.writeNote('one', 'b');
		await store.writeNote('two', 'c');
		expect(await store.readNote('one')).toBe('b');
		await store.removeNote('one');
		expect(await store.readNote('one')).toBeNull();
		expect(await store.readNote('two')).toBe('c');
	});

	test('wakes waiting dispatchers when a message becomes due', async () => {
		const store = await place().open();
		const woken = new Promise<void>((resolve) => store.onDue(SCOPE, resolve));
		await reassemblerOn(store, clock).receive(SCOPE, whole('A', 'x'));
		await woken;
	});
});
