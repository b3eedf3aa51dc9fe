import type { Reassembler } from '../../../nodes/VonageSms/reassembly';
import { handOver, part, reassembler, SCOPE, type Clock } from '../../unit/reassembly/builders';
import { describeOnBothStores } from '../../unit/reassembly/stores';

const HOUR = 3600;

describeOnBothStores('placing', (place) => {
	let clock: Clock;
	let subject: Reassembler;
	beforeEach(async () => {
		clock = { seconds: 1_600_000_000 };
		subject = await reassembler(place(), clock);
	});

	const received = async (...parts: ReturnType<typeof part>[]) => {
		for (const each of parts) await subject.receive(SCOPE, each);
	};
	const texts = async () => (await handOver(subject)).map(({ text }) => text);
	const at = (hours: number) => ({
		timestamp: new Date(Date.UTC(2020, 0, 1, hours)).toISOString(),
	});

	describe('parts with the same messageId', () => {
		test('are the parts of one message', async () => {
			await received(part('A', 1, 'a', { total: 3 }), part('A', 2, 'b', { total: 3 }));
			expect(await subject.receive(SCOPE, part('A', 3, 'c', { total: 3 }))).toBe('due');
			expect(await handOver(subject)).toMatchObject([{ text: 'abc', complete: true }]);
		});

		test('are repeats if the part number is the same as well, whatever they contain', async () => {
			await received(part('A', 1, 'a'));
			expect(await subject.receive(SCOPE, part('A', 1, 'other'))).toBe('duplicate');
		});
	});

	describe('a reference that is reused within the timeout', () => {
		test('by a message with an identical first part results in two complete messages', async () => {
			await received(part('A1', 1, 'Alarm: '), part('A2', 2, 'level 90 %'));
			expect(await texts()).toEqual(['Alarm: level 90 %']);
			clock.seconds += 60;
			await received(part('B1', 1, 'Alarm: '), part('B2', 2, 'level 95 %'));
			expect(await handOver(subject)).toMatchObject([
				{ id: 'B1', text: 'Alarm: level 95 %', complete: true },
			]);
		});

		test('while the previous message is incomplete results in two messages as well', async () => {
			await received(
				part('A1', 1, 'Alarm: ', { total: 3 }),
				part('A2', 2, 'level 90', { total: 3 }),
				part('B1', 1, 'Alarm: ', { total: 3 }),
				part('B2', 2, 'level 95', { total: 3 }),
				part('B3', 3, ' %', { total: 3 }),
			);
			expect(await texts()).toEqual(['Alarm: level 90', 'Alarm: level 95 %']);
		});

		test('moves each part once, no matter how often a carrier repeated it', async () => {
			await received(
				part('A1', 1, 'a', { total: 3 }),
				part('A1b', 1, 'a', { total: 3 }),
				part('A1c', 1, 'a', { total: 3 }),
				part('A2', 2, 'x', { total: 3 }),
				part('B2', 2, 'y', { total: 3 }),
				part('B3', 3, 'z', { total: 3 }),
			);
			expect(await texts()).toEqual(['ax', 'ayz']);
		});

		test('drops a moved part if the new message has its own', async () => {
			await received(
				part('A1', 1, 'a', { total: 3 }),
				part('A1b', 1, 'a', { total: 3 }),
				part('A2', 2, 'x', { total: 3 }),
				part('B2', 2, 'y', { total: 3 }),
				part('B1', 1, 'b', { total: 3 }),
				part('B3', 3, 'z', { total: 3 }),
			);
			expect(await texts()).toEqual(['ax', 'byz']);
		});

		test('does not move parts repeated before the timeout', async () => {
			await received(part('A1', 1, 'a'), part('A1b', 1, 'a'), part('A2', 2, 'x'));
			await handOver(subject);
			clock.seconds += 600;
			await received(part('B2', 2, 'y'));
			clock.seconds += 600;
			expect(await texts()).toEqual(['[…]y']);
		});

		test('recognizes a moved part when it is retried', async () => {
			await received(
				part('A1', 1, 'a'),
				part('A2', 2, 'x'),
				part('B1', 1, 'a'),
				part('B2', 2, 'y'),
			);
			clock.seconds += 2 * HOUR;
			expect(await subject.receive(SCOPE, part('B1', 1, 'a'))).toBe('duplicate');
			expect(await texts()).toEqual(['ax', 'ay']);
		});
	});

	describe('a part whose time differs from the others', () => {
		test('begins a separate message if the difference is more than an hour', async () => {
			await received(part('A1', 1, 'Transfer 10 EUR ', at(0)));
			clock.seconds += 600;
			expect(await texts()).toEqual(['Transfer 10 EUR ']);
			clock.seconds += 20 * HOUR;
			await received(part('B2', 2, 'to Bob', at(20)), part('B1', 1, 'Remind me ', at(20)));
			expect(await handOver(subject)).toMatchObject([
				{ text: 'Remind me to Bob', complete: true, late: false },
			]);
		});

		test('is joined if the difference is an hour or less, or if it has no time', async () => {
			await received(part('A1', 1, 'a', { total: 3, ...at(0) }));
			await received(part('A2', 2, 'b', { total: 3, ...at(1) }));
			await received(part('A3', 3, 'c', { total: 3, timestamp: null }));
			expect(await texts()).toEqual(['abc']);
		});

		test('is joined if the difference is within six times a longer timeout', async () => {
			const slow = await reassembler(place(), clock, { partTimeout: HOUR });
			await slow.receive(SCOPE, part('A1', 1, 'a', at(0)));
			expect(await slow.receive(SCOPE, part('A2', 2, 'b', at(6)))).toBe('due');
		});

		test('is joined with its own message, even if a later one is in progress', async () => {
			await received(
				part('A1', 1, 'a', at(0)),
				part('B1', 1, 'x', at(5)),
				part('A2', 2, 'b', at(0)),
				part('B2', 2, 'y', at(5)),
			);
			expect((await texts()).sort()).toEqual(['ab', 'xy']);
		});

		test('does not end a later message in progress', async () => {
			await received(part('B1', 1, 'x', at(5)), part('A1', 1, 'a', at(0)));
			await received(part('B2', 2, 'y', at(5)), part('A2', 2, 'b', at(0)));
			expect((await handOver(subject)).map(({ text, late }) => [text, late])).toEqual([
				['xy', false],
				['ab', false],
			]);
		});
	});

	test('repetitions are limited, and acknowledged even beyond the limit', async () => {
		await received(part('A1', 1, 'a'));
		for (let copy = 0; copy < 30; copy += 1) {
			expect(await subject.receive(SCOPE, part(`C${copy}`, 1, 'a'))).toBe('duplicate');
		}
		const { database } = await place().open();
		expect(await database.all('SELECT count(*) AS kept FROM part')).toEqual([{ kept: 11 }]);
	});
});
