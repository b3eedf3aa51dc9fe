import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { openSqliteStore } from '../../../nodes/VonageSms/reassembly';
import { BODY, fillMessages, fillParts } from './place';
import type { BenchedStore } from './place';

const RANDOM = 'lower(hex(randomblob(16)))';

export async function sqliteStore(): Promise<BenchedStore> {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-bench-'));
	const file = join(folder, 'store.sqlite');
	const store = await openSqliteStore(file);
	const bare = new DatabaseSync(file);
	bare.exec('PRAGMA synchronous = FULL; CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT)');
	const insert = bare.prepare('INSERT INTO bare (body) VALUES (?)');
	let filled = 0;
	return {
		name: 'SQLite',
		store,
		floor: async (id) => {
			insert.run(`${id}${BODY}`);
			// The calls of node:sqlite hold the thread: between two of them, others get their turn.
			await new Promise(setImmediate);
		},
		fill: async (open) => {
			const newest = newestId(bare);
			const rows = `(WITH RECURSIVE numbers (n) AS (SELECT ${filled} UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${open}) SELECT n FROM numbers)`;
			bare.exec('BEGIN');
			bare.exec(fillMessages(RANDOM, rows));
			bare.exec(fillParts(RANDOM, String(newest)));
			bare.exec('COMMIT');
			bare.exec('PRAGMA wal_checkpoint(TRUNCATE)');
			filled = open;
		},
		size: async () => bytesOnDisk(file),
		close: async () => {
			await store.close();
			bare.close();
			rmSync(folder, { recursive: true });
		},
	};
}

function newestId(database: DatabaseSync): number {
	return Number(database.prepare('SELECT max(id) AS id FROM message').get()?.['id'] ?? 0);
}

/** Of a database with its write-ahead log; 0 where there is none. */
export function bytesOnDisk(file: string): number {
	return [file, `${file}-wal`].reduce(
		(sum, path) => sum + (existsSync(path) ? statSync(path).size : 0),
		0,
	);
}
