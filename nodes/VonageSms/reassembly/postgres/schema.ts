import type { PoolClient } from 'pg';

import { StoreUnavailable } from '../store';
import { CLAIM_FUNCTION } from './claimFunction';
import { SCHEMA } from './names';
import { RECEIVE_FUNCTION } from './receiveFunction';
import { TRANSITION_FUNCTIONS } from './transitions';

/** Any number that nobody else takes: two processes that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_220_041_114;

/** Each entry brings the schema from the version of its index to the next. */
const MIGRATIONS = [
	`
	-- Scopes that a dispatcher serves: without one nothing is accepted.
	CREATE TABLE ${SCHEMA}.dispatcher (
		scope text PRIMARY KEY,
		registered_at bigint NOT NULL
	);

	-- One row a message: a single SMS, a receipt, or one generation of a concatenation reference.
	CREATE TABLE ${SCHEMA}.message (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		scope text NOT NULL,
		key text NOT NULL,
		sender text NOT NULL,
		total integer NOT NULL,
		received integer NOT NULL,
		state text NOT NULL CHECK (state IN ('collecting', 'due', 'delivering', 'delivered')),
		-- Number of the item under way or last given; parts that come after it was claimed belong to the next.
		emission integer NOT NULL DEFAULT 0,
		newest_emission integer NOT NULL DEFAULT 0,
		sealed boolean NOT NULL DEFAULT false,
		last_part_at bigint NOT NULL,
		-- When the state ends by itself: collecting, it times out; due, it may be claimed;
		-- delivering, the lease runs out; delivered, it may be forgotten.
		due_at bigint NOT NULL,
		-- Order of handing over.
		due_since bigint NOT NULL DEFAULT 0,
		lease text,
		released integer NOT NULL DEFAULT 0,
		redelivered boolean NOT NULL DEFAULT false
	);
	CREATE INDEX message_key ON ${SCHEMA}.message (scope, key);
	CREATE INDEX message_collecting ON ${SCHEMA}.message (scope, due_at) WHERE state = 'collecting';
	CREATE INDEX message_due ON ${SCHEMA}.message (scope, due_since, id) WHERE state = 'due';
	CREATE INDEX message_delivering ON ${SCHEMA}.message (scope, due_at) WHERE state = 'delivering';
	CREATE INDEX message_delivered ON ${SCHEMA}.message (due_at) WHERE state = 'delivered';
	CREATE INDEX message_sender ON ${SCHEMA}.message (scope, sender, state) WHERE state <> 'delivered';

	-- One row a record; part 0 is a record that was absorbed as the duplicate of another.
	CREATE TABLE ${SCHEMA}.part (
		message_id bigint NOT NULL REFERENCES ${SCHEMA}.message (id) ON DELETE CASCADE,
		-- Order of arrival.
		seq integer NOT NULL,
		part integer NOT NULL,
		record_key text NOT NULL,
		digest text NOT NULL,
		emission integer NOT NULL,
		received_at bigint NOT NULL,
		-- ASCII JSON as text, not jsonb, which refuses a lone surrogate; null once the whole message is delivered.
		body text,
		PRIMARY KEY (message_id, seq)
	);

	-- What a registration has to remember over a crash.
	CREATE TABLE ${SCHEMA}.note (
		name text PRIMARY KEY,
		value text NOT NULL
	);
	`,
	TRANSITION_FUNCTIONS,
	RECEIVE_FUNCTION,
	CLAIM_FUNCTION,
];

/** Creates or updates the schema; several processes may do this at once. */
export async function migrate(client: PoolClient): Promise<void> {
	if ((await version(client)) === MIGRATIONS.length) return;
	await client.query('BEGIN');
	let committed = false;
	try {
		await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
		await client.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
		await client.query(
			`CREATE TABLE IF NOT EXISTS ${SCHEMA}.schema_version (version integer NOT NULL)`,
		);
		const found = await version(client);
		if (found > MIGRATIONS.length) {
			throw new StoreUnavailable(
				`The SMS store was written by a newer version of this package (schema ${found}, known up to ${MIGRATIONS.length}). Install that version again.`,
			);
		}
		for (const migration of MIGRATIONS.slice(found)) await client.query(migration);
		await client.query(`DELETE FROM ${SCHEMA}.schema_version`);
		await client.query(`INSERT INTO ${SCHEMA}.schema_version VALUES ($1)`, [MIGRATIONS.length]);
		await client.query('COMMIT');
		committed = true;
	} finally {
		if (!committed) await client.query('ROLLBACK');
	}
}

async function version(client: PoolClient): Promise<number> {
	const table = await client.query<{ found: boolean }>(
		`SELECT to_regclass('${SCHEMA}.schema_version') IS NOT NULL AS found`,
	);
	if (!table.rows[0]?.found) return 0;
	const row = await client.query<{ version: number }>(
		`SELECT version FROM ${SCHEMA}.schema_version`,
	);
	return row.rows[0]?.version ?? 0;
}
