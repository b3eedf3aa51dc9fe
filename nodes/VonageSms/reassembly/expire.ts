import type { Database, Transaction } from '../database';
import { LEASE_MS, type Rules } from './policy';

/** The kinds of work that a claim would find. */
export interface Pending {
	timedOut: boolean;
	lapsed: boolean;
	/** More messages are collecting than one sender may have. */
	crowded: boolean;
}

/** Released a moment ago, it waits; later than any such wait, a clock was set back. */
export const DUE = '(due_at <= :now OR due_at > :now + 600000)';

const ANY = (where: string) =>
	`CASE WHEN EXISTS (SELECT 1 FROM message WHERE scope = :scope AND ${where}) THEN 1 ELSE 0 END`;

/** A time further ahead than the state lasts means that a clock was set back, or a setting changed. */
const PENDING = `
	SELECT ${ANY(`state = 'due' AND ${DUE}`)} AS due,
		${ANY("state = 'collecting' AND due_at <= :now")} AS timed_out,
		${ANY("state = 'collecting' AND due_at > :latestTimeout")} AS too_late,
		${ANY("state = 'delivering' AND due_at <= :now")} AS lapsed,
		${ANY("state = 'delivering' AND due_at > :latestLease")} AS leased_too_long,
		${ANY("state = 'collecting' LIMIT 1 OFFSET :limit")} AS crowded`;

/** Reads without a lock, since a dispatcher asks each second. Null where there is nothing to do. */
export async function lookForWork(
	database: Database,
	scope: string,
	{ openPerSenderLimit, partTimeout }: Rules,
	now: number,
): Promise<Pending | null> {
	const [found] = await database.all(PENDING, {
		scope,
		now,
		latestTimeout: now + partTimeout,
		latestLease: latestLease(now),
		limit: openPerSenderLimit,
	});
	const flag = (name: string) => found?.[name] === 1;
	const pending = {
		timedOut: flag('timed_out') || flag('too_late'),
		lapsed: flag('lapsed') || flag('leased_too_long'),
		crowded: flag('crowded'),
	};
	return flag('due') || Object.values(pending).includes(true) ? pending : null;
}

/** No lease that was taken or renewed by this clock lasts longer; another clock may be a little ahead. */
export function latestLease(now: number): number {
	return now + 2 * LEASE_MS;
}

/** Keeps a sender from filling the disk with first parts: past the limits the oldest time out early, and none is dropped. */
const TIME_OUT_OLDEST = `
	UPDATE message SET due_at = :now WHERE state = 'collecting' AND id IN (
		SELECT id FROM (
			SELECT id, row_number() OVER (PARTITION BY sender ORDER BY due_at DESC) AS of_sender,
				row_number() OVER (ORDER BY due_at DESC) AS of_scope
			FROM message WHERE scope = :scope AND state = 'collecting') AS ranked
		WHERE of_sender > :perSender OR of_scope > :limit)`;

const BRING_FORWARD = `
	UPDATE message SET due_at = :latest
	WHERE scope = :scope AND state = 'collecting' AND due_at > :latest`;

const TIMED_OUT = `
	SELECT id FROM message
	WHERE scope = :scope AND state = 'collecting' AND due_at <= :now /* FOR UPDATE SKIP LOCKED */`;

const EMIT = `
	UPDATE message SET state = 'due', due_since = due_at, due_at = 0 WHERE id IN (${TIMED_OUT})`;

const DISCARD = `
	UPDATE message SET state = 'delivered', sealed = 1, due_at = :forgetAt WHERE id IN (${TIMED_OUT})`;

/** Ends messages that waited long enough for their parts: they become due, or are discarded. */
export function expire(
	transaction: Transaction,
	scope: string,
	{ crowded }: Pending,
	{ openPerSenderLimit, openLimit, partTimeout, emitIncomplete, rememberFor }: Rules,
	now: number,
): void {
	if (crowded) {
		const limits = { perSender: openPerSenderLimit, limit: openLimit };
		transaction.write(TIME_OUT_OLDEST, { scope, now, ...limits });
	}
	transaction.write(BRING_FORWARD, { scope, latest: now + partTimeout });
	if (emitIncomplete) transaction.write(EMIT, { scope, now });
	else transaction.write(DISCARD, { scope, now, forgetAt: now + rememberFor });
}
