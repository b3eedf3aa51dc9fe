import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	openPostgresStore,
	openSqliteStore,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';

/** A place to open stores in: every store opened there sees the same data. */
export interface StorePlace {
	open(): Promise<MessageStore>;
	/** Closes what was opened and removes the data. */
	remove(): Promise<void>;
}

/**
 * Runs the same tests on SQLite and on PostgreSQL, each test on data of its own. Where PostgreSQL
 * does not answer its tests are skipped, except in CI, where they fail.
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
	beforeEach(async () => {
		place = await create();
	});
	afterEach(async () => await place.remove());
	tests(() => place);
}

export async function sqlitePlace(): Promise<StorePlace> {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-store-'));
	return place(
		() => openSqliteStore(join(folder, 'store.sqlite')),
		async () => rmSync(folder, { recursive: true }),
	);
}

export async function postgresPlace(): Promise<StorePlace> {
	const database = await createDatabase('store');
	return place(
		() => openPostgresStore({ connectionString: postgresUrl(database) }),
		async () => await dropDatabase(database),
	);
}

function place(open: () => Promise<MessageStore>, clear: () => Promise<void>): StorePlace {
	const opened: MessageStore[] = [];
	return {
		async open() {
			const store = await open();
			opened.push(store);
			return store;
		},
		async remove() {
			await Promise.all(opened.map(async (store) => await store.close()));
			await clear();
		},
	};
}
