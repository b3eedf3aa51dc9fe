import { Pool } from 'pg';

import { openPostgresStore } from '../../../nodes/VonageSms/reassembly';
import { createDatabase, dropDatabase, postgresUrl } from '../../services';
import { BODY, fillMessages, fillParts } from './place';
import type { BenchedStore } from './place';

const RANDOM = 'md5(random()::text || n::text)';
const RANDOM_OF_ID = 'md5(random()::text || id::text)';

/** Both pools have the size that the trigger gives its own. */
const CONNECTIONS = 10;

export async function postgresStore(): Promise<BenchedStore> {
	const database = await createDatabase('bench');
	const connectionString = postgresUrl(database);
	const store = await openPostgresStore({ connectionString, max: CONNECTIONS });
	const pool = new Pool({ connectionString, max: CONNECTIONS });
	// Its connections close some time after `end`, and by then the database is dropped.
	pool.on('error', () => undefined);
	await pool.query(
		'CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)',
	);
	let filled = 0;
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
		fill: async (open) => {
			const newest = '(SELECT coalesce(max(message_id), 0) FROM part)';
			const rows = `generate_series(${filled}, ${open} - 1) AS numbers (n)`;
			await pool.query(
				// As a replica PostgreSQL does not look each filled part's message up.
				`BEGIN; SET LOCAL search_path TO n8n_vonage_sms; SET LOCAL session_replication_role = replica;
				${fillMessages(RANDOM, rows)}; ${fillParts(RANDOM_OF_ID, newest)}; COMMIT`,
			);
			await pool.query('VACUUM ANALYZE n8n_vonage_sms.message');
			await pool.query('VACUUM ANALYZE n8n_vonage_sms.part');
			await pool.query('CHECKPOINT');
			filled = open;
		},
		size: async () => {
			const { rows } = await pool.query<{ size: string }>(
				'SELECT pg_database_size(current_database()) AS size',
			);
			return Number(rows[0]?.size);
		},
		close: async () => {
			await store.close();
			await pool.end();
			await dropDatabase(database);
		},
	};
}
