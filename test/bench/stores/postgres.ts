import { Client, Pool } from 'pg';

import { openPostgresStore } from '../../../nodes/VonageSms/reassembly';
import { createDatabase, dropDatabase, postgresUrl } from '../../services';
import { readServer } from '../serverWork';
import type { Dialect, Filling } from './filling';
import { BODY } from './place';
import type { BenchedStore } from './place';

/** Both pools have the size that the trigger gives its own. */
const CONNECTIONS = 10;

export async function postgresStore(filling: Filling): Promise<BenchedStore> {
	const database = await createDatabase('bench');
	try {
		return await openIn(database, filling);
	} catch (error) {
		await dropDatabase(database);
		throw error;
	}
}

async function openIn(database: string, filling: Filling): Promise<BenchedStore> {
	const connectionString = postgresUrl(database);
	const store = await openPostgresStore({ connectionString, max: CONNECTIONS });
	await fill(connectionString, filling);
	const pool = new Pool({ connectionString, max: CONNECTIONS });
	// Its connections close some time after `end`, and by then the database is dropped.
	pool.on('error', () => undefined);
	await pool.query(
		'CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)',
	);
	return {
		name: 'PostgreSQL',
		store,
		floor: async (id) => {
			await pool.query({
				name: 'bare-insert',
				text: 'INSERT INTO bare (body) VALUES ($1)',
				values: [`${id}${BODY}`],
			});
		},
		size: async () => {
			const { rows } = await pool.query<{ size: string }>(
				'SELECT pg_database_size(current_database()) AS size',
			);
			return Number(rows[0]?.size);
		},
		server: async () => await readServer(pool, [database]),
		close: async () => {
			await store.close();
			await pool.end();
			await dropDatabase(database);
		},
	};
}

const HASH_FUNCTION = `
	CREATE FUNCTION pg_temp.sms_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
		SELECT translate(encode(sha256(convert_to(value, 'UTF8')), 'base64'), '+/=', '-_') $$`;

const DIALECT: Dialect = {
	numbers: (count) => `generate_series(1::bigint, ${count}) AS numbers (n)`,
	hash: (text) => `pg_temp.sms_hash(${text})`,
};

/** In one transaction, with the indexes made at the end, and as vacuumed as PostgreSQL itself leaves it. */
async function fill(connectionString: string, filling: Filling): Promise<void> {
	const client = new Client({ connectionString });
	await client.connect();
	try {
		await client.query(HASH_FUNCTION);
		await client.query('BEGIN');
		await client.query(
			"SET LOCAL search_path TO n8n_vonage_sms; SET LOCAL maintenance_work_mem = '256MB'",
		);
		const { rows } = await client.query<{ name: string; definition: string }>(
			`SELECT indexname AS name, indexdef AS definition FROM pg_indexes
			WHERE schemaname = 'n8n_vonage_sms' AND tablename IN ('message', 'part')
				AND indexname NOT LIKE '%_pkey'`,
		);
		for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
		for (const statement of filling(DIALECT)) await client.query(statement);
		for (const { definition } of rows) await client.query(definition);
		await client.query('COMMIT');
		await client.query('VACUUM ANALYZE n8n_vonage_sms.message, n8n_vonage_sms.part');
		await client.query('CHECKPOINT');
	} finally {
		await client.end();
	}
}
