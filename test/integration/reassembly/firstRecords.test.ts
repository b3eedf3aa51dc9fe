import { Client } from 'pg';

import { statementOf } from '../../../nodes/VonageSms/database/postgres/statement';
import type { Values } from '../../../nodes/VonageSms/database';
import { openPostgresStore, type MessageStore } from '../../../nodes/VonageSms/reassembly';
import { openIfFirst } from '../../../nodes/VonageSms/reassembly/open';
import { rulesOf } from '../../../nodes/VonageSms/reassembly/policy';
import { toRecord } from '../../../nodes/VonageSms/reassembly/record';
import { until } from '../../n8n/until';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';
import { handOver, part, reassemblerOn, SCOPE } from '../../unit/reassembly/builders';

const clock = { seconds: 1_600_000_000 };
const rules = rulesOf({ partTimeout: 600, deduplicationHours: 48, onIncomplete: 'emit' });

/** The first record of a message is inserted without a lock, which a second process may do at the same moment. */
describeWithPostgres('two parts that both look like the first of their message', () => {
	let name: string;
	let admin: Client;
	let stores: MessageStore[];
	beforeAll(async () => (name = await createDatabase('first')));
	afterAll(async () => await dropDatabase(name));
	beforeEach(async () => {
		admin = new Client({ connectionString: postgresUrl(name) });
		await admin.connect();
		stores = [await open(), await open()];
		await stores[0]!.purge(SCOPE);
		await reassemblerOn(stores[0]!, clock).register(SCOPE);
		await admin.query('SET search_path = n8n_vonage_sms');
	});
	afterEach(async () => {
		await admin.end();
		await Promise.all(stores.map(async (store) => await store.close()));
	});
	const open = async () => await openPostgresStore({ connectionString: postgresUrl(name) });

	const statementWaits = async () =>
		await until('a statement that waits for a lock', async () => {
			const { rows } = await admin.query(
				`SELECT 1 FROM pg_stat_activity
				WHERE datname = current_database() AND wait_event_type = 'Lock'`,
			);
			return rows.length > 0 || undefined;
		});
	/** Another process receives the first part, in the open transaction of the test. */
	const receiveFirst = async () => {
		const elsewhere = { run: run(admin), notify: () => undefined };
		const record = toRecord(SCOPE, part('A1', 1, 'a'));
		return await openIfFirst(elsewhere, record, rules, clock.seconds * 1000);
	};

	test('are one message where the second waits for the first', async () => {
		const subject = reassemblerOn(stores[0]!, clock);
		await admin.query('BEGIN');
		expect(await receiveFirst()).toBe('stored');
		const second = subject.receive(SCOPE, part('A2', 2, 'b'));
		await statementWaits();
		await admin.query('COMMIT');

		expect(await second).toBe('due');
		expect(await handOver(subject)).toMatchObject([{ text: 'ab', complete: true }]);
	});

	test('are one message where they arrive at the same moment', async () => {
		const [one, two] = stores.map((store) => reassemblerOn(store, clock));
		const answers = await Promise.all([
			one!.receive(SCOPE, part('A1', 1, 'a')),
			two!.receive(SCOPE, part('A2', 2, 'b')),
		]);
		expect(answers.sort()).toEqual(['due', 'stored']);
		expect(await handOver(one!)).toMatchObject([{ text: 'ab', complete: true }]);
	});

	test('are one message where the first appears while the second is being placed', async () => {
		const subject = reassemblerOn(stores[0]!, clock);
		await admin.query('BEGIN; LOCK TABLE message IN SHARE MODE');
		// With something to write beside it, a record is placed step by step.
		const second = subject.receive(SCOPE, part('A2', 2, 'b'), () => undefined);
		await statementWaits();
		expect(await receiveFirst()).toBe('stored');
		await admin.query('COMMIT');

		expect(await second).toBe('due');
		expect(await handOver(subject)).toMatchObject([{ text: 'ab', complete: true }]);
	});
});

function run(client: Client) {
	return async (sql: string, values: Values) => {
		const { text, parameters } = statementOf(sql);
		const { rowCount } = await client.query(
			text,
			parameters.map((parameter) => values[parameter]),
		);
		return rowCount ?? 0;
	};
}
