import type { MessageStore, Reassembler } from '../../../nodes/VonageSms/reassembly';
import { part, reassemblerOn, receipt, whole, type Clock } from '../../unit/reassembly/builders';
import { describeOnBothStores } from '../../unit/reassembly/stores';

const OLD = 'w1/old/production';
const NEW = 'w1/new/production';
const OTHER = 'w2/node/production';
const TEST_RUN = 'w1/new/test';
const MINUTE = 60;
const HOUR = 3600;

describeOnBothStores('maintenance of scopes', (place) => {
	let clock: Clock;
	let store: MessageStore;
	let subject: Reassembler;
	beforeEach(async () => {
		clock = { seconds: 1_600_000_000 };
		store = await place().open();
		subject = reassemblerOn(store, clock);
	});
	/** The dispatcher of a scope runs for this many seconds. */
	const serve = async (scope: string, seconds: number) => {
		await subject.register(scope);
		for (let passed = 0; passed < seconds; passed += MINUTE) {
			clock.seconds += MINUTE;
			await subject.heartbeat(scope);
		}
	};
	const idsOf = async (scope: string) =>
		(await subject.claim(scope)).map(({ message }) => message.id);

	/** Messages of other senders, with values for state, last_part_at and due_at. */
	const fill = async (values: string, count: number) => {
		await store.database.run(`
			INSERT INTO message (scope, key, sender, total, received, state, last_part_at, due_at)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
			SELECT '${NEW}', 'k' || i, 's', 1, 1, ${values} FROM n`);
		await store.database.run(`
			INSERT INTO part (message_id, seq, part, emission, received_at)
			SELECT id, 0, 1, 0, 0 FROM message WHERE sender = 's'`);
	};

	test("a workflow's new node delivers the messages of the replaced one, and joins their parts", async () => {
		await subject.register(OLD);
		await subject.receive(OLD, whole('A', 'x'));
		await subject.receive(OLD, part('P1', 1, 'a'));
		await subject.claim(OLD);
		await subject.receive(OLD, whole('B', 'y'));

		await subject.register(NEW);
		await subject.receive(NEW, part('P2', 2, 'b'));
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
		await serve(NEW, 5 * MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 3, purged: 0 });
		expect((await subject.claim(NEW)).map(({ message }) => message.text).sort()).toEqual([
			'ab',
			'x',
			'y',
		]);
		expect(await subject.receive(NEW, whole('B', 'y'))).toBe('duplicate');
		expect(await subject.receive(OLD, whole('C', 'z'))).toBe('noDispatcher');
	});

	test('a message that both nodes received stays known after the new one takes over', async () => {
		await subject.register(OLD);
		await subject.receive(OLD, whole('A', 'x'));
		await subject.receive(OLD, part('P1', 1, 'a'));
		await subject.receive(OLD, part('P2', 2, 'b'));
		await serve(NEW, 0);
		await subject.receive(NEW, whole('A', 'x'));
		await subject.receive(NEW, part('Q1', 1, 'c'));
		await subject.receive(NEW, part('Q2', 2, 'd'));
		await serve(NEW, 5 * MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 2, purged: 0 });
		expect(await subject.receive(NEW, whole('A', 'x'))).toBe('duplicate');
		expect(await subject.receive(NEW, part('P1', 1, 'a'))).toBe('duplicate');
		expect(await subject.receive(NEW, part('Q2', 2, 'd'))).toBe('duplicate');
		expect(await idsOf(NEW)).toHaveLength(4);
	});

	test('two live nodes of a workflow keep their own messages, even after a long stop of n8n', async () => {
		await subject.register(OLD);
		await subject.register(NEW);
		await subject.receive(OLD, whole('A', 'x'));
		clock.seconds += 10 * HOUR;
		// One starts a little after the other.
		await subject.register(NEW);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
		await serve(NEW, 4 * MINUTE);
		await subject.register(OLD);
		await serve(NEW, 2 * MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
		expect(await idsOf(OLD)).toEqual(['A']);
	});

	test('messages of another workflow are not adopted', async () => {
		await subject.register(OTHER);
		await subject.receive(OTHER, whole('A', 'x'));
		await serve(NEW, 10 * MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
		expect(await idsOf(OTHER)).toEqual(['A']);
	});

	test('data without a live dispatcher is deleted after deduplicationHours, including test runs', async () => {
		await subject.register(OTHER);
		await subject.register(TEST_RUN);
		await subject.receive(OTHER, whole('A', 'x'));
		await subject.receive(OTHER, part('P', 1, 'a'));
		await subject.receive(TEST_RUN, part('T', 1, 'a'));
		await subject.register(NEW);
		await subject.receive(NEW, part('N', 1, 'a'));
		clock.seconds += 48 * HOUR - 20 * MINUTE;
		await serve(NEW, 19 * MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
		await serve(NEW, MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 3 });
		expect(await store.database.all('SELECT scope FROM message')).toEqual([{ scope: NEW }]);
		expect(await store.database.all('SELECT count(*) AS parts FROM part')).toEqual([{ parts: 1 }]);
		expect(await store.database.all('SELECT scope FROM dispatcher')).toEqual([{ scope: NEW }]);
	});

	test('a dispatcher that has just started deletes nothing, because others may start a little later', async () => {
		await subject.register(OTHER);
		await subject.receive(OTHER, whole('A', 'x'));
		clock.seconds += 100 * HOUR;
		await serve(NEW, 14 * MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
		await subject.register(OTHER);
		await serve(NEW, 5 * MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
	});

	/** All dispatchers of a process were silent at the same time: a suspended machine, an unavailable store, a clock that jumps. */
	const pauseTogether = async (scopes: string[], seconds: number) => {
		await Promise.all(scopes.map(async (scope) => await subject.register(scope)));
		for (let minutes = 0; minutes < 20; minutes++) {
			clock.seconds += MINUTE;
			for (const scope of scopes) await subject.heartbeat(scope);
		}
		for (const scope of scopes) await subject.receive(scope, whole(`of ${scope}`, 'x'));
		clock.seconds += seconds;
	};

	test('after a pause of the whole process, a dispatcher deletes neither its own messages nor those of others', async () => {
		await pauseTogether([NEW, OTHER], 100 * HOUR);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
		expect(await idsOf(OTHER)).toEqual([`of ${OTHER}`]);
		expect(await idsOf(NEW)).toEqual([`of ${NEW}`]);
	});

	test('after a pause of the whole process, two nodes of a workflow keep their own messages', async () => {
		await pauseTogether([NEW, OLD], 10 * MINUTE);
		expect(await subject.maintain(NEW)).toEqual({ adopted: 0, purged: 0 });
		expect(await idsOf(OLD)).toEqual([`of ${OLD}`]);
		expect(await subject.receive(OLD, whole('next', 'x'))).toBe('due');
	});

	test('a dispatcher that was considered dead accepts messages again as soon as it is back', async () => {
		await pauseTogether([NEW, OLD], 0);
		for (let minutes = 0; minutes < 6; minutes++) {
			clock.seconds += MINUTE;
			await subject.heartbeat(NEW);
		}
		expect(await subject.maintain(NEW)).toEqual({ adopted: 1, purged: 0 });
		expect(await subject.receive(OLD, whole('between', 'x'))).toBe('noDispatcher');
		await subject.heartbeat(OLD);
		expect(await subject.receive(OLD, whole('after', 'x'))).toBe('due');
	});

	test('the text of a repeated part is deleted once it can no longer begin another message', async () => {
		await subject.register(NEW);
		await subject.receive(NEW, part('A', 1, 'a'));
		await subject.receive(NEW, part('A2', 1, 'a'));
		await subject.receive(NEW, part('B', 2, 'b'));
		for (const delivery of await subject.claim(NEW)) await delivery.confirm();
		clock.seconds += 600;
		await subject.maintain(NEW);
		expect(await store.database.all('SELECT DISTINCT body FROM part')).toEqual([{ body: null }]);
	});

	test('many messages are forgotten in small steps, so that others can write in between', async () => {
		await subject.register(NEW);
		await fill("'delivered', 0, 1", 300);
		const steps: number[] = [];
		for (let step = 0; step === 0 || steps.at(-1) !== 0; step += 1) {
			steps.push(await subject.cleanUp());
		}
		expect(steps.reduce((sum, step) => sum + step)).toBe(300);
		const { isRemote } = store.database;
		expect(Math.max(...steps)).toBeLessThanOrEqual(isRemote ? 200 : 20);
		expect(await store.database.all('SELECT * FROM part')).toEqual([]);
	});

	test('with more than 100,000 waiting messages, new messages are rejected, but parts of known ones are not', async () => {
		await subject.register(NEW);
		await subject.receive(NEW, part('A', 1, 'a'));
		await subject.receive(NEW, whole('known', 'x'));
		await fill("'due', 0, 0", 100_000);
		await subject.maintain(NEW);
		await expect(subject.receive(NEW, whole('B', 'x'))).rejects.toThrow(
			'More than 100,000 messages',
		);
		expect(await subject.receive(NEW, whole('known', 'x'))).toBe('duplicate');
		expect(await subject.receive(NEW, part('A2', 2, 'b'))).toBe('due');

		await store.database.run("DELETE FROM message WHERE sender = 's'");
		await subject.maintain(NEW);
		expect(await subject.receive(NEW, whole('B', 'x'))).toBe('due');
	});

	describe('erasing a phone number', () => {
		beforeEach(async () => {
			await subject.register(OLD);
			await subject.register(NEW);
		});

		test('deletes waiting, remembered, and incomplete messages of every trigger and notation', async () => {
			await subject.receive(OLD, whole('done', 'x'));
			for (const delivery of await subject.claim(OLD)) await delivery.confirm();
			await subject.receive(OLD, part('open', 1, 'a', { from: '+447700900123' }));
			await subject.receive(NEW, whole('due', 'x', { accountId: 'another' }));
			await subject.receive(NEW, whole('other', 'x', { from: '14155550100' }));
			expect(await store.erase('+44 7700 900123')).toEqual({ messages: 3, receipts: 0 });
			expect(await idsOf(NEW)).toEqual(['other']);
			expect(await store.database.all('SELECT count(*) AS parts FROM part')).toEqual([
				{ parts: 1 },
			]);
			expect(await store.erase('447700900123')).toEqual({ messages: 0, receipts: 0 });
		});

		test('finds the number among the oldest and the newest of many messages', async () => {
			await subject.receive(NEW, whole('first', 'x'));
			await fill("'collecting', 0, 9000000000000", 5_000);
			await subject.receive(NEW, whole('last', 'x'));
			expect(await store.erase('447700900123')).toEqual({ messages: 2, receipts: 0 });
			expect(await store.database.all('SELECT count(*) AS others FROM message')).toEqual([
				{ others: 5_000 },
			]);
		});

		test('deletes waiting receipts for messages to the number', async () => {
			await subject.receive(NEW, receipt('R', 'delivered'));
			await subject.receive(NEW, { ...receipt('S', 'delivered'), to: '14155550100' });
			await subject.receive(NEW, whole('text', '"kind":"receipt"', { from: '14155550100' }));
			expect(await store.erase('+447700900123')).toEqual({ messages: 0, receipts: 1 });
			expect(await idsOf(NEW)).toEqual(['S', 'text']);
		});
	});
});
