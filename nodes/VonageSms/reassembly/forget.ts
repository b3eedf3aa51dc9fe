import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Database, Transaction } from '../database';
import type { Rules } from './policy';

/** A process that was silent for this long has ended. */
const PROCESS_MS = 24 * 3_600_000;

/**
 * Messages deleted in one transaction. SQLite works on n8n's only thread, and each row leaves several
 * indexes, in a large store each on another page: so few that nothing else waits longer than some
 * milliseconds. On a server, few enough to hold no other writer up.
 */
export function stepOf({ isRemote }: Pick<Database, 'isRemote'>): number {
	return isRemote ? 200 : 8;
}

/** Forgets a few expired delivered messages. Resolves with their number. */
export async function cleanUp(database: Database, now: number): Promise<number> {
	const [found] = await database.all(
		`SELECT 1 FROM message WHERE state = 'delivered' AND due_at <= :now LIMIT 1`,
		{ now },
	);
	if (!found) return 0;
	const over = `
		SELECT id FROM message WHERE state = 'delivered' AND due_at <= :now
		ORDER BY due_at, id LIMIT ${stepOf(database)} /* FOR UPDATE */`;
	return await database.transaction(
		async (transaction) => {
			await transaction.lock('clean-up');
			transaction.write('DELETE FROM process WHERE seen_at <= :old', { old: now - PROCESS_MS });
			transaction.write(`DELETE FROM part WHERE message_id IN (${over})`, { now });
			return await transaction.run(`DELETE FROM message WHERE id IN (${over})`, { now });
		},
		{ durable: false },
	);
}

/** The text of a repetition is of use only as long as it may turn out to begin the next message. */
export async function dropRepetitions(
	database: Database,
	rules: Rules,
	now: number,
): Promise<void> {
	const over = "role = 'repetition' AND body IS NOT NULL AND received_at <= :since";
	const values = { since: now - rules.partTimeout };
	const [found] = await database.all(`SELECT 1 FROM part WHERE ${over} LIMIT 1`, values);
	if (!found) return;
	const drop = `
		UPDATE part SET body = NULL WHERE (message_id, seq) IN
			(SELECT message_id, seq FROM part WHERE ${over} LIMIT ${STEP_OF_REPETITIONS})`;
	while ((await database.run(drop, values)) === STEP_OF_REPETITIONS);
}

/** They change one index, so more of them than of messages fit into one step. */
const STEP_OF_REPETITIONS = 50;

/** Deletes everything of a scope in small steps. Resolves with how many messages had not been handed over. */
export async function purge(database: Database, scope: string): Promise<number> {
	const step = stepOf(database);
	let purged = 0;
	for (;;) {
		const deleted = await database.transaction(async (transaction) => {
			const messages = await transaction.all(
				`SELECT id, state FROM message WHERE scope = :scope LIMIT ${step} /* FOR UPDATE */`,
				{ scope },
			);
			for (const { id } of messages) deleteMessages(transaction, 'id = :id', { id: Number(id) });
			if (messages.length < step) {
				transaction.write('DELETE FROM dispatcher WHERE scope = :scope', { scope });
			}
			return messages;
		});
		purged += deleted.filter(({ state }) => state !== 'delivered').length;
		if (deleted.length < step) return purged;
	}
}

/** Deletes messages with their parts. `where` is a condition on the table `message`. */
export function deleteMessages(
	transaction: Transaction,
	where: string,
	values: Record<string, string | number>,
): void {
	for (const table of ['part', 'joined_part']) {
		transaction.write(
			`DELETE FROM ${table} WHERE message_id IN (SELECT id FROM message WHERE ${where})`,
			values,
		);
	}
	transaction.write(`DELETE FROM message WHERE ${where}`, values);
}

/** Rows of `message` in one reading of the whole table. */
const READ_STEP = 2_000;

/**
 * Calls `read` for one range of the numbers of messages after another, until all were read: those
 * above the first number, up to the second. In between the thread is free.
 */
export async function eachRange(
	database: Database,
	read: (after: number, to: number) => Promise<void>,
): Promise<void> {
	const [found] = await database.all(BOUNDS);
	const newest = Number(found?.['newest'] ?? 0);
	for (let after = Number(found?.['oldest'] ?? 1) - 1; after < newest; after += READ_STEP) {
		await read(after, after + READ_STEP);
		await nextTurn();
	}
}

/** Each from its end of the index: if both were in one aggregate, SQLite would read every row. */
const BOUNDS = `
	SELECT (SELECT min(id) FROM message) AS oldest, (SELECT max(id) FROM message) AS newest`;
