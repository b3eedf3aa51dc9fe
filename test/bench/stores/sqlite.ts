import { hash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { openSqliteStore } from '../../../nodes/VonageSms/reassembly';
import type { Dialect, Filling } from './filling';
import { BODY } from './place';
import type { BenchedStore } from './place';

export async function sqliteStore(filling: Filling): Promise<BenchedStore> {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-bench-'));
	try {
		return await openIn(folder, filling);
	} catch (error) {
		rmSync(folder, { recursive: true });
		throw error;
	}
}

async function openIn(folder: string, filling: Filling): Promise<BenchedStore> {
	const file = join(folder, 'store.sqlite');
	await (await openSqliteStore(file)).close();
	fill(file, filling);
	const store = await openSqliteStore(file);
	const bare = new DatabaseSync(file);
	bare.exec(
		'PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT)',
	);
	const insert = bare.prepare('INSERT INTO bare (body) VALUES (?)');
	return {
		name: 'SQLite',
		store,
		floor: async (id) => {
			insert.run(`${id}${BODY}`);
			// The calls of node:sqlite hold the thread: between two of them, others get their turn.
			await new Promise(setImmediate);
		},
		size: async () => bytesOnDisk(file),
		server: async () => null,
		close: async () => {
			await store.close();
			bare.close();
			rmSync(folder, { recursive: true });
		},
	};
}

const DIALECT: Dialect = {
	numbers: (count) =>
		`(WITH RECURSIVE numbers (n) AS (SELECT 1 WHERE ${count} > 0
			UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count}) SELECT n FROM numbers)`,
	hash: (text) => `sms_hash(${text})`,
};

/** While no store is open: without a log, and with the indexes made at the end. */
function fill(file: string, filling: Filling): void {
	const database = new DatabaseSync(file);
	try {
		database.function('sms_hash', { deterministic: true }, (text) =>
			hash('sha256', String(text), 'base64url'),
		);
		database.exec(
			'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000',
		);
		const indexes = database
			.prepare(
				`SELECT name, sql FROM sqlite_master
				WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('message', 'part')`,
			)
			.all();
		database.exec('BEGIN');
		for (const { name } of indexes) database.exec(`DROP INDEX ${String(name)}`);
		for (const statement of filling(DIALECT)) database.exec(statement);
		for (const { sql } of indexes) database.exec(String(sql));
		database.exec('COMMIT');
	} finally {
		database.close();
	}
}

/** Of a database with its write-ahead log; 0 where there is none. */
export function bytesOnDisk(file: string): number {
	return [file, `${file}-wal`].reduce(
		(sum, path) => sum + (existsSync(path) ? statSync(path).size : 0),
		0,
	);
}
