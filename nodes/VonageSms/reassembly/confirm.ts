import type { Database, Row, Transaction } from '../database';
import type { Claim } from './claim';
import type { Rules } from './policy';

/** Assignments that make a message due with the parts that came after its last emission was claimed. */
export const NEXT_EMISSION = `
	state = 'due', due_at = 0, due_since = :now, sealed = 0, lease = NULL,
	given = given + CASE WHEN attempt > 0 THEN 1 ELSE 0 END,
	attempt = 0, failed_attempt = 0, released = 0, redelivered = 0,
	begun_by = NULL, begun_attempt = NULL, begun_in = NULL, begun_at = NULL, run_again = 0`;

/** Marks an emission as done. A message that grew in the meantime is due again. */
export async function confirm(
	database: Database,
	{ row, emission, attempt }: Claim,
	rules: Rules,
	now: number,
): Promise<void> {
	await database.transaction(
		async (transaction) => {
			// An attempt that lost to another says nothing about the end of that one.
			const [message] = await transaction.all(
				`SELECT ${ENDED_COLUMNS} FROM message
				WHERE id = :row AND emission = :emission AND state IN ('due', 'delivering')
					AND (begun_attempt IS NULL OR begun_attempt = :attempt) /* FOR UPDATE */`,
				{ row, emission, attempt },
			);
			if (message) end(transaction, message, rules, now);
		},
		// A confirmation that a crash undoes is given again: the execution did begin, so it does not run twice.
		{ durable: false },
	);
}

/** The columns of a message that `end` reads. */
export const ENDED_COLUMNS = 'id, scope, received, total, emission, newest_emission';

/** This emission needs nothing more. */
export function end(transaction: Transaction, message: Row, rules: Rules, now: number): void {
	const row = Number(message['id']);
	const complete = message['received'] === message['total'];
	const grew = Number(message['newest_emission']) > Number(message['emission']);
	if (grew && (complete || rules.emitIncomplete)) {
		transaction.write(
			`UPDATE message SET emission = newest_emission, ${NEXT_EMISSION} WHERE id = :row`,
			{ row, now },
		);
		transaction.notify(String(message['scope']));
		return;
	}
	transaction.write(
		`UPDATE message SET state = 'delivered', sealed = 1, lease = NULL, due_at = :forgetAt
		WHERE id = :row`,
		{ row, forgetAt: now + rules.rememberFor },
	);
	// Parts of an incomplete message may still go out with a later item, and what looks like a repetition
	// may be the first part of the next message.
	if (complete) {
		transaction.write('DELETE FROM joined_part WHERE message_id = :row', { row });
		transaction.write(
			"UPDATE part SET body = NULL WHERE message_id = :row AND role <> 'repetition'",
			{ row },
		);
	}
}
