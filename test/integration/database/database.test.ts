import { setTimeout as wait } from 'node:timers/promises';

import { StoreUnavailable, type Database } from '../../../nodes/VonageSms/database';
import { describeOnBothStores } from '../../unit/reassembly/stores';

const INSERT = 'INSERT INTO note (name, value) VALUES (:name, :value)';
const NAMES = 'SELECT name FROM note ORDER BY name';

describeOnBothStores('the database', (place) => {
	let database: Database;
	beforeEach(async () => {
		database = (await place().open()).database;
	});
	const names = async () => (await database.all(NAMES)).map(({ name }) => name);

	test('a transaction commits everything or nothing, and passes on the error of its work', async () => {
		const failing = database.transaction(async (transaction) => {
			transaction.write(INSERT, { name: 'a', value: '1' });
			throw new RangeError('not today');
		});
		await expect(failing).rejects.toThrow(RangeError);
		expect(await names()).toEqual([]);
	});

	test('a failed transaction does not affect others', async () => {
		const results = await Promise.allSettled(
			['a', 'b', 'a', 'c'].map(async (name) => await database.run(INSERT, { name, value: name })),
		);
		expect(results.map(({ status }) => status)).toEqual([
			'fulfilled',
			'fulfilled',
			'rejected',
			'fulfilled',
		]);
		expect(await names()).toEqual(['a', 'b', 'c']);
	});

	test('a transaction fails if one of its statements is not awaited', async () => {
		await database.run(INSERT, { name: 'a', value: '1' });
		const failing = database.transaction(async (transaction) => {
			transaction.write(INSERT, { name: 'b', value: '2' });
			transaction.write(INSERT, { name: 'a', value: '2' });
		});
		await expect(failing).rejects.toBeInstanceOf(StoreUnavailable);
		expect(await names()).toEqual(['a']);
	});

	test('uncommitted data is visible only in its own transaction', async () => {
		await database.transaction(async (transaction) => {
			await transaction.run(INSERT, { name: 'a', value: '1' });
			expect(await transaction.all(NAMES)).toEqual([{ name: 'a' }]);
			expect(await database.all(NAMES)).toEqual([]);
		});
		expect(await names()).toEqual(['a']);
	});

	test('transactions that lock the same name run one after the other, even on two connections', async () => {
		const other = (await place().open()).database;
		await database.run(INSERT, { name: 'count', value: '0' });
		const increment = async (through: Database) =>
			await through.transaction(async (transaction) => {
				await transaction.lock('count');
				const [row] = await transaction.all("SELECT value FROM note WHERE name = 'count'");
				const value = String(Number(row?.['value']) + 1);
				transaction.write("UPDATE note SET value = :value WHERE name = 'count'", { value });
			});
		await Promise.all(
			Array.from({ length: 40 }, async (_, index) => await increment(index % 2 ? other : database)),
		);
		expect(await database.all('SELECT value FROM note')).toEqual([{ value: '40' }]);
	});

	test('integers are numbers, even beyond 32 bits', async () => {
		await database.run('INSERT INTO process (id, seen_at) VALUES (:id, :at)', {
			id: 'p',
			at: 1_700_000_000_000,
		});
		expect(await database.all('SELECT seen_at, 1 AS one FROM process')).toEqual([
			{ seen_at: 1_700_000_000_000, one: 1 },
		]);
	});

	test('a listener is called after the commit that notified its topic, but not after a failure', async () => {
		let woken = 0;
		let wake: () => void = () => undefined;
		const stop = database.listen('topic', () => {
			woken += 1;
			wake();
		});
		const notified = new Promise<void>((resolve) => (wake = resolve));
		await database
			.transaction(async (transaction) => {
				transaction.notify('topic');
				throw new Error('undone');
			})
			.catch(() => undefined);
		expect(woken).toBe(0);
		await database.transaction(async (transaction) => transaction.notify('topic'));
		await notified;
		stop();
		const before = woken;
		await database.transaction(async (transaction) => transaction.notify('topic'));
		await wait(0);
		expect(woken).toBe(before);
	});
});
