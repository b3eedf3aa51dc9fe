import type { Row, Transaction } from '../database';
import type { Generation, GenerationState, Known, Role } from './placement';
import type { Rules } from './policy';
import type { IncomingRecord } from './record';

/** Messages of one key that a part may join; a part that was held up may belong before the newest. */
const GENERATIONS = 3;
/** Messages of one key in which a repeated part is looked for. */
const REPEATS_LOOKED_AT = 20;

/** A message that is still remembered. */
const REMEMBERED = `(m.state IN ('due', 'delivering') OR m.state = 'delivered' AND m.due_at > :now
	OR m.state = 'collecting' AND m.last_part_at > :forgotten)`;

/** The dispatcher's row, joined with the records of the newest messages of the key. */
const NEWEST = `
	SELECT d.seen_at, d.is_full, m.id, m.state, m.emission, m.sealed, m.first_sent_at, m.last_sent_at,
		p.seq, p.part, p.role, p.received_at
	FROM dispatcher d
	LEFT JOIN (SELECT * FROM message m WHERE m.scope = :scope AND m.key = :key AND ${REMEMBERED}
		ORDER BY m.id DESC LIMIT :generations /* FOR UPDATE */) m ON m.scope = d.scope
	LEFT JOIN part p ON p.message_id = m.id
	WHERE d.scope = :scope
	ORDER BY m.id DESC, p.seq`;

const RETRIED = `
	SELECT m.id FROM part p JOIN message m ON m.id = p.message_id
	WHERE p.record_key = :recordKey AND m.scope = :scope AND ${REMEMBERED} LIMIT 1`;

const REPEATED = `
	SELECT m.id FROM (
		SELECT m.id FROM message m
		WHERE m.scope = :scope AND m.key = :key AND m.last_part_at > :repeatedSince AND ${REMEMBERED}
		ORDER BY m.id DESC LIMIT ${REPEATS_LOOKED_AT}) m
	JOIN part p ON p.message_id = m.id
	WHERE p.part = :part AND p.digest = :digest AND p.role <> 'repetition'
	ORDER BY m.id DESC LIMIT 1`;

/** Reads what the store knows about the key of a record. Null where no live dispatcher serves the scope. */
export async function look(
	transaction: Transaction,
	{ scope, key, concatenated, recordKey, part, digest }: IncomingRecord,
	{ partTimeout, rememberFor, dispatcherTimeout }: Rules,
	now: number,
): Promise<Known | null> {
	const remembered = { scope, now, forgotten: now - partTimeout - rememberFor };
	const repeat = { ...remembered, key, part, digest, repeatedSince: now - partTimeout };
	const [newest, retried, repeated] = await Promise.all([
		transaction.all(NEWEST, { ...remembered, key, generations: concatenated ? GENERATIONS : 1 }),
		concatenated ? transaction.all(RETRIED, { ...remembered, recordKey }) : [],
		concatenated ? transaction.all(REPEATED, repeat) : [],
	]);
	const [dispatcher] = newest;
	if (!dispatcher || Number(dispatcher['seen_at']) <= now - dispatcherTimeout) return null;
	const [repeatedIn] = repeated;
	return {
		generations: generationsOf(newest),
		isFull: dispatcher['is_full'] === 1,
		retried: retried.length > 0,
		repeatedIn: repeatedIn ? Number(repeatedIn['id']) : null,
	};
}

function generationsOf(rows: Row[]): Generation[] {
	// A single row without a message says only that the scope is served.
	const records = rows.filter((row) => row['id'] !== null);
	return [...Map.groupBy(records, (row) => Number(row['id'])).values()].map(generationOf);
}

function generationOf(rows: Row[]): Generation {
	const message = rows[0] ?? {};
	const { first_sent_at: first, last_sent_at: last } = message;
	return {
		row: Number(message['id']),
		state: String(message['state']) as GenerationState,
		emission: Number(message['emission']),
		sealed: message['sealed'] === 1,
		sentAt: first === null ? null : { first: Number(first), last: Number(last) },
		slots: rows.map((row) => ({
			seq: Number(row['seq']),
			part: Number(row['part']),
			role: String(row['role']) as Role,
			receivedAt: Number(row['received_at']),
		})),
	};
}
