import type { DatabaseSync } from 'node:sqlite';

import { StoreUnavailable } from '../store';

/** Each entry brings a file from the version of its index to the next; `PRAGMA user_version` counts. */
const MIGRATIONS = [
	`
	-- Scopes that a dispatcher serves: without one nothing is accepted.
	CREATE TABLE dispatcher (
		scope TEXT PRIMARY KEY,
		registered_at INTEGER NOT NULL
	) WITHOUT ROWID;

	-- One row a message: a single SMS, a receipt, or one generation of a concatenation reference.
	CREATE TABLE message (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		scope TEXT NOT NULL,
		key TEXT NOT NULL,
		sender TEXT NOT NULL,
		total INTEGER NOT NULL,
		received INTEGER NOT NULL,
		state TEXT NOT NULL CHECK (state IN ('collecting', 'due', 'delivering', 'delivered')),
		-- Number of the item under way or last given; parts that come after it was claimed belong to the next.
		emission INTEGER NOT NULL DEFAULT 0,
		newest_emission INTEGER NOT NULL DEFAULT 0,
		sealed INTEGER NOT NULL DEFAULT 0,
		last_part_at INTEGER NOT NULL,
		-- When the state ends by itself: collecting, it times out; due, it may be claimed;
		-- delivering, the lease runs out; delivered, it may be forgotten.
		due_at INTEGER NOT NULL,
		-- Order of handing over.
		due_since INTEGER NOT NULL DEFAULT 0,
		lease TEXT,
		released INTEGER NOT NULL DEFAULT 0,
		redelivered INTEGER NOT NULL DEFAULT 0
	);
	CREATE INDEX message_key ON message (scope, key);
	CREATE INDEX message_collecting ON message (scope, due_at) WHERE state = 'collecting';
	CREATE INDEX message_due ON message (scope, due_since, id) WHERE state = 'due';
	CREATE INDEX message_delivering ON message (scope, due_at) WHERE state = 'delivering';
	CREATE INDEX message_delivered ON message (due_at) WHERE state = 'delivered';
	CREATE INDEX message_sender ON message (scope, sender, state) WHERE state <> 'delivered';

	-- One row a record; part 0 is a record that was absorbed as the duplicate of another.
	CREATE TABLE part (
		message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
		-- Order of arrival.
		seq INTEGER NOT NULL,
		part INTEGER NOT NULL,
		record_key TEXT NOT NULL,
		digest TEXT NOT NULL,
		emission INTEGER NOT NULL,
		received_at INTEGER NOT NULL,
		-- ASCII JSON; null once the whole message is delivered.
		body TEXT,
		PRIMARY KEY (message_id, seq)
	) WITHOUT ROWID;

	-- What a registration has to remember over a crash.
	CREATE TABLE note (
		name TEXT PRIMARY KEY,
		value TEXT NOT NULL
	) WITHOUT ROWID;
	`,
];

/** Brings the file to the newest version; several processes may do this at once. */
export function migrate(database: DatabaseSync): void {
	if (version(database) === MIGRATIONS.length) return;
	database.exec('BEGIN IMMEDIATE');
	let committed = false;
	try {
		const found = version(database);
		if (found > MIGRATIONS.length) {
			throw new StoreUnavailable(
				`The SMS store was written by a newer version of this package (schema ${found}, known up to ${MIGRATIONS.length}). Install that version again.`,
			);
		}
		for (const migration of MIGRATIONS.slice(found)) database.exec(migration);
		database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
		database.exec('COMMIT');
		committed = true;
	} finally {
		if (!committed) database.exec('ROLLBACK');
	}
}

function version(database: DatabaseSync): number {
	const row = database.prepare('PRAGMA user_version').get();
	return Number(row?.['user_version']);
}
