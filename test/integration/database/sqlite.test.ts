import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import {
	openSqliteDatabase,
	StoreUnavailable,
	type Database,
} from '../../../nodes/VonageSms/database';

const INSERT = 'INSERT INTO note (name, value) VALUES (:name, :value)';
const NAMES = 'SELECT name FROM note ORDER BY name';

describe('a SQLite database', () => {
	let folder: string;
	let file: string;
	let database: Database;
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-sqlite-'));
		file = join(folder, 'store.sqlite');
		database = await openSqliteDatabase(file);
	});
	afterEach(async () => {
		await database.close();
		rmSync(folder, { recursive: true });
	});

	/** As a backup or another program does. */
	const lock = () => {
		const other = new DatabaseSync(file);
		other.exec('BEGIN IMMEDIATE');
		return {
			release: () => {
				other.exec('ROLLBACK');
				other.close();
			},
		};
	};

	test('locked by another process rejects all waiting requests together, without blocking the thread', async () => {
		const other = lock();
		let ticks = 0;
		const ticking = setInterval(() => (ticks += 1), 10);
		const start = performance.now();
		const results = await Promise.allSettled(
			Array.from(
				{ length: 8 },
				async (_, index) => await database.run(INSERT, { name: String(index), value: '' }),
			),
		);
		clearInterval(ticking);
		other.release();
		expect(performance.now() - start).toBeLessThan(15_000);
		expect(results.every((result) => result.status === 'rejected')).toBe(true);
		expect(results.map((result) => 'reason' in result && result.reason)).toEqual(
			Array(8).fill(expect.any(StoreUnavailable)),
		);
		// Out of about 500. If the thread is blocked for 5 s at a time, there are none.
		expect(ticks).toBeGreaterThan(100);
		expect(await database.all(NAMES)).toEqual([]);
	});

	test('locked by another process for a moment still commits waiting work', async () => {
		const other = lock();
		const kept = database.run(INSERT, { name: 'a', value: '' });
		await new Promise((resolve) => setTimeout(resolve, 50));
		const later = database.run(INSERT, { name: 'b', value: '' });
		other.release();
		expect(await Promise.all([kept, later])).toEqual([1, 1]);
	});

	test('lets others run when many writes arrive at the same time', async () => {
		let turn = 0;
		let counting = true;
		const count = () => {
			turn += 1;
			if (counting) setImmediate(count);
		};
		setImmediate(count);
		const turns = await Promise.all(
			Array.from({ length: 200 }, async (_, index) => {
				await database.transaction(
					async (transaction) => transaction.write(INSERT, { name: String(index), value: '' }),
					{ durable: false },
				);
				return turn;
			}),
		);
		counting = false;
		expect(new Set(turns).size).toBeGreaterThan(4);
	});

	test('does not let another statement of this process into an open transaction', async () => {
		await Promise.all([
			database.transaction(async (transaction) => {
				await transaction.run(INSERT, { name: 'a', value: '1' });
				await new Promise((resolve) => setTimeout(resolve, 20));
				expect(await transaction.all(NAMES)).toEqual([{ name: 'a' }]);
				await transaction.run("DELETE FROM note WHERE name = 'a'");
			}),
			database.run(INSERT, { name: 'b', value: '2' }),
			expect(database.all(NAMES)).resolves.toEqual([]),
		]);
		expect(await database.all(NAMES)).toEqual([{ name: 'b' }]);
	});

	test('contains no trace of deleted data once it is scrubbed', async () => {
		const secret = 'the text of a message';
		await database.run(INSERT, { name: 'a', value: secret });
		await database.run('DELETE FROM note');
		await database.scrub();
		for (const path of [file, `${file}-wal`]) {
			expect(readFileSync(path).includes(secret)).toBe(false);
		}
	});

	test('of a newer version is rejected, and the error says what to do', async () => {
		const other = new DatabaseSync(file);
		other.exec('PRAGMA user_version = 99');
		other.close();
		await expect(openSqliteDatabase(file)).rejects.toThrow(
			/newer version .* Install that version again/,
		);
	});
});
