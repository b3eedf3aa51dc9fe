import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { Reassembler } from '../../../nodes/VonageSms/reassembly';
import { postgresAnswers } from '../../services';
import { part, SCOPE } from '../../unit/reassembly/builders';
import { byCallers } from '../callers';
import { mean, median, percentile } from '../statistics';
import type { Say } from '../progress';
import type { BenchedStore } from './place';
import { postgresStore } from './postgres';
import { sqliteStore } from './sqlite';

export interface StoreFigures {
	perSecond: number;
	/** Milliseconds. */
	p50: number;
	p99: number;
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

/** Receives parts, each the first of a message, and compares with the floor in interleaved rounds. */
export async function storeBench(plan: StorePlan, say: Say): Promise<StoreResults> {
	const results: StoreResults = { rows: [], weights: [] };
	const open = (await postgresAnswers()) ? [sqliteStore, postgresStore] : [sqliteStore];
	for (const openStore of open) {
		const benched = await openStore();
		try {
			await benchOne(benched, plan, results, say);
		} finally {
			await benched.close();
		}
	}
	return results;
}

async function benchOne(
	benched: BenchedStore,
	plan: StorePlan,
	results: StoreResults,
	say: Say,
): Promise<void> {
	const reassembler = new Reassembler(benched.store, {
		partTimeout: 36_000,
		deduplicationHours: 48,
		onIncomplete: 'emit',
	});
	await reassembler.register(SCOPE);
	for (const open of plan.sizes) {
		say(`${benched.name}: filling up to ${open} open messages`);
		await benched.fill(open);
		results.weights.push(await weigh(benched, open));
		for (const callers of plan.callers) {
			say(`${benched.name}: ${open} open messages, ${callers} callers`);
			results.rows.push(await compare(benched, reassembler, plan, open, callers));
		}
	}
}

async function compare(
	benched: BenchedStore,
	reassembler: Reassembler,
	plan: StorePlan,
	open: number,
	callers: number,
): Promise<StoreRow> {
	const outcomes = new Set<string>();
	let id = 0;
	const nextId = () => (id += 1);
	const name = `${open}-${callers}`;
	const receive = async () => {
		const ref = `${name}-${nextId()}`;
		outcomes.add(
			await reassembler.receive(SCOPE, part(ref, 1, 'x'.repeat(153), { ref, total: 3 })),
		);
	};
	const times: Record<'floor' | 'receive', number[]> = { floor: [], receive: [] };
	const ratios: number[] = [];
	for (let round = 0; round <= plan.rounds; round += 1) {
		const floor = await timed(callers, plan.partsPerRound, () => benched.floor(nextId()));
		const received = await timed(callers, plan.partsPerRound, receive);
		// The first round warms up.
		if (round === 0) continue;
		times.floor.push(...floor);
		times.receive.push(...received);
		ratios.push(mean(received) / mean(floor));
	}
	return {
		store: benched.name,
		open,
		callers,
		floor: figuresOf(times.floor, callers),
		receive: figuresOf(times.receive, callers),
		ratio: median(ratios),
		right: outcomes.size === 1 && outcomes.has('stored'),
	};
}

/** Milliseconds of each call. */
async function timed(callers: number, count: number, call: () => Promise<void>): Promise<number[]> {
	return await byCallers(callers, count, async () => {
		const start = performance.now();
		await call();
		return performance.now() - start;
	});
}

function figuresOf(times: number[], callers: number): StoreFigures {
	return {
		perSecond: (1000 * callers) / mean(times),
		p50: percentile(times, 0.5),
		p99: percentile(times, 0.99),
	};
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
