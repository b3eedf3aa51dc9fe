import fc from 'fast-check';

import type {
	Delivery,
	MessageStore,
	Reassembler,
	ReassemblyPolicy,
	ReceiveOutcome,
} from '../../../nodes/VonageSms/reassembly';
import { describeWithPostgres } from '../../services';
import { part, reassemblerOn, SCOPE, whole, type Clock } from '../../unit/reassembly/builders';
import { postgresPlace, sqlitePlace, type StorePlace } from '../../unit/reassembly/stores';

/** For a longer run: FUZZ_RUNS=2000. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 100);

/** Few references, ids and texts, so that random parts collide all the time. */
const partStep = fc.record({
	do: fc.constant('part' as const),
	id: fc.integer({ min: 0, max: 30 }),
	number: fc.integer({ min: 1, max: 3 }),
	text: fc.constantFrom('a', 'b'),
	ref: fc.constantFrom('1', '2'),
});

const step = fc.oneof(
	{ weight: 6, arbitrary: partStep },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('whole' as const),
			id: fc.integer({ min: 0, max: 5 }),
			other: fc.constant({}),
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

/** People who text in a row, now and then to another number or with a binary message among the texts. */
const burstStep = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant('whole' as const),
			id: fc.integer({ min: 0, max: 60 }),
			other: fc.record({
				from: fc.constantFrom('447700900123', '447700900999'),
				to: often('447700900001', '447700900002'),
				type: often('text' as const, 'binary' as const),
			}),
		}),
	},
	{ weight: 2, arbitrary: partStep },
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('wait' as const),
			seconds: fc.constantFrom(1, 9, 20, 61),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('claim' as const),
			then: fc.constantFrom('confirm', 'confirm', 'release', 'vanish'),
		}),
	},
);

const burstPolicy = fc.record({
	onIncomplete: fc.constantFrom('emit' as const, 'discard' as const),
	deduplicationHours: fc.constant(48),
	mergeWindow: fc.constantFrom(10, 60),
	mergeLimit: fc.constantFrom(30, 300),
});

function often<T>(usual: T, rare: T): fc.Arbitrary<T> {
	return fc.oneof(
		{ weight: 8, arbitrary: fc.constant(usual) },
		{ weight: 1, arbitrary: fc.constant(rare) },
	);
}

describeWithPostgres('SQLite and PostgreSQL', () => {
	let places: StorePlace[];
	let stores: MessageStore[];
	beforeAll(async () => {
		places = [await sqlitePlace(), await postgresPlace()];
		stores = await Promise.all(places.map(async (place) => await place.open()));
	});
	afterAll(async () => await Promise.all(places.map(async (place) => await place.remove())));

	test('make the same decisions for every sequence of records, waits, and claims', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), policy, async (steps, chosen) => {
				await decide(steps, chosen);
			}),
			{ numRuns: RUNS },
		);
	}, 600_000);

	test('make the same decisions when messages are merged', async () => {
		let merged = 0;
		const bursts = fc.array(burstStep, { maxLength: 40, size: 'max' });
		await fc.assert(
			fc.asyncProperty(bursts, burstPolicy, async (steps, chosen) => {
				const messages = (await decide(steps, chosen)).flatMap(({ message }) => message);
				merged += messages.filter(({ joined }) => joined?.length).length;
			}),
			{ numRuns: RUNS },
		);
		// Otherwise, the steps would prove nothing about merged messages.
		expect(merged).toBeGreaterThan(RUNS / 5);
	}, 600_000);

	/** Runs the same steps on both and compares their decisions. Returns the delivered messages. */
	async function decide(
		steps: Array<Action | { do: 'wait'; seconds: number }>,
		chosen: Partial<ReassemblyPolicy>,
	): Promise<Handed[]> {
		const clock: Clock = { seconds: 1_600_000_000 };
		const [sqlite, postgres] = stores.map((store) => reassemblerOn(store, clock, chosen));
		for (const store of stores) {
			await store.purge(SCOPE);
			await reassemblerOn(store, clock).register(SCOPE);
		}
		const handed: Handed[] = [];
		for (const next of steps) {
			if (next.do === 'wait') {
				clock.seconds += next.seconds;
				continue;
			}
			const decided = await apply(next, sqlite);
			expect(await apply(next, postgres)).toEqual(decided);
			if (typeof decided !== 'string') handed.push(...decided);
		}
		return handed;
	}
});

type Action = Exclude<
	typeof step | typeof burstStep extends fc.Arbitrary<infer S> ? S : never,
	{ do: 'wait' }
>;

type Handed = Pick<Delivery, 'key' | 'message'>;

async function apply(
	action: Action,
	subject: Reassembler | undefined,
): Promise<ReceiveOutcome | Handed[]> {
	if (!subject) throw new Error('Nothing to apply it to');
	switch (action.do) {
		case 'part':
			return await subject.receive(
				SCOPE,
				part(`P${action.id}`, action.number, action.text, { total: 3, ref: action.ref }),
			);
		case 'whole':
			return await subject.receive(SCOPE, whole(`W${action.id}`, `x${action.id}`, action.other));
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
