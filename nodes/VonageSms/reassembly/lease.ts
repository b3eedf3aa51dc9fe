import type { Database, Transaction } from '../database';
import type { Claim } from './claim';
import { end, ENDED_COLUMNS } from './confirm';
import { latestLease } from './expire';
import { LEASE_MS, type Rules } from './policy';
import { isProcessAlive } from './process';

/** A begun execution whose process lives on is watched for so long, where it may run again. */
const WATCH_MS = 3_600_000;

/** Extends a lease that has not been lost. */
export async function renew(database: Database, { row, lease }: Claim, now: number): Promise<void> {
	await database.transaction(
		async (transaction) => {
			await transaction.run(
				`UPDATE message SET due_at = :until
				WHERE id = :row AND lease = :lease AND state = 'delivering'`,
				{ row, lease, until: now + LEASE_MS },
			);
		},
		{ durable: false },
	);
}

/**
 * Gives a claim back: it is due again after 1 s, doubling with each release to 5 minutes. What has
 * begun is not offered again, but for a crash.
 */
export async function release(
	database: Database,
	{ row, lease }: Claim,
	rules: Rules,
	now: number,
): Promise<void> {
	await database.transaction(
		async (transaction) => {
			const [message] = await transaction.all(
				`SELECT ${ENDED_COLUMNS}, released, begun_by FROM message
				WHERE id = :row AND lease = :lease AND state = 'delivering' /* FOR UPDATE */`,
				{ row, lease },
			);
			if (!message) return;
			if (message['begun_by'] === null) {
				transaction.write(
					`UPDATE message SET state = 'due', due_at = :dueAt, lease = NULL, released = released + 1
					WHERE id = :row`,
					{ row, dueAt: now + releaseWait(Number(message['released'])) },
				);
			} else if (rules.runAgain) {
				// As if its lease had expired.
				transaction.write('UPDATE message SET due_at = 0 WHERE id = :row', { row });
			} else {
				end(transaction, message, rules, now);
			}
		},
		{ durable: false },
	);
}

/** Milliseconds until a message that n8n rejected is offered again. */
function releaseWait(timesReleased: number): number {
	return Math.min(1000 * 2 ** Math.min(timesReleased, 20), 5 * 60_000);
}

/** Decides about what a silent dispatcher had: not begun, it is offered again; begun, it is done. */
export async function lapse(
	transaction: Transaction,
	scope: string,
	rules: Rules,
	now: number,
): Promise<void> {
	const values = { scope, now, latest: latestLease(now) };
	const begun = await transaction.all(BEGUN, values);
	for (const message of begun) {
		const row = Number(message['id']);
		if (!rules.runAgain || message['run_again'] === 1) {
			end(transaction, message, rules, now);
		} else if (!isProcessAlive(message['begun_in'], message['seen_at'], now)) {
			transaction.write(RUN_AGAIN, { row });
		} else if (Number(message['begun_at']) + WATCH_MS > now) {
			transaction.write('UPDATE message SET due_at = :until WHERE id = :row', {
				row,
				until: now + LEASE_MS,
			});
		} else {
			end(transaction, message, rules, now);
		}
	}
	transaction.write(OFFER_AGAIN, values);
}

const LAPSED = `scope = :scope AND state = 'delivering' AND (due_at <= :now OR due_at > :latest)`;

const BEGUN = `
	SELECT ${ENDED_COLUMNS}, run_again, begun_in, begun_at,
		(SELECT seen_at FROM process WHERE process.id = begun_in) AS seen_at
	FROM message WHERE ${LAPSED} AND begun_by IS NOT NULL /* FOR UPDATE SKIP LOCKED */`;

const RUN_AGAIN = `
	UPDATE message SET state = 'due', due_at = 0, lease = NULL, redelivered = 1, run_again = 1,
		begun_by = NULL, begun_attempt = NULL, begun_in = NULL, begun_at = NULL
	WHERE id = :row`;

const OFFER_AGAIN = `
	UPDATE message SET state = 'due', due_at = 0, lease = NULL, redelivered = 1
	WHERE id IN (SELECT id FROM message
		WHERE ${LAPSED} AND begun_by IS NULL /* FOR UPDATE SKIP LOCKED */)`;
