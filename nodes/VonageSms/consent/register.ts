import type { Database, Row, Transaction } from '../database';

/** How it became known: the person texted it, Vonage refused to send, or a workflow said so. */
export type ConsentSource = 'message' | 'vonage' | 'workflow';

/** One person's wish about one own number. */
export interface Wish {
	/** API key of the Vonage account. */
	account: string;
	/** Own number in digits, or a sender ID; null for everything that the account sends. */
	own: string | null;
	/** Phone number in digits. */
	person: string;
	optedOut: boolean;
	/** Milliseconds since the epoch: when the person said so. */
	changedAt: number;
	source: ConsentSource;
	/** Id of the message or receipt that said so. */
	messageId: string | null;
}

const WRITE = `
	INSERT INTO consent (account, own, person, opted_out, changed_at, source, message_id)
	VALUES (:account, :own, :person, :optedOut, :changedAt, :source, :messageId)
	ON CONFLICT (account, own, person) DO UPDATE SET opted_out = excluded.opted_out,
		changed_at = excluded.changed_at, source = excluded.source, message_id = excluded.message_id
	WHERE excluded.changed_at >= consent.changed_at`;

/** A wish for all numbers covers what the person said to a single one before. */
const COVER = `
	UPDATE consent SET opted_out = 0, changed_at = :changedAt
	WHERE account = :account AND person = :person AND own <> '' AND changed_at <= :changedAt`;

/**
 * Notes a wish inside the transaction that stores the message in which it came. A wish that is older than the one
 * that is known changes nothing: Vonage delivers messages late and out of order.
 */
export function noteWish(transaction: Transaction, wish: Wish): void {
	transaction.write(WRITE, valuesOf(wish));
	if (wish.own === null && !wish.optedOut) {
		const { account, person, changedAt } = wish;
		transaction.write(COVER, { account, person, changedAt });
	}
}

/** The same in a transaction of its own. */
export async function saveWish(database: Database, wish: Wish): Promise<void> {
	await database.transaction(async (transaction) => noteWish(transaction, wish));
}

/** The newest wish of a person not to be texted from an own number; null where there is none. */
export async function findOptOut(
	database: Pick<Transaction, 'all'>,
	{ account, own, person }: Pick<Wish, 'account' | 'person'> & { own: string },
): Promise<Wish | null> {
	const [row] = await database.all(
		`SELECT * FROM consent WHERE account = :account AND person = :person AND opted_out = 1
			AND own IN (:own, '') ORDER BY changed_at DESC LIMIT 1`,
		{ account, own: own.toLowerCase(), person },
	);
	return row ? wishOf(row) : null;
}

/** All who opted out, newest first; of one own number with those of the whole account. */
export async function listOptOuts(
	database: Database,
	{ account, own, limit }: { account: string; own: string | null; limit: number },
): Promise<Wish[]> {
	const rows = await database.all(
		`SELECT * FROM consent WHERE account = :account AND opted_out = 1
			AND (:own = '' OR own IN (:own, '')) ORDER BY changed_at DESC, person, own LIMIT :limit`,
		{ account, own: own?.toLowerCase() ?? '', limit: Math.min(limit, 1_000_000_000) },
	);
	return rows.map(wishOf);
}

/** Deletes all entries of a person, so that the next text from or to them starts anew. Resolves with how many. */
export async function eraseWishes(database: Database, person: string): Promise<number> {
	return await database.run('DELETE FROM consent WHERE person = :person', { person });
}

function valuesOf(wish: Wish) {
	const { account, own, person, optedOut, changedAt, source, messageId } = wish;
	return {
		account,
		own: own?.toLowerCase() ?? '',
		person,
		optedOut: optedOut ? 1 : 0,
		changedAt,
		source,
		messageId,
	};
}

function wishOf(row: Row): Wish {
	return {
		account: String(row['account']),
		own: row['own'] === '' ? null : String(row['own']),
		person: String(row['person']),
		optedOut: row['opted_out'] === 1,
		changedAt: Number(row['changed_at']),
		source: String(row['source']) as ConsentSource,
		messageId: row['message_id'] === null ? null : String(row['message_id']),
	};
}
