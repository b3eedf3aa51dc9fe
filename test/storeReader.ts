import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

import { postgresUrl } from './services';

/** What the SMS store knows beside n8n's executions. */
export interface StoreReader {
	/** How many messages are not delivered yet. */
	open(): Promise<number>;
	/** The key of the message that each execution began, by the execution's id. */
	begunBy(): Promise<Map<string, string>>;
	close(): Promise<void>;
}

const OPEN = "SELECT count(*) AS n FROM message WHERE state <> 'delivered'";
const BEGUN = 'SELECT begun_by AS id, key FROM message WHERE begun_by IS NOT NULL';

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** Reads the file while n8n writes it. */
export function sqliteReader(userFolder: string): StoreReader {
	const file = join(userFolder, '.n8n', 'vonage-sms.sqlite');
	const query: Query = async (sql) => {
		const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
		try {
			return database.prepare(sql).all();
		} finally {
			database.close();
		}
	};
	return reader(query, async () => undefined);
}

/** Reads by a connection of its own, which no test cuts. */
export async function postgresReader(database: string): Promise<StoreReader> {
	const client = new Client({ connectionString: postgresUrl(database) });
	await client.connect();
	const query: Query = async (sql) => {
		const { rows } = await client.query(sql.replace('FROM message', 'FROM n8n_vonage_sms.message'));
		return rows;
	};
	return reader(query, async () => await client.end());
}

function reader(query: Query, close: () => Promise<void>): StoreReader {
	return {
		open: async () => Number((await query(OPEN))[0]!.n),
		begunBy: async () =>
			new Map((await query(BEGUN)).map(({ id, key }) => [String(id), String(key)])),
		close,
	};
}
