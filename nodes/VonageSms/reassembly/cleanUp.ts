import type { Database } from '../database';

/**
 * Messages forgotten in one step. Their keys are hashes, so each lies in another page of the indexes: with millions
 * remembered, 200 would hold the thread of SQLite up for some 15 ms.
 */
const STEP = 50;

/** A process that was silent for so long has ended. */
const PROCESS_MS = 24 * 3_600_000;

const OVER = `
	SELECT id FROM message WHERE state = 'delivered' AND due_at <= :now
	ORDER BY due_at, id LIMIT ${STEP} /* FOR UPDATE */`;

/** Forgets a few of the delivered messages whose time is over. Resolves with how many. */
export async function cleanUp(database: Database, now: number): Promise<number> {
	const [found] = await database.all(
		`SELECT 1 FROM message WHERE state = 'delivered' AND due_at <= :now LIMIT 1`,
		{ now },
	);
	if (!found) return 0;
	return await database.transaction(
		async (transaction) => {
			await transaction.lock('clean-up');
			transaction.write('DELETE FROM process WHERE seen_at <= :old', { old: now - PROCESS_MS });
			transaction.write(`DELETE FROM part WHERE message_id IN (${OVER})`, { now });
			return await transaction.run(`DELETE FROM message WHERE id IN (${OVER})`, { now });
		},
		{ durable: false },
	);
}
