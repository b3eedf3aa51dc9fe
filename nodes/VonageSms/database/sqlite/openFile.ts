import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { orUnavailable } from '../errors';
import { MIGRATIONS, refuseNewer } from '../migrations';
import { Checkpoints, LARGEST_LOG } from './checkpoints';
import { WriteAheadLog } from './writeAheadLog';

type Sqlite = typeof import('node:sqlite');

/** While opening, a statement may block the thread for this many milliseconds, because nothing else is waiting for it. */
const OPENING_TIMEOUT_MS = 5_000;

/** Two connections to one file. */
export interface SqliteConnections {
	writer: DatabaseSync;
	/** Sees only committed changes, even while a transaction of the writer is open. */
	reader: DatabaseSync;
	/** The log with the commits of both, and of other processes. */
	log: WriteAheadLog;
	/** Where the log goes. */
	checkpoints: Checkpoints;
}

/** Opens or creates the file with permissions 0600, in WAL mode, at the newest version of the schema. */
export function openFile(file: string): SqliteConnections {
	const sqlite = orUnavailable(
		loadSqlite,
		() =>
			`'Storage: SQLite' needs Node 22.16 or later, and n8n runs on Node ${process.versions.node}. Update Node, or set 'Storage' to PostgreSQL.`,
	);
	return orUnavailable(
		() => connect(sqlite, file),
		(reason) => `The SMS store ${file} can't be opened (${reason}). ${adviceFor(reason)}`,
	);
}

function connect({ DatabaseSync }: Sqlite, file: string): SqliteConnections {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	// A file that this process has open must not be opened and closed: that ends SQLite's locks on it.
	if (!existsSync(file)) writeFileSync(file, '', { flag: 'a', mode: 0o600 });
	chmodSync(file, 0o600);
	const writer = new DatabaseSync(file);
	let reader: InstanceType<Sqlite['DatabaseSync']> | null = null;
	let log: WriteAheadLog | null = null;
	try {
		writer.exec(`PRAGMA busy_timeout = ${OPENING_TIMEOUT_MS}`);
		writer.exec('PRAGMA journal_mode = WAL');
		// The log waits for the disk itself, outside the thread.
		writer.exec('PRAGMA synchronous = NORMAL');
		writer.exec(`PRAGMA wal_autocheckpoint = ${LARGEST_LOG}`);
		// macOS writes to the disk itself only when asked to; elsewhere this changes nothing.
		writer.exec('PRAGMA checkpoint_fullfsync = ON');
		writer.exec('PRAGMA foreign_keys = ON');
		// Overwrites deleted content with zeros, so that the text of a delivered SMS leaves the file.
		writer.exec('PRAGMA secure_delete = ON');
		migrate(writer);
		reader = new DatabaseSync(file);
		reader.exec('PRAGMA query_only = ON');
		// A statement that encounters a lock fails immediately and is retried without blocking the thread.
		for (const connection of [writer, reader]) connection.exec('PRAGMA busy_timeout = 0');
		log = new WriteAheadLog(file, writer);
		return { writer, reader, log, checkpoints: new Checkpoints(file) };
	} finally {
		if (!log) for (const connection of [reader, writer]) connection?.close();
	}
}

/** Brings the file to the newest version, which `PRAGMA user_version` counts; several processes may do this at once. */
function migrate(database: DatabaseSync): void {
	if (version(database) === MIGRATIONS.length) return;
	database.exec('BEGIN IMMEDIATE');
	try {
		const found = version(database);
		refuseNewer(found);
		for (const { sqlite } of MIGRATIONS.slice(found)) database.exec(sqlite);
		database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
		database.exec('COMMIT');
	} finally {
		if (database.isTransaction) database.exec('ROLLBACK');
	}
}

function version(database: DatabaseSync): number {
	return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

function adviceFor(reason: string): string {
	return /not a database|malformed/i.test(reason)
		? 'The file is damaged. Restore it from a backup, or move it elsewhere so that a new one is created.'
		: 'Check that the folder exists, that n8n has permission to write to it, and that there is free disk space.';
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
