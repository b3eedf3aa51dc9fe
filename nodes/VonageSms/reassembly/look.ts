import type { Row, Transaction } from '../database';
import type { Generation, GenerationState, Known, Role } from './placement';
import type { Rules } from './policy';
import type { IncomingRecord } from './record';

/** Messages of one key that a part may join; a part that was held up may belong before the newest. */
const GENERATIONS = 3;
/** Messages of one key in which a repeated part is looked for. */
const REPEATS_LOOKED_AT = 20;

/** A message `m` that is still remembered. */
export const REMEMBERED = `(m.state IN ('due', 'delivering') OR m.state = 'delivered' AND m.due_at > :now
	OR m.state = 'collecting' AND m.last_part_at > :forgotten)`;

/** Values of the parameters of `REMEMBERED`. */
export function remembered({ partTimeout, rememberFor }: Rules, now: number) {
	return { now, forgotten: now - partTimeout - rememberFor };
}

/** The dispatcher's row, joined with the records of the newest messages of the key. */
const NEWEST = `
	SELECT d.seen_at, d.is_full, m.id, m.state, m.emission, m.sealed, m.last_part_at,
		m.first_sent_at, m.last_sent_at, p.seq, p.part, p.role, p.received_at, p.record_key, p.digest
	FROM dispatcher d
	LEFT JOIN (SELECT * FROM message m WHERE m.scope = :scope AND m.key = :key AND ${REMEMBERED}
		ORDER BY m.generation DESC LIMIT :generations /* FOR UPDATE */) m ON m.scope = d.scope
	LEFT JOIN part p ON p.message_id = m.id
	WHERE d.scope = :scope
	ORDER BY m.id DESC, p.seq`;

/** From the record to its message: PostgreSQL must not begin with all messages of the scope. */
const RETRIED = `
	SELECT (SELECT m.id FROM message m
		WHERE m.id = p.message_id AND m.scope = :scope AND ${REMEMBERED}) AS id
	FROM part p WHERE p.record_key = :recordKey`;

const REPEATED = `
	SELECT m.id FROM (
		SELECT m.id FROM message m
		WHERE m.scope = :scope AND m.key = :key AND m.last_part_at > :repeatedSince AND ${REMEMBERED}
		ORDER BY m.generation DESC LIMIT ${REPEATS_LOOKED_AT}) m
	JOIN part p ON p.message_id = m.id
	WHERE p.part = :part AND p.digest = :digest AND p.role <> 'repetition'
	ORDER BY m.id DESC LIMIT 1`;

/** Reads what the store knows about the key of a record. Null where no live dispatcher serves the scope. */
export async function look(
	transaction: Transaction,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): Promise<Known | null> {
	const { scope, key, concatenated } = record;
	const limit = concatenated ? GENERATIONS : 1;
	const rows = await transaction.all(NEWEST, {
		...remembered(rules, now),
		scope,
		key,
		generations: limit,
	});
	const [dispatcher] = rows;
	if (!dispatcher || Number(dispatcher['seen_at']) <= now - rules.dispatcherTimeout) return null;

	const generations = generationsOf(rows);
	const isFull = dispatcher['is_full'] === 1;
	const seen =
		concatenated && generations.length === limit
			? await lookFurther(transaction, record, rules, now)
			: seenAmong(generations, record, rules, now);
	return { generations, isFull, ...seen };
}

type Seen = Pick<Known, 'retried' | 'repeatedIn'>;

function seenAmong(
	generations: Generation[],
	{ recordKey, part, digest }: IncomingRecord,
	{ partTimeout }: Rules,
	now: number,
): Seen {
	const retried = generations.some(({ slots }) =>
		slots.some((slot) => slot.recordKey !== null && slot.recordKey === recordKey),
	);
	const repeated = generations.find(
		({ lastPartAt, slots }) =>
			lastPartAt > now - partTimeout &&
			slots.some(
				(slot) => slot.part === part && slot.digest === digest && slot.role !== 'repetition',
			),
	);
	return { retried, repeatedIn: repeated?.row ?? null };
}

/** Where a reference is used again and again, by the indexes. */
async function lookFurther(
	transaction: Transaction,
	{ scope, key, recordKey, part, digest }: IncomingRecord,
	rules: Rules,
	now: number,
): Promise<Seen> {
	const values = { ...remembered(rules, now), scope };
	const repeatedSince = now - rules.partTimeout;
	const [retried, repeated] = await Promise.all([
		transaction.all(RETRIED, { ...values, recordKey }),
		transaction.all(REPEATED, { ...values, key, part, digest, repeatedSince }),
	]);
	const [repeatedIn] = repeated;
	return {
		retried: retried.some((row) => row['id'] !== null),
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
		lastPartAt: Number(message['last_part_at']),
		sentAt: first === null ? null : { first: Number(first), last: Number(last) },
		slots: rows.map((row) => ({
			seq: Number(row['seq']),
			part: Number(row['part']),
			role: String(row['role']) as Role,
			receivedAt: Number(row['received_at']),
			recordKey: textOrNull(row['record_key']),
			digest: textOrNull(row['digest']),
		})),
	};
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}
