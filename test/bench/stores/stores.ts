import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { Reassembler } from '../../../nodes/VonageSms/reassembly';
import { part, SCOPE } from '../../unit/reassembly/builders';
import { mean, median, medianRatio, percentile } from '../statistics';
import type { Say } from '../progress';
import { workBetween } from '../serverWork';
import type { ServerWork } from '../serverWork';
import { timed } from '../timing';
import { openMessages } from './filling';
import { benchedStores } from './open';
import type { BenchedStore, OpenBenchedStore } from './place';

export interface StoreFigures {
	perSecond: number;
	/** Milliseconds. */
	p50: number;
	p99: number;
	/** A call, of the database server; null where there is none. */
	server: ServerWork | null;
}

export interface StoreRow {
	store: BenchedStore['name'];
	/** Messages that lay open in the store beforehand. */
	open: number;
	callers: number;
	floor: StoreFigures;
	receive: StoreFigures;
	/** Time of a part as a multiple of the floor's: the median of the rounds. */
	ratio: number;
	/** The same for the processor time of the database server; null where there is none. */
	cpuRatio: number | null;
	/** Time of a part as a multiple of that with the smallest number of open messages: the median of the rounds. */
	growth: number;
	/** Whether each part was kept, once. */
	right: boolean;
}

/** What the store weighs while so many messages lie open in it. */
export interface StoreWeight {
	store: BenchedStore['name'];
	open: number;
	/** JavaScript heap and everything else of this process, after a garbage collection. */
	heapBytes: number;
	residentBytes: number;
	diskBytes: number;
}

export interface StorePlan {
	sizes: number[];
	callers: number[];
	/** Parts in each of the interleaved rounds. */
	partsPerRound: number;
	rounds: number;
}

export interface StoreResults {
	rows: StoreRow[];
	weights: StoreWeight[];
}

/** Receives parts, each the first of a message, and compares with the floor and between sizes in interleaved rounds. */
export async function storeBench(plan: StorePlan, say: Say): Promise<StoreResults> {
	const results: StoreResults = { rows: [], weights: [] };
	for (const openStore of await benchedStores()) await benchOne(openStore, plan, results, say);
	return results;
}

async function benchOne(
	openStore: OpenBenchedStore,
	plan: StorePlan,
	results: StoreResults,
	say: Say,
): Promise<void> {
	const subjects: Subject[] = [];
	try {
		for (const open of plan.sizes) {
			say(`stores: filling ${open} open messages`);
			const benched = await openStore(openMessages(open));
			subjects.push(new Subject(benched, open));
			results.weights.push(await weigh(benched, open));
		}
		for (const callers of plan.callers) {
			results.rows.push(...(await compare(subjects, plan, callers, say)));
		}
	} finally {
		for (const { benched } of subjects) await benched.close();
	}
}

interface Measured {
	times: number[];
	/** Median of each round. */
	medians: number[];
	/** Mean of each round. */
	means: number[];
	/** Of a call, of each round. */
	work: ServerWork[];
}

/** One store, and what was measured in it with the callers of the moment. */
class Subject {
	readonly outcomes = new Set<string>();
	private readonly reassembler: Reassembler;
	private registered = false;
	private sent = 0;

	constructor(
		readonly benched: BenchedStore,
		readonly open: number,
	) {
		this.reassembler = new Reassembler(benched.store, {
			partTimeout: 36_000,
			deduplicationHours: 48,
			onIncomplete: 'emit',
		});
	}

	async floor(callers: number, count: number, into: Measured): Promise<void> {
		await this.measure(callers, count, into, async () => {
			await this.benched.floor((this.sent += 1));
		});
	}

	async receive(callers: number, count: number, into: Measured): Promise<void> {
		if (!this.registered) await this.reassembler.register(SCOPE);
		this.registered = true;
		await this.measure(callers, count, into, async () => {
			const ref = `bench-${(this.sent += 1)}`;
			const first = part(ref, 1, 'x'.repeat(153), { ref, total: 3 });
			this.outcomes.add(await this.reassembler.receive(SCOPE, first));
		});
	}

	private async measure(
		callers: number,
		count: number,
		into: Measured,
		call: () => Promise<void>,
	): Promise<void> {
		const before = await this.benched.server();
		const times = await timed(callers, count, call);
		const after = await this.benched.server();
		into.times.push(...times);
		into.medians.push(median(times));
		into.means.push(mean(times));
		if (!before || !after) return;
		const { cpu, walBytes } = workBetween(before, after);
		into.work.push({ cpu: cpu === null ? null : cpu / count, walBytes: walBytes / count });
	}
}

async function compare(
	subjects: Subject[],
	{ partsPerRound, rounds }: StorePlan,
	callers: number,
	say: Say,
): Promise<StoreRow[]> {
	const measured = subjects.map((subject) => ({
		subject,
		floor: nothingYet(),
		receive: nothingYet(),
	}));
	for (let round = 0; round <= rounds; round += 1) {
		say(`stores: ${subjects[0]?.benched.name}, ${callers} callers, round ${round} of ${rounds}`);
		for (const { subject, floor, receive } of measured) {
			// The first round warms up.
			await subject.floor(callers, partsPerRound, round === 0 ? nothingYet() : floor);
			await subject.receive(callers, partsPerRound, round === 0 ? nothingYet() : receive);
		}
	}
	const smallest = measured[0]?.receive ?? nothingYet();
	return measured.map(({ subject, floor, receive }) => ({
		store: subject.benched.name,
		open: subject.open,
		callers,
		floor: figuresOf(floor, callers),
		receive: figuresOf(receive, callers),
		ratio: medianRatio(receive.means, floor.means),
		cpuRatio: cpuRatio(receive.work, floor.work),
		growth: medianRatio(receive.medians, smallest.medians),
		right: subject.outcomes.size === 1 && subject.outcomes.has('stored'),
	}));
}

function nothingYet(): Measured {
	return { times: [], medians: [], means: [], work: [] };
}

function figuresOf({ times, work }: Measured, callers: number): StoreFigures {
	return {
		perSecond: (1000 * callers) / mean(times),
		p50: percentile(times, 0.5),
		p99: percentile(times, 0.99),
		server:
			work.length === 0
				? null
				: {
						cpu: meanCpu(work),
						walBytes: median(work.map(({ walBytes }) => walBytes)),
					},
	};
}

function cpuRatio(own: ServerWork[], others: ServerWork[]): number | null {
	const [cpu, floor] = [meanCpu(own), meanCpu(others)];
	return cpu === null || floor === null ? null : cpu / floor;
}

function meanCpu(work: ServerWork[]): number | null {
	const times = work.flatMap(({ cpu }) => cpu ?? []);
	return times.length === 0 ? null : mean(times);
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function weigh(benched: BenchedStore, open: number): Promise<StoreWeight> {
	collectGarbage();
	const { heapUsed, rss } = process.memoryUsage();
	return {
		store: benched.name,
		open,
		heapBytes: heapUsed,
		residentBytes: rss,
		diskBytes: await benched.size(),
	};
}
