import type { IncomingRecord, PlacementPolicy } from './store';

export type GenerationState = 'collecting' | 'due' | 'delivering' | 'delivered';

/** A record that fills a slot, or (slot 0) one that was absorbed as a duplicate. */
export interface Slot {
	part: number;
	recordKey: string;
	digest: string;
}

/** What a part that joins does to its message: wait for more, complete it, or bring a delivered one back. */
export type JoinEffect = 'wait' | 'complete' | 'reopen';

/** One message among those that have used the same key. */
export interface Generation {
	row: number;
	state: GenerationState;
	/** Number of the item under way or last given. */
	emission: number;
	/** Whether the emission under way is closed to further parts: it was claimed, or discarded. */
	sealed: boolean;
	/** Delivered: when it may be forgotten. */
	dueAt: number;
	lastPartAt: number;
	slots: Slot[];
}

/** What to do with a record. */
export type Placement =
	| {
			kind: 'duplicate';
			row: number;
			/** Seen under a new id, which is worth remembering. */ absorb: boolean;
	  }
	| { kind: 'join'; row: number; emission: number; effect: JoinEffect }
	| { kind: 'open'; complete: boolean; supersedes: number | null };

/**
 * Decides where a record belongs among the generations of its key, newest first.
 *
 * A concatenation reference is 8 or 16 bits wide and comes round again (TS 23.040 9.2.3.24.1), so
 * one key names a row of messages over time: its generations. The PostgreSQL store carries the
 * same decision as a function in the database; one test suite and one property hold the two equal.
 */
export function place(
	generations: readonly Generation[],
	record: IncomingRecord,
	policy: PlacementPolicy,
	now: number,
): Placement {
	const live = generations.filter((generation) => isRemembered(generation, policy, now));

	const retried = live.find(({ slots }) => slots.some((s) => s.recordKey === record.recordKey));
	if (retried) return { kind: 'duplicate', row: retried.row, absorb: false };

	if (!record.concatenated) return { kind: 'open', complete: true, supersedes: null };

	// Carriers repeat a part under another id; a person repeating a text takes longer than that.
	const repeated = live.find(
		(generation) =>
			now < generation.lastPartAt + policy.partTimeout &&
			generation.slots.some((s) => s.part === record.part && s.digest === record.digest),
	);
	if (repeated) return { kind: 'duplicate', row: repeated.row, absorb: true };

	const [newest] = live;
	if (newest && hasRoom(newest, record)) {
		return join(newest, record, policy);
	}
	return {
		kind: 'open',
		complete: record.total === 1,
		supersedes: newest?.state === 'collecting' ? newest.row : null,
	};
}

function join(generation: Generation, record: IncomingRecord, policy: PlacementPolicy): Placement {
	const { row, emission, sealed, state } = generation;
	const complete = filledSlots(generation) + 1 === record.total;
	if (!sealed) return { kind: 'join', row, emission, effect: complete ? 'complete' : 'wait' };

	// What was claimed keeps its content, so that its deduplication key means one thing for ever.
	const reopens = state === 'delivered' && (complete || policy.emitIncomplete);
	return { kind: 'join', row, emission: emission + 1, effect: reopens ? 'reopen' : 'wait' };
}

function isRemembered(generation: Generation, policy: PlacementPolicy, now: number): boolean {
	switch (generation.state) {
		case 'delivered':
			return now < generation.dueAt;
		case 'collecting':
			return now < generation.lastPartAt + policy.partTimeout + policy.rememberFor;
		default:
			return true;
	}
}

/** Other content in a taken slot, or no slot left, means that the reference was used again. */
function hasRoom(generation: Generation, record: IncomingRecord): boolean {
	return (
		filledSlots(generation) < record.total &&
		!generation.slots.some((slot) => slot.part === record.part)
	);
}

function filledSlots(generation: Generation): number {
	return generation.slots.filter((slot) => slot.part > 0).length;
}
