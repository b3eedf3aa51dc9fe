import { LEASE_MS, Reassembler } from '../../../nodes/VonageSms/reassembly';
import {
	handOver,
	part,
	reassembler,
	reassemblerOn,
	SCOPE,
	whole,
	type Clock,
} from '../../unit/reassembly/builders';
import { describeOnBothStores } from '../../unit/reassembly/stores';

const HOUR = 3600;
const policy = { partTimeout: 600, deduplicationHours: 48, onIncomplete: 'emit' } as const;

describeOnBothStores('clocks that differ', (place) => {
	let clock: Clock;
	let subject: Reassembler;
	beforeEach(async () => {
		clock = { seconds: 1_600_000_000 };
		subject = await reassembler(place(), clock);
	});

	test('a process whose clock is ahead does not delay messages that are due on arrival', async () => {
		const ahead = reassemblerOn(await place().open(), { seconds: clock.seconds + 120 });
		await ahead.receive(SCOPE, whole('A', 'x'));
		await ahead.receive(SCOPE, part('B', 1, 'a'));
		await ahead.receive(SCOPE, part('C', 2, 'b'));
		expect((await handOver(subject)).map(({ text }) => text)).toEqual(['x', 'ab']);
	});

	test('a clock set back by an hour delays no leases, timeouts, or released messages', async () => {
		await subject.receive(SCOPE, whole('leased', 'x'));
		await subject.claim(SCOPE);
		await subject.receive(SCOPE, whole('released', 'y'));
		const [released] = await subject.claim(SCOPE);
		await released?.release();
		await subject.receive(SCOPE, part('part', 1, 'a'));

		clock.seconds -= HOUR;
		expect((await handOver(subject)).map(({ id }) => id).sort()).toEqual(['leased', 'released']);
		clock.seconds += 600;
		expect((await handOver(subject)).map(({ id }) => id)).toEqual(['part']);
	});

	test('a lease stays valid if it is renewed after the clock was set back', async () => {
		await subject.receive(SCOPE, whole('A', 'x'));
		const [delivery] = await subject.claim(SCOPE);
		clock.seconds -= HOUR;
		await delivery?.renew();
		expect(await subject.claim(SCOPE)).toEqual([]);
		clock.seconds += LEASE_MS / 1000;
		expect(await subject.claim(SCOPE)).toHaveLength(1);
	});

	test('a shorter timeout applies to parts already in the store', async () => {
		await subject.receive(SCOPE, part('A', 1, 'a'));
		const hasty = reassemblerOn(await place().open(), clock, { partTimeout: 60 });
		await hasty.claim(SCOPE);
		clock.seconds += 60;
		expect((await handOver(hasty)).map(({ id }) => id)).toEqual(['A']);
	});

	test('a reassembler without its own clock uses the clock of the store', async () => {
		const store = await place().open();
		const timeless = new Reassembler(store, policy);
		await timeless.register(SCOPE);
		await timeless.receive(SCOPE, whole('A', 'x'));
		const [delivery] = await timeless.claim(SCOPE);
		const receivedAt = delivery?.message.first.receivedAt ?? 0;
		expect(Math.abs(receivedAt - store.database.now())).toBeLessThan(60_000);
	});
});
