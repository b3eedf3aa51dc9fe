import type { Rules } from './policy';
import type { IncomingRecord } from './record';

export type GenerationState = 'collecting' | 'due' | 'delivering' | 'delivered';

/**
 * How a record belongs to its message: as a part of it; as the repetition of a part under another
 * id; or as a part that an earlier message took for such a repetition.
 */
export type Role = 'part' | 'repetition' | 'moved';

/** A record of a generation. */
export interface Slot {
	/** Order of arrival in its message. */
	seq: number;
	part: number;
	role: Role;
	receivedAt: number;
	/** As in `IncomingRecord`. */
	recordKey: string | null;
	digest: string | null;
}

/** One message among those that have used the same key. */
export interface Generation {
	row: number;
	state: GenerationState;
	/** Number of the item in progress or last delivered. */
	emission: number;
	/** Whether the emission under way is closed to further parts: it was claimed, or discarded. */
	sealed: boolean;
	lastPartAt: number;
	/** The earliest and the latest time of its parts; null if none has a time. */
	sentAt: { first: number; last: number } | null;
	slots: Slot[];
}

/** The remembered messages with the key of a record. */
export interface Known {
	/** The newest messages of the key, newest first. */
	generations: Generation[];
	/** Too many messages wait for the dispatcher. */
	isFull: boolean;
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
	/** `replaces`: the part takes the place of a moved one. */
	| {
			kind: 'join';
			generation: Generation;
			emission: number;
			effect: JoinEffect;
			replaces: Slot | null;
	  }
	| {
			kind: 'open';
			complete: boolean;
			/** Row of the message that ends, because its reference was used again. */
			supersedes: number | null;
			/** Repetitions that turn out to be parts of the new message, with the row that has them now. */
			moving: { from: number; slots: Slot[] } | null;
	  };

/**
 * Decides where a record belongs among the messages of its key.
 *
 * A concatenation reference is 8 or 16 bits wide and comes round again (TS 23.040 9.2.3.24.1), so
 * one key names a row of messages over time: its generations.
 */
export function place(known: Known, record: IncomingRecord, rules: Rules, now: number): Placement {
	const { generations, retried, repeatedIn } = known;
	const [newest] = generations;
	if (retried) return { kind: 'duplicate' };
	if (!record.concatenated) {
		return newest
			? { kind: 'duplicate' }
			: { kind: 'open', complete: true, supersedes: null, moving: null };
	}
	// Carriers repeat a part under another id; a person repeating a text takes longer than that.
	if (repeatedIn !== null) return { kind: 'absorb', row: repeatedIn };

	const fitting = generations.find((generation) => fitsInTime(generation, record, rules));
	const joined = fitting && join(fitting, record, rules);
	return joined ?? open(newest, fitting, record, rules, now);
}

/** An hour between the times of two parts, or six timeouts, tells that they are not of one message. */
function fitsInTime({ sentAt }: Generation, record: IncomingRecord, rules: Rules): boolean {
	if (sentAt === null || record.sentAt === null) return true;
	const apart = Math.max(sentAt.first - record.sentAt, record.sentAt - sentAt.last);
	return apart <= Math.max(3_600_000, 6 * rules.partTimeout);
}

/** Null where other content has the part's place, or no part is missing: the reference was used again. */
function join(generation: Generation, record: IncomingRecord, rules: Rules): Placement | null {
	const { emission, sealed, state } = generation;
	const filled = generation.slots.filter(({ role }) => role !== 'repetition');
	const taken = filled.find(({ part }) => part === record.part) ?? null;
	const replaces = taken?.role === 'moved' && state === 'collecting' ? taken : null;
	if (replaces) return { kind: 'join', generation, emission, effect: 'wait', replaces };
	if (taken || filled.length >= record.total) return null;

	const complete = filled.length + 1 === record.total;
	const joining = { kind: 'join', generation, replaces: null } as const;
	if (!sealed) return { ...joining, emission, effect: complete ? 'complete' : 'wait' };
	// A claimed message keeps its content, so that its deduplication key always means the same item.
	const reopens = state === 'delivered' && (complete || rules.emitIncomplete);
	return { ...joining, emission: emission + 1, effect: reopens ? 'reopen' : 'wait' };
}

function open(
	newest: Generation | undefined,
	fitting: Generation | undefined,
	record: IncomingRecord,
	{ partTimeout }: Rules,
	now: number,
): Placement {
	const slots = fitting ? repetitionsFor(fitting, record, now - partTimeout) : [];
	return {
		kind: 'open',
		complete: slots.length + 1 === record.total,
		supersedes: newest?.state === 'collecting' && !isOlder(record, newest) ? newest.row : null,
		moving: fitting && slots.length > 0 ? { from: fitting.row, slots } : null,
	};
}

/**
 * Templates and alarms begin alike, so what looked like the repetition of a part may be the first
 * part of the next message under the same reference. The newest repetition of each other part.
 */
function repetitionsFor({ slots }: Generation, record: IncomingRecord, since: number): Slot[] {
	const byPart = new Map<number, Slot>();
	for (const slot of slots) {
		const recent = slot.role === 'repetition' && slot.receivedAt > since;
		if (recent && slot.part !== record.part) byPart.set(slot.part, slot);
	}
	return [...byPart.values()];
}

/** Whether a record that was held up on its way belongs before the newest message. */
function isOlder({ sentAt }: IncomingRecord, newest: Generation): boolean {
	return sentAt !== null && newest.sentAt !== null && sentAt < newest.sentAt.first;
}
