import { Client } from 'pg';

import {
	openPostgresDatabase,
	StoreUnavailable,
	type Database,
} from '../../../nodes/VonageSms/database';
import { MIGRATIONS } from '../../../nodes/VonageSms/database/migrations';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';
import { startTcpProxy } from '../../tcpProxy';

const READ = 'SELECT count(*) AS notes FROM note';

describeWithPostgres('a PostgreSQL database', () => {
	let name: string;
	let admin: Client;
	const opened: Database[] = [];
	beforeAll(async () => {
		name = await createDatabase('database');
		admin = new Client({ connectionString: postgresUrl(name) });
		await admin.connect();
	});
	afterEach(async () => {
		await Promise.all(opened.splice(0).map(async (database) => await database.close()));
	});
	afterAll(async () => {
		await admin.end();
		await dropDatabase(name);
	});

	const open = async (config: { max?: number; port?: number; user?: string } = {}) => {
		const connection = { host: '127.0.0.1', port: 5432, user: 'postgres', database: name };
		const database = await openPostgresDatabase({ ...connection, ...config });
		opened.push(database);
		return database;
	};

	test('with locked tables rejects requests while Vonage still waits, and does not accumulate server processes', async () => {
		const database = await open();
		await admin.query('BEGIN; LOCK TABLE n8n_vonage_sms.note IN ACCESS EXCLUSIVE MODE');
		const start = performance.now();
		const results = await Promise.allSettled(
			Array.from({ length: 30 }, async () => await database.all(READ)),
		);
		expect(performance.now() - start).toBeLessThan(15_000);
		expect(results.every(({ status }) => status === 'rejected')).toBe(true);
		const { rows } = await admin.query<{ processes: number }>(
			`SELECT count(*)::int AS processes FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'n8n-nodes-vonage-sms'`,
		);
		expect(rows[0]?.processes).toBeLessThanOrEqual(10);
		await admin.query('ROLLBACK');
		expect(await database.all(READ)).toHaveLength(1);
	});

	test('that hangs rejects requests while Vonage still waits, and recovers by itself', async () => {
		const proxy = await startTcpProxy({ host: '127.0.0.1', port: 5432 });
		const database = await open({ port: proxy.port });
		proxy.hang();
		const start = performance.now();
		await expect(database.all(READ)).rejects.toBeInstanceOf(StoreUnavailable);
		expect(performance.now() - start).toBeLessThan(15_000);
		proxy.resume();
		expect(await database.all(READ)).toHaveLength(1);
		await Promise.all(opened.splice(0).map(async (each) => await each.close()));
		await proxy.close();
	});

	test('with one connection for the pool serves listeners and statements', async () => {
		const database = await open({ max: 1 });
		const woken = new Promise<void>((resolve) => database.listen('topic', resolve));
		await (await open()).transaction(async (transaction) => transaction.notify('topic'));
		await woken;
		expect(await database.all(READ)).toHaveLength(1);
	});

	test('behind a pooler that loses prepared statements gets statements as text', async () => {
		const database = await open({ max: 1 });
		await database.all(READ);
		await database.run('DEALLOCATE ALL');
		expect(await database.all(READ)).toHaveLength(1);
		await database.run('DEALLOCATE ALL');
		expect(await database.all(READ)).toHaveLength(1);
	});

	test('can be prepared by an administrator for a user who cannot create schemas', async () => {
		await admin.query(`DROP SCHEMA IF EXISTS n8n_vonage_sms CASCADE`);
		const user = `${name}_user`;
		await admin.query(`CREATE ROLE ${user} LOGIN`);
		try {
			await expect(open({ user })).rejects.toThrow('permission denied');
			await admin.query(`CREATE SCHEMA n8n_vonage_sms AUTHORIZATION ${user}`);
			expect(await (await open({ user })).all(READ)).toHaveLength(1);
		} finally {
			await Promise.all(opened.splice(0).map(async (each) => await each.close()));
			await admin.query(`DROP OWNED BY ${user} CASCADE`);
			await admin.query(`DROP ROLE ${user}`);
		}
	});

	test('of a newer version is rejected, and the error says what to do', async () => {
		await open();
		await admin.query('UPDATE n8n_vonage_sms.schema_version SET version = 99');
		await expect(open()).rejects.toThrow(/newer version .* Install that version again/);
		await admin.query('UPDATE n8n_vonage_sms.schema_version SET version = $1', [MIGRATIONS.length]);
	});

	test('is created once by processes that start together', async () => {
		await admin.query('DROP SCHEMA n8n_vonage_sms CASCADE');
		await Promise.all(Array.from({ length: 6 }, async () => await open()));
		const { rows } = await admin.query('SELECT version FROM n8n_vonage_sms.schema_version');
		expect(rows).toEqual([{ version: MIGRATIONS.length }]);
	});

	test('provides its own clock', async () => {
		const database = await open();
		const { rows } = await admin.query<{ now: Date }>('SELECT clock_timestamp() AS now');
		expect(Math.abs(database.now() - (rows[0]?.now.getTime() ?? 0))).toBeLessThan(10_000);
	});
});
