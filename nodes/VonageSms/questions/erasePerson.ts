import type { Transaction } from '../database';
import { unanswered } from './outcome';
import { reschedule } from './rounds';

/** Ends the open questions to a person, and removes number, text and message from all of them. Returns their count. */
export async function erasePerson(tx: Transaction, now: number, peer: string): Promise<number> {
	const rows = await tx.all('SELECT DISTINCT round FROM question WHERE peer = :peer', { peer });
	const gone = unanswered({ from: '', to: '' }, 'erased');
	await tx.run(
		`UPDATE question SET state = 'ended', result = :result WHERE peer = :peer AND state = 'open'`,
		{ peer, result: JSON.stringify({ data: { ...gone, from: null, to: null } }) },
	);
	await tx.run(
		`DELETE FROM question_sms WHERE question IN (SELECT id FROM question WHERE peer = :peer)`,
		{ peer },
	);
	const erased = await tx.run(
		`UPDATE question SET peer = '', terms = '{}', client_ref = NULL WHERE peer = :peer`,
		{ peer },
	);
	for (const row of rows) await reschedule(tx, String(row['round']), now);
	return erased;
}
