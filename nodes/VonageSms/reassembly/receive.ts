import type { Row, Transaction } from '../database';
import {
	place,
	type Generation,
	type GenerationState,
	type Known,
	type Placement,
} from './placement';
import { NEXT_EMISSION } from './confirm';
import type { Rules } from './policy';
import type { IncomingRecord } from './record';
import type { ReceiveOutcome } from './types';

/** Generations of one key in which a repeated part is looked for, newest first. */
const REPEATS_LOOKED_AT = 20;

/** Places one record: duplicate check, insert and completeness in one step. */
export async function receive(
	transaction: Transaction,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): Promise<ReceiveOutcome> {
	await transaction.lock(`${record.scope}/${record.key}`);
	const known = await look(transaction, record, rules, now);
	if (!known) return 'noDispatcher';

	const outcome = carryOut(transaction, place(known, record, rules), record, rules, now);
	if (outcome === 'due') transaction.notify(record.scope);
	return outcome;
}

/** A message that is still remembered: `now` and `forgotten` are parameters. */
const REMEMBERED = `(m.state IN ('due', 'delivering') OR m.state = 'delivered' AND m.due_at > :now
	OR m.state = 'collecting' AND m.last_part_at > :forgotten)`;

/** The dispatcher's row, joined with each part of the newest message of the key. */
const NEWEST = `
	SELECT d.seen_at, m.id, m.state, m.emission, m.sealed, p.part
	FROM dispatcher d
	LEFT JOIN (SELECT * FROM message m WHERE m.scope = :scope AND m.key = :key AND ${REMEMBERED}
		ORDER BY m.id DESC LIMIT 1 /* FOR UPDATE */) m ON m.scope = d.scope
	LEFT JOIN part p ON p.message_id = m.id AND p.absorbed = 0
	WHERE d.scope = :scope`;

const RETRIED = `
	SELECT m.id FROM part p JOIN message m ON m.id = p.message_id
	WHERE p.record_key = :recordKey AND m.scope = :scope AND ${REMEMBERED} LIMIT 1`;

const REPEATED = `
	SELECT m.id FROM (
		SELECT m.id FROM message m
		WHERE m.scope = :scope AND m.key = :key AND m.last_part_at > :repeatedSince AND ${REMEMBERED}
		ORDER BY m.id DESC LIMIT ${REPEATS_LOOKED_AT}) m
	JOIN part p ON p.message_id = m.id
	WHERE p.part = :part AND p.digest = :digest AND p.absorbed = 0
	ORDER BY m.id DESC LIMIT 1`;

/** Null where no live dispatcher serves the scope. */
async function look(
	transaction: Transaction,
	{ scope, key, concatenated, recordKey, part, digest }: IncomingRecord,
	{ partTimeout, rememberFor, dispatcherTimeout }: Rules,
	now: number,
): Promise<Known | null> {
	const remembered = { scope, now, forgotten: now - partTimeout - rememberFor };
	const [newest, retried, repeated] = await Promise.all([
		transaction.all(NEWEST, { ...remembered, key }),
		concatenated ? transaction.all(RETRIED, { ...remembered, recordKey }) : [],
		concatenated
			? transaction.all(REPEATED, {
					...remembered,
					key,
					part,
					digest,
					repeatedSince: now - partTimeout,
				})
			: [],
	]);
	const [{ seen_at: seenAt } = { seen_at: -Infinity }] = newest;
	if (Number(seenAt) <= now - dispatcherTimeout) return null;
	const [repeat] = repeated;
	return {
		newest: generationOf(newest),
		retried: retried.length > 0,
		repeatedIn: repeat ? Number(repeat['id']) : null,
	};
}

function generationOf(rows: Row[]): Generation | null {
	const [first] = rows;
	if (!first || first['id'] === null) return null;
	return {
		row: Number(first['id']),
		state: String(first['state']) as GenerationState,
		emission: Number(first['emission']),
		sealed: first['sealed'] === 1,
		parts: new Set(rows.map((row) => Number(row['part']))),
	};
}

