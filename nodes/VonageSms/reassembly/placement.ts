import type { Rules } from './policy';
import type { IncomingRecord } from './record';

export type GenerationState = 'collecting' | 'due' | 'delivering' | 'delivered';

/** One message among those that have used the same key. */
export interface Generation {
	row: number;
	state: GenerationState;
	/** Number of the item under way or last given. */
	emission: number;
	/** Whether the emission under way is closed to further parts: it was claimed, or discarded. */
	sealed: boolean;
	/** Numbers of the parts that it has. */
	parts: ReadonlySet<number>;
}

/** What the store knows about the key of a record, of what is still remembered. */
export interface Known {
	newest: Generation | null;
	/** The same record was received before. */
	retried: boolean;
	/** Row of a message that has the same content for the same part, under another id, within the timeout. */
	repeatedIn: number | null;
}

/** What a part that joins does to its message: wait for more, complete it, or bring a delivered one back. */
export type JoinEffect = 'wait' | 'complete' | 'reopen';

/** What to do with a record. */
export type Placement =
	| { kind: 'duplicate' }
	/** A duplicate under a new id, which is worth remembering. */
	| { kind: 'absorb'; row: number }
	| { kind: 'join'; generation: Generation; emission: number; effect: JoinEffect }
	| { kind: 'open'; complete: boolean; supersedes: number | null };

/**
 * Decides where a record belongs among the messages of its key.
 *
 * A concatenation reference is 8 or 16 bits wide and comes round again (TS 23.040 9.2.3.24.1), so
 * one key names a row of messages over time: its generations.
 */
export function place(known: Known, record: IncomingRecord, rules: Rules): Placement {
	const { newest, retried, repeatedIn } = known;
	if (retried) return { kind: 'duplicate' };
	if (!record.concatenated) {
		return newest ? { kind: 'duplicate' } : { kind: 'open', complete: true, supersedes: null };
	}
	// Carriers repeat a part under another id; a person repeating a text takes longer than that.
	if (repeatedIn !== null) return { kind: 'absorb', row: repeatedIn };
	if (newest && hasRoom(newest, record)) return join(newest, record, rules);
	return {
		kind: 'open',
		complete: record.total === 1,
		supersedes: newest?.state === 'collecting' ? newest.row : null,
	};
}

/** Other content for a part that is known, or no part missing, means that the reference was used again. */
function hasRoom({ parts }: Generation, record: IncomingRecord): boolean {
	return parts.size < record.total && !parts.has(record.part);
}

function join(generation: Generation, record: IncomingRecord, rules: Rules): Placement {
	const { emission, sealed, state, parts } = generation;
	const complete = parts.size + 1 === record.total;
	if (!sealed) {
		return { kind: 'join', generation, emission, effect: complete ? 'complete' : 'wait' };
	}
	// What was claimed keeps its content, so that its deduplication key means one thing for ever.
	const reopens = state === 'delivered' && (complete || rules.emitIncomplete);
	return { kind: 'join', generation, emission: emission + 1, effect: reopens ? 'reopen' : 'wait' };
}
