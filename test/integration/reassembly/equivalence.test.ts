import fc from 'fast-check';

import type { MessageStore, Reassembler } from '../../../nodes/VonageSms/reassembly';
import { describeWithPostgres } from '../../services';
import { part, reassemblerOn, SCOPE, whole, type Clock } from '../../unit/reassembly/builders';
import { postgresPlace, sqlitePlace, type StorePlace } from '../../unit/reassembly/stores';

/** Raise it to look harder: FUZZ_RUNS=2000. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 100);

/** Few references, ids and texts, so that random steps collide all the time. */
const step = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constant('part' as const),
			id: fc.integer({ min: 0, max: 30 }),
			number: fc.integer({ min: 1, max: 3 }),
			text: fc.constantFrom('a', 'b'),
			ref: fc.constantFrom('1', '2'),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('whole' as const),
			id: fc.integer({ min: 0, max: 5 }),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('wait' as const),
			seconds: fc.constantFrom(1, 59, 300, 600, 3600, 7200),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('claim' as const),
			then: fc.constantFrom('confirm', 'release', 'vanish'),
		}),
	},
);

const policy = fc.record({
	onIncomplete: fc.constantFrom('emit' as const, 'discard' as const),
	onePerSender: fc.boolean(),
	deduplicationHours: fc.constantFrom(1, 48),
});

describeWithPostgres('SQLite and PostgreSQL', () => {
	let places: StorePlace[];
	let stores: MessageStore[];
	beforeAll(async () => {
		places = [await sqlitePlace(), await postgresPlace()];
		stores = await Promise.all(places.map(async (place) => await place.open()));
	});
	afterAll(async () => await Promise.all(places.map(async (place) => await place.remove())));

	test('decide the same for every sequence of records, waits and claims', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), policy, async (steps, chosen) => {
				const clock: Clock = { seconds: 1_600_000_000 };
				const [sqlite, postgres] = stores.map((store) => reassemblerOn(store, clock, chosen));
				for (const store of stores) {
					await store.purge(SCOPE);
					await reassemblerOn(store, clock).register(SCOPE);
				}
				for (const next of steps) {
					if (next.do === 'wait') clock.seconds += next.seconds;
					else expect(await apply(next, postgres)).toEqual(await apply(next, sqlite));
				}
			}),
			{ numRuns: RUNS },
		);
	}, 600_000);
});

type Action = Exclude<typeof step extends fc.Arbitrary<infer S> ? S : never, { do: 'wait' }>;

async function apply(action: Action, subject: Reassembler | undefined): Promise<unknown> {
	if (!subject) throw new Error('Nothing to apply it to');
	switch (action.do) {
		case 'part':
			return await subject.receive(
				SCOPE,
				part(`P${action.id}`, action.number, action.text, { total: 3, ref: action.ref }),
			);
		case 'whole':
			return await subject.receive(SCOPE, whole(`W${action.id}`, 'x'));
		case 'claim': {
			const deliveries = await subject.claim(SCOPE);
			for (const delivery of deliveries) {
				if (action.then === 'confirm') await delivery.confirm();
				if (action.then === 'release') await delivery.release();
			}
			return deliveries.map(({ key, message }) => ({ key, message }));
		}
	}
}
