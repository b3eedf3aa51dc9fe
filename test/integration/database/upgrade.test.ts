import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

import { MIGRATIONS } from '../../../nodes/VonageSms/database/migrations';
import {
	openPostgresStore,
	openSqliteStore,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';
import { handOver, part, reassemblerOn, SCOPE, whole } from '../../unit/reassembly/builders';

/** Version of the schema before keys became narrower. */
const WIDE = 4;
const SECONDS = 1_600_000_000;
const NOW = SECONDS * 1000;

/** As that version hashed. */
const wide = (value: unknown[]) => hash('sha256', JSON.stringify(value), 'base64url');
const LONG = wide(['part', 'abcd1234', '447700900123', '447700900001', '08B5', 2, null]);
const SENDER = wide(['sender', '447700900123']);

const message = (key: string, total: number, received: number, state: string) => `
	INSERT INTO message (scope, key, sender, total, received, state, last_part_at, due_at)
	VALUES ('${SCOPE}', '${key}', '${SENDER}', ${total}, ${received}, '${state}', ${NOW}, ${NOW + 3_600_000})`;

const record = (row: number, key: string, id: string, number: number, text: string) => `
	INSERT INTO part (message_id, seq, part, record_key, digest, emission, received_at, body)
	VALUES (${row}, ${number - 1}, ${number}, '${wide([key, id, number])}', '${wide([text, null, null])}',
		0, ${NOW}, '${JSON.stringify(part(id, number, text))}')`;

/** A delivered SMS, a delivered long message, and a newer one with the same reference that lacks its second part. */
const ROWS = [
	`INSERT INTO dispatcher (scope, serving_since, seen_at, remember_for)
	VALUES ('${SCOPE}', ${NOW}, ${NOW}, 172800000)`,
	message(wide(['message', 'W']), 1, 1, 'delivered'),
	`INSERT INTO part (message_id, seq, part, emission, received_at) VALUES (1, 0, 1, 0, ${NOW})`,
	message(LONG, 2, 2, 'delivered'),
	record(2, LONG, 'A1', 1, 'one'),
	record(2, LONG, 'A2', 2, 'two'),
	message(LONG, 2, 1, 'collecting'),
	record(3, LONG, 'B1', 1, 'three'),
];

async function expectEverythingKnown(store: MessageStore): Promise<void> {
	const subject = reassemblerOn(store, { seconds: SECONDS });
	expect(await subject.receive(SCOPE, whole('W', 'x'))).toBe('duplicate');
	// By its content within the timeout, by its id later.
	const later = reassemblerOn(store, { seconds: SECONDS + 700 });
	expect(await subject.receive(SCOPE, part('A2b', 2, 'two'))).toBe('duplicate');
	expect(await later.receive(SCOPE, part('A2', 2, 'two'))).toBe('duplicate');
	expect(await subject.receive(SCOPE, part('B1', 1, 'three'))).toBe('duplicate');
	expect(await subject.receive(SCOPE, part('B2', 2, 'four'))).toBe('due');
	expect(await handOver(subject)).toMatchObject([{ id: 'B1', text: 'threefour', complete: true }]);
	expect(await subject.receive(SCOPE, part('C1', 1, 'five'))).toBe('stored');
	expect(await store.erase('447700900123')).toEqual({ messages: 4, receipts: 0 });
}

test('an SQLite store with wide keys knows its messages after the upgrade', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-upgrade-'));
	const file = join(folder, 'store.sqlite');
	const database = new DatabaseSync(file);
	for (const { sqlite } of MIGRATIONS.slice(0, WIDE)) database.exec(sqlite);
	for (const row of ROWS) database.exec(row);
	database.exec(`PRAGMA user_version = ${WIDE}`);
	database.close();
	const store = await openSqliteStore(file);
	try {
		await expectEverythingKnown(store);
	} finally {
		await store.close();
		rmSync(folder, { recursive: true });
	}
});

describeWithPostgres('a PostgreSQL store', () => {
	let name: string;
	beforeAll(async () => (name = await createDatabase('upgrade')));
	afterAll(async () => await dropDatabase(name));

	test('with wide keys knows its messages after the upgrade', async () => {
		const admin = new Client({ connectionString: postgresUrl(name) });
		await admin.connect();
		await admin.query(
			'CREATE SCHEMA n8n_vonage_sms; CREATE TABLE n8n_vonage_sms.schema_version (version integer NOT NULL)',
		);
		await admin.query('SET search_path = n8n_vonage_sms');
		for (const { postgres } of MIGRATIONS.slice(0, WIDE)) await admin.query(postgres);
		for (const row of ROWS) await admin.query(row);
		await admin.query('INSERT INTO schema_version VALUES ($1)', [WIDE]);
		await admin.end();
		const store = await openPostgresStore({ connectionString: postgresUrl(name) });
		try {
			await expectEverythingKnown(store);
		} finally {
			await store.close();
		}
	});
});
