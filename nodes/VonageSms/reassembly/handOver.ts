import type { Database } from '../database';
import type { Claim } from './claim';
import { LEASE_MS, type Rules } from './policy';

/** Extends a lease that has not been lost. */
export async function renew(database: Database, { row, lease }: Claim, now: number): Promise<void> {
	await inPassing(
		database,
		`UPDATE message SET due_at = :until WHERE id = :row AND lease = :lease AND state = 'delivering'`,
		{ row, lease, until: now + LEASE_MS },
	);
}

/** Marks an emission as done; a message that grew meanwhile is due again. */
export async function confirm(
	database: Database,
	scope: string,
	{ row, emission }: Claim,
	rules: Rules,
	now: number,
): Promise<void> {
	await database.transaction(
		async (transaction) => {
			const [message] = await transaction.all(
				`SELECT received, total, newest_emission FROM message
				WHERE id = :row AND emission = :emission AND state IN ('due', 'delivering') /* FOR UPDATE */`,
				{ row, emission },
			);
			if (!message) return;
			const complete = message['received'] === message['total'];
			const grew = Number(message['newest_emission']) > emission;
			if (grew && (complete || rules.emitIncomplete)) {
				transaction.write(REOPEN, { row, now });
				transaction.notify(scope);
				return;
			}
			transaction.write(
				`UPDATE message SET state = 'delivered', sealed = 1, lease = NULL, due_at = :forgetAt
				WHERE id = :row`,
				{ row, forgetAt: now + rules.rememberFor },
			);
			if (complete) {
				transaction.write('UPDATE part SET body = NULL WHERE message_id = :row', { row });
			}
		},
		{ durable: false },
	);
}

const REOPEN = `
	UPDATE message SET state = 'due', due_at = 0, due_since = :now, emission = newest_emission,
		sealed = 0, lease = NULL, attempt = 0, released = 0, redelivered = 0, begun_by = NULL,
		begun_in = NULL, begun_at = NULL, run_again = 0
	WHERE id = :row`;

/** Gives a claim back: it is due again after 1 s, doubling with each release to 5 minutes. */
export async function release(
	database: Database,
	{ row, lease }: Claim,
	now: number,
): Promise<void> {
	await database.transaction(
		async (transaction) => {
			const [message] = await transaction.all(
				`SELECT released FROM message
				WHERE id = :row AND lease = :lease AND state = 'delivering' /* FOR UPDATE */`,
				{ row, lease },
			);
			if (!message) return;
			transaction.write(
				`UPDATE message SET state = 'due', due_at = :dueAt, lease = NULL, released = released + 1
				WHERE id = :row`,
				{ row, dueAt: now + releaseWait(Number(message['released'])) },
			);
		},
		{ durable: false },
	);
}

/** Milliseconds until a message that n8n refused is offered again. */
function releaseWait(timesReleased: number): number {
	return Math.min(1000 * 2 ** Math.min(timesReleased, 20), 5 * 60_000);
}

async function inPassing(
	database: Database,
	sql: string,
	values: Record<string, string | number>,
): Promise<void> {
	await database.transaction(async (transaction) => void (await transaction.run(sql, values)), {
		durable: false,
	});
}
