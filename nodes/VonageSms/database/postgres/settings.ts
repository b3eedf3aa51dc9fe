import type { PoolClient } from 'pg';

import { SCHEMA } from './migrate';

/**
 * Settings of the server for our statements. A statement waits for a lock for less time than a request,
 * so that no server process outlives it. A plan made while the tables were small must not read them
 * whole later, hence no sequential scans.
 */
const SETTINGS = { search_path: SCHEMA, lock_timeout: '5s', enable_seqscan: 'off' };

/** Parameter of a new connection, for as long as it lasts. Poolers ignore or refuse it. */
export const SESSION_SETTINGS = Object.entries(SETTINGS)
	.map(([name, value]) => `-c ${name}=${value}`)
	.join(' ');

/** The same at the beginning of a transaction, which passes through any pooler. */
export const LOCAL_SETTINGS = Object.entries(SETTINGS)
	.map(([name, value]) => `SET LOCAL ${name} = '${value}'`)
	.join('; ');

/** Whether the connection has the settings, so that transactions do without. */
export async function hasSettings(client: PoolClient): Promise<boolean> {
	const columns = Object.keys(SETTINGS).map((name) => `current_setting('${name}') AS ${name}`);
	const { rows } = await client.query<Record<string, string>>(`SELECT ${columns.join(', ')}`);
	return Object.entries(SETTINGS).every(([name, value]) => rows[0]?.[name] === value);
}