function carryOut(
	transaction: Transaction,
	placement: Placement,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): ReceiveOutcome {
	switch (placement.kind) {
		case 'duplicate':
			return 'duplicate';
		case 'absorb':
			insertPart(transaction, record, placement.row, { emission: 0, absorbed: 1, now });
			return 'duplicate';
		case 'join':
			return join(transaction, placement, record, rules, now);
		case 'open':
			if (placement.supersedes !== null) supersede(transaction, placement.supersedes, rules, now);
			return open(transaction, record, placement.complete, rules, now);
	}
}

const INSERT_PART = `
	INSERT INTO part (message_id, seq, part, absorbed, record_key, digest, emission, received_at, body)
	VALUES (:row, (SELECT coalesce(max(seq), -1) + 1 FROM part WHERE message_id = :row),
		:part, :absorbed, :recordKey, :digest, :emission, :now, :body)`;

function insertPart(
	transaction: Transaction,
	{ part, recordKey, digest, body }: IncomingRecord,
	row: number,
	where: { emission: number; absorbed: 0 | 1; now: number },
): void {
	transaction.write(INSERT_PART, { row, part, recordKey, digest, body, ...where });
}

const GREW = 'received = received + 1, last_part_at = :now, newest_emission = :emission';

/** What is due needs no clock: 0 is past in every process. */
const GROW = {
	wait: `
		UPDATE message SET ${GREW},
			due_at = CASE state WHEN 'collecting' THEN :timeoutAt ELSE due_at END
		WHERE id = :row`,
	complete: `
		UPDATE message SET ${GREW}, state = 'due',
			due_at = CASE state WHEN 'collecting' THEN 0 ELSE due_at END,
			due_since = CASE state WHEN 'collecting' THEN :now ELSE due_since END
		WHERE id = :row`,
	reopen: `UPDATE message SET ${GREW}, emission = :emission, ${NEXT_EMISSION} WHERE id = :row`,
};

function join(
	transaction: Transaction,
	{ generation: { row }, emission, effect }: Extract<Placement, { kind: 'join' }>,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): ReceiveOutcome {
	insertPart(transaction, record, row, { emission, absorbed: 0, now });
	const values = { row, emission, now };
	if (effect === 'wait') {
		transaction.write(GROW.wait, { ...values, timeoutAt: now + rules.partTimeout });
		return 'stored';
	}
	transaction.write(GROW[effect], values);
	return 'due';
}

const OPEN = `
	INSERT INTO message (scope, key, sender, total, received, state, last_part_at, due_at, due_since)
	VALUES (:scope, :key, :sender, :total, 1, :state, :now, :dueAt, :now)`;

const INSERT_FIRST_PART = `
	INSERT INTO part (message_id, seq, part, record_key, digest, emission, received_at, body)
	SELECT max(id), 0, :part, :recordKey, :digest, 0, :now, :body
	FROM message WHERE scope = :scope AND key = :key`;

function open(
	transaction: Transaction,
	{ scope, key, sender, total, part, recordKey, digest, body }: IncomingRecord,
	complete: boolean,
	rules: Rules,
	now: number,
): ReceiveOutcome {
	transaction.write(OPEN, {
		scope,
		key,
		sender,
		total,
		state: complete ? 'due' : 'collecting',
		now,
		dueAt: complete ? 0 : now + rules.partTimeout,
	});
	transaction.write(INSERT_FIRST_PART, { scope, key, part, recordKey, digest, now, body });
	return complete ? 'due' : 'stored';
}

function supersede(transaction: Transaction, row: number, rules: Rules, now: number): void {
	if (rules.emitIncomplete) {
		transaction.write(
			`UPDATE message SET state = 'due', due_at = 0, due_since = :now
			WHERE id = :row AND state = 'collecting'`,
			{ row, now },
		);
		return;
	}
	transaction.write(
		`UPDATE message SET state = 'delivered', sealed = 1, due_at = :forgetAt
		WHERE id = :row AND state = 'collecting'`,
		{ row, forgetAt: now + rules.rememberFor },
	);
}
