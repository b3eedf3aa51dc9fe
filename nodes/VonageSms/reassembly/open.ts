import type { Database, Transaction } from '../database';
import { REMEMBERED, remembered } from './look';
import type { Generation, Placement } from './placement';
import type { Rules } from './policy';
import type { IncomingRecord } from './record';
import type { ReceiveOutcome } from './types';

const COLUMNS = `scope, key, sender, total, received, state, last_part_at, first_sent_at, last_sent_at,
	due_at, due_since`;
const VALUES = `:scope, :key, :sender, :total, :received, :state, :now, :sentAt, :sentAt, :dueAt, :now`;

const OPEN = `INSERT INTO message (${COLUMNS}) VALUES (${VALUES})`;

/** Value of `generation` for the newest message of a key, which is the column's default. */
const NEWEST = Number.MAX_SAFE_INTEGER;

const IS_NEWEST = `scope = :scope AND key = :key AND generation = ${NEWEST}`;

/**
 * Makes room for a newer message. One that another process began since `look` keeps its place: then the
 * insert fails, and the transaction runs again and finds it.
 */
const MAKE_OLDER = `
	UPDATE message AS m SET generation = id WHERE ${IS_NEWEST} AND (id = :known OR NOT ${REMEMBERED})`;

const OPENED = `(SELECT id FROM message WHERE ${IS_NEWEST})`;

const PART_COLUMNS = 'message_id, seq, part, record_key, digest, emission, received_at, body';

const INSERT_FIRST_PART = `
	INSERT INTO part (${PART_COLUMNS})
	VALUES (${OPENED}, :seq, :part, :recordKey, :digest, 0, :now, :body)`;

const MOVE_PART = `
	UPDATE part SET message_id = ${OPENED}, role = 'moved' WHERE message_id = :from AND seq = :seq`;

/** Begins a message with its first record. */
export function open(
	transaction: Transaction,
	{ complete, moving }: Extract<Placement, { kind: 'open' }>,
	newest: Generation | undefined,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): ReceiveOutcome {
	const { scope, key } = record;
	const { from, slots } = moving ?? { from: 0, slots: [] };
	const known = newest?.row ?? 0;
	transaction.write(MAKE_OLDER, { scope, key, known, ...remembered(rules, now) });
	transaction.write(OPEN, opening(record, 1 + slots.length, complete, rules, now));
	for (const { seq } of slots) transaction.write(MOVE_PART, { scope, key, from, seq });
	// What moves arrived before it.
	const seq = Math.max(-1, ...slots.map((slot) => slot.seq)) + 1;
	transaction.write(INSERT_FIRST_PART, { ...firstPart(record, now), seq });
	return complete ? 'due' : 'stored';
}

/**
 * Both rows in one statement, as only PostgreSQL can. It takes no lock: of two processes that begin a
 * message of the same key at the same moment, the second inserts nothing.
 */
const OPEN_IF_FIRST = `
	WITH opened AS (
		INSERT INTO message (${COLUMNS})
		SELECT ${VALUES} FROM dispatcher d
		WHERE d.scope = :scope AND d.seen_at > :deadSince AND d.is_full = 0 AND NOT EXISTS
			(SELECT 1 FROM message m WHERE m.scope = :scope AND m.key = :key AND ${REMEMBERED})
		ON CONFLICT (key, scope, generation) DO NOTHING
		RETURNING id)
	INSERT INTO part (${PART_COLUMNS})
	SELECT id, 0, :part, :recordKey, :digest, 0, :now, :body FROM opened`;

/**
 * Begins a message in one statement on PostgreSQL when its record is the first that is known of its
 * key, as most are. Null when it is not, or is not accepted: then nothing was done.
 */
export async function openIfFirst(
	database: Pick<Database, 'run' | 'notify'>,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): Promise<ReceiveOutcome | null> {
	const complete = record.total === 1;
	const inserted = await database.run(OPEN_IF_FIRST, {
		...opening(record, 1, complete, rules, now),
		...firstPart(record, now),
		...remembered(rules, now),
		deadSince: now - Math.min(rules.dispatcherTimeout, now),
	});
	if (inserted !== 1) return null;
	if (complete) database.notify(record.scope);
	return complete ? 'due' : 'stored';
}

/** Records of one key follow each other. */
export function lockOf({ scope, key }: IncomingRecord): string {
	return `${scope}/${key}`;
}

function opening(
	{ scope, key, sender, total, sentAt }: IncomingRecord,
	received: number,
	complete: boolean,
	rules: Rules,
	now: number,
) {
	return {
		scope,
		key,
		sender,
		total,
		received,
		state: complete ? 'due' : 'collecting',
		now,
		sentAt,
		// A due message needs no clock: 0 is in the past for every process.
		dueAt: complete ? 0 : now + rules.partTimeout,
	};
}

function firstPart({ scope, key, part, recordKey, digest, body }: IncomingRecord, now: number) {
	return { scope, key, part, recordKey, digest, now, body };
}
