import type { PoolClient } from 'pg';

import { MIGRATIONS, refuseNewer } from '../migrations';

/** Everything that this package keeps in PostgreSQL is in a schema of its own. */
export const SCHEMA = 'n8n_vonage_sms';

/** Any number that no other program uses: two processes that start together migrate one after the other. */
const MIGRATION_LOCK = 7_220_041_114;

/** Creates or updates the schema; several processes may do this at the same time. */
export async function migrate(client: PoolClient): Promise<void> {
	if ((await version(client)) === MIGRATIONS.length) return;
	await client.query('BEGIN');
	let committed = false;
	try {
		await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
		await createSchema(client);
		const found = await version(client);
		refuseNewer(found);
		await client.query(`SET LOCAL search_path = ${SCHEMA}`);
		for (const { postgres } of MIGRATIONS.slice(found)) await client.query(postgres);
		await client.query('DELETE FROM schema_version');
		await client.query('INSERT INTO schema_version VALUES ($1)', [MIGRATIONS.length]);
		await client.query('COMMIT');
		committed = true;
	} finally {
		if (!committed) await client.query('ROLLBACK').catch(() => undefined);
	}
}

/** Only where they are missing: an administrator may have created the schema for a user who may not. */
async function createSchema(client: PoolClient): Promise<void> {
	const { rows } = await client.query<{ found: boolean }>(
		'SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1) AS found',
		[SCHEMA],
	);
	if (!rows[0]?.found) await client.query(`CREATE SCHEMA ${SCHEMA}`);
	await client.query(
		`CREATE TABLE IF NOT EXISTS ${SCHEMA}.schema_version (version integer NOT NULL)`,
	);
}

async function version(client: PoolClient): Promise<number> {
	const table = await client.query<{ found: boolean }>(
		'SELECT to_regclass($1) IS NOT NULL AS found',
		[`${SCHEMA}.schema_version`],
	);
	if (!table.rows[0]?.found) return 0;
	const row = await client.query<{ version: number }>(
		`SELECT version FROM ${SCHEMA}.schema_version`,
	);
	return row.rows[0]?.version ?? 0;
}
