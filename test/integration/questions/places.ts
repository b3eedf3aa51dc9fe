import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	openPostgresDatabase,
	openSqliteDatabase,
	type Database,
} from '../../../nodes/VonageSms/database';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';

/** Runs the same tests on SQLite and on PostgreSQL, each on one database whose questions are deleted before each test. */
export function describeOnBothDatabases(
	name: string,
	tests: (database: () => Database) => void,
): void {
	describe(`${name} on SQLite`, () => {
		let folder: string;
		inOneDatabase(
			async () => {
				folder = mkdtempSync(join(tmpdir(), 'vonage-sms-questions-'));
				return await openSqliteDatabase(join(folder, 'store.sqlite'));
			},
			async () => rmSync(folder, { recursive: true }),
			tests,
		);
	});
	describeWithPostgres(`${name} on PostgreSQL`, () => {
		let server: string;
		inOneDatabase(
			async () => {
				server = await createDatabase('questions');
				return await openPostgresDatabase({ connectionString: postgresUrl(server) });
			},
			async () => await dropDatabase(server),
			tests,
		);
	});
}

function inOneDatabase(
	open: () => Promise<Database>,
	remove: () => Promise<void>,
	tests: (database: () => Database) => void,
): void {
	let database: Database;
	beforeAll(async () => {
		database = await open();
	});
	beforeEach(async () => {
		await database.run('DELETE FROM question_round');
	});
	afterAll(async () => {
		await database.close();
		await remove();
	});
	tests(() => database);
}
