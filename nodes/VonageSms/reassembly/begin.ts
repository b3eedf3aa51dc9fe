import type { Database } from '../database';
import type { Claim, ClaimedMessage } from './claim';
import { LEASE_MS } from './policy';
import { PROCESS_ID } from './process';

/** Characters of a message's key in a ticket, so that a ticket of another store fits no row here. */
const CHECK_LENGTH = 12;

/** Names one attempt at one emission of one row. */
export function ticketOf({ row, emission, attempt, key }: ClaimedMessage): string {
	return [row, emission, attempt, key.slice(0, CHECK_LENGTH)].join('.');
}

/**
 * Notes durably that an execution begins the emission that the ticket names. True for the first
 * execution that asks, and when the same one asks again; false for every other, and where the
 * message is not known any more.
 */
export async function begin(
	database: Database,
	ticket: string,
	executionId: string,
	now: number,
): Promise<boolean> {
	const [row, emission, attempt, ...check] = ticket.split('.');
	const changed = await database.run(BEGIN, {
		row: Number(row),
		emission: Number(emission),
		attempt: Number(attempt),
		check: check.join('.'),
		executionId,
		process: PROCESS_ID,
		now,
		until: now + LEASE_MS,
	});
	return changed === 1;
}

/** Whether any execution has begun the emission. Also true if the message has moved on to the next one. */
export async function hasBegun(database: Database, { row, emission }: Claim): Promise<boolean> {
	const waiting = await database.all(
		'SELECT 1 FROM message WHERE id = :row AND emission = :emission AND begun_by IS NULL',
		{ row, emission },
	);
	return waiting.length === 0;
}

/** An attempt that begins after its lease expired ends the attempts of others. */
const BEGIN = `
	UPDATE message SET begun_by = :executionId, begun_attempt = :attempt, begun_in = :process,
		begun_at = :now,
		due_at = CASE state WHEN 'due' THEN :until ELSE due_at END,
		state = CASE state WHEN 'due' THEN 'delivering' ELSE state END
	WHERE id = :row AND emission = :emission AND substr(key, 1, ${CHECK_LENGTH}) = :check
		AND (begun_by IS NULL OR begun_by = :executionId) AND failed_attempt < :attempt`;

/**
 * Takes back that an attempt began, because its execution couldn't start: the answer to its request to begin was
 * lost, or the request is still on its way, and must not begin anything anymore.
 */
export async function undoBegin(
	database: Database,
	{ row, emission, attempt }: Claim,
): Promise<void> {
	await database.run(UNDO, { row, emission, attempt });
}

const UNDO = `
	UPDATE message SET failed_attempt = :attempt,
		begun_by = NULL, begun_attempt = NULL, begun_in = NULL, begun_at = NULL
	WHERE id = :row AND emission = :emission AND state IN ('due', 'delivering')
		AND (begun_attempt IS NULL OR begun_attempt = :attempt)`;
