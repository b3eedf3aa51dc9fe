import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { orUnavailable } from '../store';
import { migrate } from './schema';

type Sqlite = typeof import('node:sqlite');

/** Milliseconds for which a statement holds the thread while another process writes. */
const BUSY_TIMEOUT_MS = 50;
/** The same while opening, when nothing else waits for this thread. */
const OPENING_TIMEOUT_MS = 5_000;

/** Opens or creates the file with permissions 0600, in WAL mode, every commit durable. */
export function openDatabase(file: string): DatabaseSync {
	const sqlite = orUnavailable(
		loadSqlite,
		() =>
			`Storage "SQLite" needs Node 22.16 or later, and n8n runs on Node ${process.versions.node}. Update Node, or set the parameter "Storage" to PostgreSQL.`,
	);
	return orUnavailable(
		() => openFile(sqlite, file),
		(reason) =>
			`The SMS store ${file} cannot be opened (${reason}). Check that the folder exists, that n8n may write to it, and that the disk has room.`,
	);
}

function openFile({ DatabaseSync }: Sqlite, file: string): DatabaseSync {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	closeSync(openSync(file, 'a', 0o600));
	chmodSync(file, 0o600);
	const database = new DatabaseSync(file);
	database.exec(`PRAGMA busy_timeout = ${OPENING_TIMEOUT_MS}`);
	database.exec('PRAGMA journal_mode = WAL');
	database.exec('PRAGMA synchronous = FULL');
	database.exec('PRAGMA foreign_keys = ON');
	migrate(database);
	database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
	return database;
}

/** Node 22 and 24 call the module experimental, once for each process, in the log of n8n's owner. */
function loadSqlite(): Sqlite {
	const { emitWarning } = process;
	process.emitWarning = () => undefined;
	try {
		return createRequire(__filename)('node:sqlite') as Sqlite;
	} finally {
		process.emitWarning = emitWarning;
	}
}
