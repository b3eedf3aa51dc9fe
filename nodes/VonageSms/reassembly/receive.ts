import { StoreUnavailable, type Transaction } from '../database';
import { waitForMore } from './burst';
import { NEXT_EMISSION } from './confirm';
import { look } from './look';
import { lockOf, open } from './open';
import { place, type Known, type Placement, type Role, type Slot } from './placement';
import type { Rules } from './policy';
import type { IncomingRecord } from './record';
import type { ReceiveOutcome } from './types';

/** Repetitions remembered for a message, beyond one for each of its parts. */
const SPARE_REPETITIONS = 8;

/** Places one record: duplicate check, insert and completeness in one step. */
export async function receive(
	transaction: Transaction,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): Promise<ReceiveOutcome> {
	await transaction.lock(lockOf(record));
	const known = await look(transaction, record, rules, now);
	if (!known) return 'noDispatcher';

	const placement = place(known, record, rules, now);
	if (placement.kind === 'open' && known.isFull) {
		throw new StoreUnavailable(
			"More than 100,000 messages are waiting for this trigger, so it accepts no more until some have been processed. Raise 'Concurrent Executions', or make the workflow faster.",
		);
	}
	const outcome = carryOut(transaction, placement, known, record, rules, now);
	if (outcome === 'due') {
		await waitForMore(transaction, record, rules, now);
		transaction.notify(record.scope);
	}
	return outcome;
}

function carryOut(
	transaction: Transaction,
	placement: Placement,
	{ generations: [newest] }: Known,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): ReceiveOutcome {
	switch (placement.kind) {
		case 'duplicate':
			return 'duplicate';
		case 'absorb':
			insertPart(transaction, record, placement.row, { emission: 0, role: 'repetition', now });
			return 'duplicate';
		case 'join':
			return join(transaction, placement, record, rules, now);
		case 'open':
			if (placement.supersedes !== null) supersede(transaction, placement.supersedes, rules, now);
			return open(transaction, placement, newest, record, rules, now);
	}
}

/** Keeps a sender from filling the disk with repetitions: past the limit they are acknowledged and not stored. */
const INSERT_PART = `
	INSERT INTO part (message_id, seq, part, role, record_key, digest, emission, received_at, body)
	SELECT m.id, (SELECT coalesce(max(seq), -1) + 1 FROM part WHERE message_id = m.id),
		:part, :role, :recordKey, :digest, :emission, :now, :body
	FROM message m WHERE m.id = :row AND (:role <> 'repetition'
		OR (SELECT count(*) FROM part WHERE message_id = m.id AND role = 'repetition')
			< m.total + ${SPARE_REPETITIONS})`;

function insertPart(
	transaction: Transaction,
	{ part, recordKey, digest, body }: IncomingRecord,
	row: number,
	where: { emission: number; role: Role; now: number },
): void {
	transaction.write(INSERT_PART, { row, part, recordKey, digest, body, ...where });
}

const GREW = `received = received + :more, last_part_at = :now, newest_emission = :emission,
	first_sent_at = :firstSentAt, last_sent_at = :lastSentAt`;

/** A due message needs no clock: 0 is in the past for every process. */
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
	{ generation, emission, effect, replaces }: Extract<Placement, { kind: 'join' }>,
	record: IncomingRecord,
	rules: Rules,
	now: number,
): ReceiveOutcome {
	const { row, sentAt } = generation;
	if (replaces) setRole(transaction, row, replaces, 'repetition');
	insertPart(transaction, record, row, { emission, role: 'part', now });
	const values = { row, emission, now, more: replaces ? 0 : 1, ...sentRange(record, sentAt) };
	if (effect === 'wait') {
		transaction.write(GROW.wait, { ...values, timeoutAt: now + rules.partTimeout });
		return 'stored';
	}
	transaction.write(GROW[effect], values);
	return 'due';
}

function sentRange({ sentAt }: IncomingRecord, known: { first: number; last: number } | null) {
	return {
		firstSentAt: known ? Math.min(known.first, sentAt ?? known.first) : sentAt,
		lastSentAt: known ? Math.max(known.last, sentAt ?? known.last) : sentAt,
	};
}

function setRole(transaction: Transaction, row: number, { seq }: Slot, role: Role): void {
	transaction.write('UPDATE part SET role = :role WHERE message_id = :row AND seq = :seq', {
		row,
		seq,
		role,
	});
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
