import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import {
	openPostgresStore,
	openSqliteStore,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';

/** A place to open stores in: every store opened there sees the same data. */
export interface StorePlace {
	open(): Promise<MessageStore>;
	/** Closes all stores and deletes all rows. */
	empty(): Promise<void>;
	/** Closes all stores and removes the data. */
	remove(): Promise<void>;
}

/**
 * Runs the same tests on SQLite and on PostgreSQL, each test on an empty store, PostgreSQL in one
 * database for the whole file. If PostgreSQL isn't running, its tests are skipped; in CI, they fail.
 */
export function describeOnBothStores(name: string, tests: (place: () => StorePlace) => void): void {
	describe(`${name} on SQLite`, () => inFreshPlaces(sqlitePlace, tests));
	describeWithPostgres(`${name} on PostgreSQL`, () => inFreshPlaces(postgresPlace, tests));
}

function inFreshPlaces(
	create: () => Promise<StorePlace>,
	tests: (place: () => StorePlace) => void,
): void {
	let place: StorePlace;
	beforeAll(async () => {
		place = await create();
	});
	afterEach(async () => await place.empty());
	afterAll(async () => await place.remove());
	tests(() => place);
}

export async function sqlitePlace(): Promise<StorePlace> {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-store-'));
	return place(
		async () => await openSqliteStore(join(folder, 'store.sqlite')),
		async () => readdirSync(folder).forEach((name) => rmSync(join(folder, name))),
		async () => rmSync(folder, { recursive: true }),
	);
}

/** A separate database, which takes longer to create than all of its tests take to run. */
export async function postgresPlace(): Promise<StorePlace> {
	const database = await createDatabase('store');
	const connectionString = postgresUrl(database);
	return place(
		async () => await openPostgresStore({ connectionString }),
		async () => await truncate(connectionString),
		async () => await dropDatabase(database),
	);
}

async function truncate(connectionString: string): Promise<void> {
	const client = new Client({ connectionString });
	await client.connect();
	try {
		const { rows } = await client.query<{ name: string }>(
			`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
			WHERE schemaname = 'n8n_vonage_sms' AND tablename <> 'schema_version'`,
		);
		const names = rows.map(({ name }) => name).join(', ');
		if (names) await client.query(`TRUNCATE ${names}`);
	} finally {
		await client.end();
	}
}

function place(
	open: () => Promise<MessageStore>,
	clear: () => Promise<void>,
	drop: () => Promise<void>,
): StorePlace {
	const opened: MessageStore[] = [];
	const close = async () => {
		await Promise.all(opened.splice(0).map(async (store) => await store.close()));
	};
	return {
		async open() {
			const store = await open();
			opened.push(store);
			return store;
		},
		async empty() {
			await close();
			await clear();
		},
		async remove() {
			await close();
			await drop();
		},
	};
}
