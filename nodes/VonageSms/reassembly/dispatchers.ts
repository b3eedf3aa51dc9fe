import type { Database } from '../database';

/** A dispatcher that was silent for less did not stop in between. */
const GAP_MS = 2 * 60_000;

/** Assignments that note that a dispatcher is alive. After a gap it counts again for how long it has served. */
const SEEN_NOW = `seen_at = :now, serving_since =
	CASE WHEN dispatcher.seen_at > :gap THEN dispatcher.serving_since ELSE :now END`;

/** The records that a dispatcher accepts. */
export interface Served {
	/** The account's own numbers, in any notation, whose messages it accepts; null for any. */
	numbers: readonly string[] | null;
	/** Whether it accepts delivery receipts. */
	receipts: boolean;
}

/** Words of the column `serves` beside the digits of numbers; null there means any number and no receipts. */
const ANY_NUMBER = 'any';
const RECEIPTS = 'receipts';

/** The dispatcher of a scope. */
export interface Registration {
	scope: string;
	serves: Served;
	/** Milliseconds for which delivered messages are remembered. */
	rememberFor: number;
}

/** Records that a dispatcher serves the scope and is alive. */
export async function register(
	database: Database,
	{ scope, serves, rememberFor }: Registration,
	now: number,
): Promise<void> {
	await database.run(
		`INSERT INTO dispatcher (scope, serving_since, seen_at, serves, remember_for)
		VALUES (:scope, :now, :now, :serves, :rememberFor)
		ON CONFLICT (scope) DO UPDATE SET ${SEEN_NOW},
			serves = excluded.serves, remember_for = excluded.remember_for`,
		{
			scope,
			now,
			gap: now - GAP_MS,
			serves: wordsOf(serves),
			rememberFor,
		},
	);
}

/** Whether the scope was ever served from this database. */
export async function isRegistered(database: Database, scope: string): Promise<boolean> {
	const rows = await database.all('SELECT 1 FROM dispatcher WHERE scope = :scope', { scope });
	return rows.length > 0;
}

/**
 * Notes that the scope's dispatcher is alive. After a gap it starts again to count for how long it
 * has served: what made it silent may have silenced all others. Resolves with whether the scope is known.
 */
export async function stamp(database: Database, scope: string, now: number): Promise<boolean> {
	return await database.transaction(
		async (transaction) =>
			(await transaction.run(`UPDATE dispatcher SET ${SEEN_NOW} WHERE scope = :scope`, {
				scope,
				now,
				gap: now - GAP_MS,
			})) > 0,
		{ durable: false },
	);
}

/** Whether a dispatcher of a published workflow that was seen after `since` serves the own number. */
export async function isServed(
	database: Database,
	ownNumber: string,
	since: number,
): Promise<boolean> {
	const rows = await database.all(
		`SELECT 1 FROM dispatcher
		WHERE scope LIKE '%/production' AND seen_at > :since
			AND (serves IS NULL OR serves LIKE :any OR serves LIKE :number)
		LIMIT 1`,
		{ since, any: `% ${ANY_NUMBER} %`, number: `% ${digitsOf(ownNumber)} %` },
	);
	return rows.length > 0;
}

/** Whether a dispatcher of a published workflow that was seen after `since` receives delivery receipts. */
export async function receivesReceipts(database: Database, since: number): Promise<boolean> {
	const rows = await database.all(
		`SELECT 1 FROM dispatcher
		WHERE scope LIKE '%/production' AND seen_at > :since AND serves LIKE :receipts LIMIT 1`,
		{ since, receipts: `% ${RECEIPTS} %` },
	);
	return rows.length > 0;
}

function wordsOf({ numbers, receipts }: Served): string | null {
	if (numbers === null && !receipts) return null;
	const words = numbers?.map(digitsOf) ?? [ANY_NUMBER];
	return ` ${(receipts ? [...words, RECEIPTS] : words).join(' ')} `;
}

function digitsOf(number: string): string {
	return number.replace(/\D/g, '');
}
