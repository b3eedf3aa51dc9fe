import type { Database, Transaction } from '../database';
import { REMEMBERED, remembered } from './look';
import type { Placement } from './placement';
import type { Rules } from './policy';
import type { IncomingRecord } from './record';
import type { ReceiveOutcome } from './types';

const COLUMNS = `scope, key, sender, total, received, state, last_part_at, first_sent_at, last_sent_at,
	due_at, due_since`;
const VALUES = `:scope, :key, :sender, :total, :received, :state, :now, :sentAt, :sentAt, :dueAt, :now`;

const OPEN = `INSERT INTO message (${COLUMNS}) VALUES (${VALUES})`;

/** The key is locked, so the newest row is the one that was opened a moment ago. */
const OPENED = '(SELECT max(id) FROM message WHERE scope = :scope AND key = :key)';

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
	record: IncomingRecord,
	rules: Rules,
	now: number,
): ReceiveOutcome {
	const { scope, key } = record;
	const { from, slots } = moving ?? { from: 0, slots: [] };
	transaction.write(OPEN, opening(record, 1 + slots.length, complete, rules, now));
	for (const { seq } of slots) transaction.write(MOVE_PART, { scope, key, from, seq });
	// What moves arrived before it.
	const seq = Math.max(-1, ...slots.map((slot) => slot.seq)) + 1;
	transaction.write(INSERT_FIRST_PART, { ...firstPart(record, now), seq });
	return complete ? 'due' : 'stored';
}

const OPEN_IF_FIRST = `
	INSERT INTO message (${COLUMNS})
	SELECT ${VALUES} FROM dispatcher d
	WHERE d.scope = :scope AND d.seen_at > :deadSince AND d.is_full = 0
		AND NOT EXISTS (SELECT 1 FROM message m WHERE m.scope = :scope AND m.key = :key AND ${REMEMBERED})
	RETURNING id`;

const INSERT_IF_FIRST = `
	INSERT INTO part (${PART_COLUMNS})
	SELECT m.id, 0, :part, :recordKey, :digest, 0, :now, :body
	FROM (SELECT max(id) AS id FROM message WHERE scope = :scope AND key = :key) m
	WHERE m.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM part WHERE message_id = m.id)`;

/**
 * Begins a message in one round trip when its record is the first that is known of its key, as most
 * are. Null when it is not, or is not accepted: then nothing was done.
 */
export async function openIfFirst(
	database: Database,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): Promise<ReceiveOutcome | null> {
	const complete = record.total === 1;
	const [opened] = await database.batch(
		[
			[
				OPEN_IF_FIRST,
				{
					...opening(record, 1, complete, rules, now),
					...remembered(rules, now),
					deadSince: now - Math.min(rules.dispatcherTimeout, now),
				},
			],
			[INSERT_IF_FIRST, firstPart(record, now)],
		],
		lockOf(record),
	);
	if (opened?.length !== 1) return null;
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
