import { stepOf } from '../../../nodes/VonageSms/reassembly/forget';
import type { Say } from '../progress';
import { benchedStores } from '../stores/open';
import type { BenchedStore, OpenBenchedStore } from '../stores/place';
import { rememberedMessages } from '../stores/filling';
import { median, medianRatio } from '../statistics';
import { keepUp } from './cleaning';
import type { CleaningRow } from './cleaning';
import { stalls } from './stalls';
import type { StallRow } from './stalls';
import { HOURS, OPERATIONS, Subject } from './subject';
import type { Operation } from './subject';

/** One step on the way of a message, in a store that remembers many and in one that remembers few. */
export interface RememberedRow {
	store: BenchedStore['name'];
	operation: Operation;
	/** Milliseconds of one call, median of all rounds. */
	few: number;
	many: number;
	/** Median of the rounds. */
	ratio: number;
	right: boolean;
}

export interface RememberedPlan {
	/** Delivered messages in the large store. */
	messages: number;
	rounds: number;
	/** For how long clean-up is watched under traffic. */
	cleaningSeconds: number;
	/** Rounds in which the event loop is watched. */
	stallRounds: number;
}

export interface RememberedResults {
	messages: number;
	/** Messages in the store that it is compared with: those that clean-up needs. */
	few: number;
	rows: RememberedRow[];
	cleaning: CleaningRow[];
	stalls: StallRow[];
	sizes: { store: BenchedStore['name']; bytes: number }[];
}

/** Messages that a step of the clean-up forgets at most, of the older half. */
const SLICE = stepOf({ isRemote: true });

/** The same steps in a store that remembers many delivered messages and in one that remembers few, in turn. */
export async function rememberedBench(plan: RememberedPlan, say: Say): Promise<RememberedResults> {
	const few = 2 * (plan.rounds + 1) * SLICE;
	const results: RememberedResults = {
		messages: plan.messages,
		few,
		rows: [],
		cleaning: [],
		stalls: [],
		sizes: [],
	};
	for (const openStore of await benchedStores()) await benchOne(openStore, plan, results, say);
	return results;
}

async function benchOne(
	openStore: OpenBenchedStore,
	plan: RememberedPlan,
	results: RememberedResults,
	say: Say,
): Promise<void> {
	const opened: BenchedStore[] = [];
	const open = async (messages: number) => {
		say(`remembered: filling ${messages} delivered messages`);
		const store = await openStore(rememberedMessages(messages, Date.now(), HOURS));
		opened.push(store);
		const subject = new Subject(store, messages);
		await subject.register();
		return subject;
	};
	try {
		const small = await open(results.few);
		const large = await open(plan.messages);
		const store = large.benched.name;
		results.sizes.push({ store, bytes: await large.benched.size() });
		results.rows.push(...(await compare(small, large, plan.rounds, say)));
		say(`remembered: ${store}, the event loop`);
		results.stalls.push(...(await stalls(large, plan.stallRounds)));
		say(`remembered: ${store}, clean-up under traffic`);
		results.cleaning.push(await keepUp(large, plan.cleaningSeconds));
	} finally {
		for (const store of opened) await store.close();
	}
}

async function compare(
	small: Subject,
	large: Subject,
	rounds: number,
	say: Say,
): Promise<RememberedRow[]> {
	const rows = OPERATIONS.map((operation) => ({
		operation,
		small: [] as number[],
		large: [] as number[],
	}));
	for (let round = 0; round <= rounds; round += 1) {
		say(`remembered: ${large.benched.name}, round ${round} of ${rounds}`);
		for (const row of rows) {
			const times = {
				small: await small.run(row.operation),
				large: await large.run(row.operation),
			};
			// The first round warms up.
			if (round === 0) continue;
			row.small.push(median(times.small));
			row.large.push(median(times.large));
		}
	}
	return rows.map((row) => ({
		store: large.benched.name,
		operation: row.operation,
		few: median(row.small),
		many: median(row.large),
		ratio: medianRatio(row.large, row.small),
		right: small.isRight && large.isRight,
	}));
}
