import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

import { postgresUrl } from './services';

/** Contents of the SMS store, to compare with n8n's executions. */
export interface StoreReader {
	/** Number of messages that haven't been delivered yet. */
	open(): Promise<number>;
	/** The key of the message that each execution began, by the execution's id. */
	begunBy(): Promise<Map<string, string>>;
	/** Keys of the messages that were to run again, because the execution that had begun them crashed. */
	offeredAgain(): Promise<Set<string>>;
	close(): Promise<void>;
}

const OPEN = "SELECT count(*) AS n FROM message WHERE state <> 'delivered'";
const BEGUN = 'SELECT begun_by AS id, key FROM message WHERE begun_by IS NOT NULL';
const OFFERED_AGAIN = 'SELECT key FROM message WHERE run_again = 1';

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** Reads the file while n8n is writing to it. */
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

/** Reads through a separate connection that tests don't cut. */
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
		offeredAgain: async () => new Set((await query(OFFERED_AGAIN)).map(({ key }) => String(key))),
		close,
	};
}
