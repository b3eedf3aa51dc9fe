import {
	openPostgresStore,
	type MessageStore,
	type Reassembler,
} from '../../../nodes/VonageSms/reassembly';
import { createDatabase, describeWithPostgres, dropDatabase } from '../../services';
import { startTcpProxy, type TcpProxy } from '../../tcpProxy';
import { part, reassemblerOn, receipt, SCOPE, whole } from '../../unit/reassembly/builders';

/** Milliseconds each way: everything sent before a response can arrive counts as one round trip. */
const DELAY = 15;

const clock = { seconds: 1_600_000_000 };

describeWithPostgres('round trips to PostgreSQL', () => {
	let name: string;
	let proxy: TcpProxy;
	let store: MessageStore;
	let subject: Reassembler;
	/** In another process, without the proxy. */
	let elsewhere: MessageStore;
	beforeAll(async () => (name = await createDatabase('trips')));
	afterAll(async () => await dropDatabase(name));
	beforeEach(async () => {
		proxy = await startTcpProxy({ host: '127.0.0.1', port: 5432 }, DELAY);
		const connection = { host: '127.0.0.1', port: proxy.port, user: 'postgres', database: name };
		store = await openPostgresStore(connection);
		await store.purge(SCOPE);
		subject = reassemblerOn(store, clock);
		await subject.register(SCOPE);
		elsewhere = await openPostgresStore({ ...connection, port: 5432 });
	});
	afterEach(async () => {
		await elsewhere.close();
		await store.close();
		await proxy.close();
	});

	const tripsOf = async (work: () => Promise<unknown>) => {
		const before = proxy.roundTrips;
		await work();
		return proxy.roundTrips - before;
	};

	test('a single SMS needs at most two', async () => {
		const receive = async () => await subject.receive(SCOPE, whole('A', 'x'));
		expect(await tripsOf(receive)).toBeLessThanOrEqual(2);
	});

	test('a receipt needs at most two', async () => {
		const receive = async () => await subject.receive(SCOPE, receipt('A', 'delivered'));
		expect(await tripsOf(receive)).toBeLessThanOrEqual(2);
	});

	test('each part needs at most four, whichever process received the others', async () => {
		const trips = [];
		for (const number of [1, 2, 2, 3]) {
			const receive = async () =>
				await subject.receive(SCOPE, part(`A${number}`, number, 'x', { total: 4 }));
			trips.push(await tripsOf(receive));
		}
		const other = reassemblerOn(elsewhere, clock);
		await other.receive(SCOPE, part('B1', 1, 'x', { ref: 'B' }));
		trips.push(
			await tripsOf(async () => await subject.receive(SCOPE, part('B2', 2, 'y', { ref: 'B' }))),
		);
		expect(Math.max(...trips)).toBeLessThanOrEqual(4);
	});

	test('claiming 20 messages needs no more than claiming one', async () => {
		const local = reassemblerOn(elsewhere, clock);
		await local.receive(SCOPE, whole('A', 'x'));
		const one = await tripsOf(async () => expect(await subject.claim(SCOPE)).toHaveLength(1));
		await Promise.all(
			Array.from({ length: 20 }, async (_, id) => await local.receive(SCOPE, whole(`B${id}`, 'x'))),
		);
		const twenty = await tripsOf(async () => expect(await subject.claim(SCOPE)).toHaveLength(20));
		expect(one).toBeGreaterThan(0);
		expect(twenty).toBe(one);
	});
});
