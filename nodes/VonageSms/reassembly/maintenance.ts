import type { Keepable } from '../inbound/types';
import type { Database, Transaction } from '../database';
import { deleteMessages, dropRepetitions, purge } from './forget';
import type { Rules } from './policy';
import { receive } from './receive';
import { toRecord } from './record';

/** The result for scopes that no dispatcher serves anymore. */
export interface Maintained {
	/** Messages of a replaced node of the same workflow that this dispatcher hands over from now on. */
	adopted: number;
	/** Messages that were deleted without being handed over, because their workflow is gone. */
	purged: number;
}

/** A node that was silent for so long, while this one was seen, was replaced. */
const ADOPT_AFTER_MS = 5 * 60_000;
/** A dispatcher judges other workflows only after a time in which all of them can have started. */
const JUDGE_AFTER_MS = 15 * 60_000;
/** Messages that wait in one scope; past that new ones are refused until some are handed over. */
const WAITING_LIMIT = 100_000;

/** Looks after what no dispatcher looks after, in the name of the dispatcher of `scope`. */
export async function maintain(
	database: Database,
	scope: string,
	rules: Rules,
	now: number,
): Promise<Maintained> {
	await noteWhetherFull(database, scope);
	await dropRepetitions(database, rules, now);
	const servingFor = await timeServing(database, scope, now);
	return {
		adopted: servingFor >= ADOPT_AFTER_MS ? await adopt(database, scope, rules, now) : 0,
		purged: servingFor >= JUDGE_AFTER_MS ? await purgeAbandoned(database, now) : 0,
	};
}

async function noteWhetherFull(database: Database, scope: string): Promise<void> {
	const waiting = await database.all(
		`SELECT d.is_full, (SELECT 1 FROM message
			WHERE scope = :scope AND state = 'due' LIMIT 1 OFFSET ${WAITING_LIMIT}) AS full
		FROM dispatcher d WHERE d.scope = :scope`,
		{ scope },
	);
	const [row] = waiting;
	const full = row?.['full'] === 1 ? 1 : 0;
	if (!row || row['is_full'] === full) return;
	await database.run('UPDATE dispatcher SET is_full = :full WHERE scope = :scope', { scope, full });
}

async function timeServing(database: Database, scope: string, now: number): Promise<number> {
	const [row] = await database.all('SELECT serving_since FROM dispatcher WHERE scope = :scope', {
		scope,
	});
	return row ? now - Number(row['serving_since']) : 0;
}

/** Takes the messages of replaced nodes of the same workflow over. Resolves with how many wait among them. */
async function adopt(
	database: Database,
	scope: string,
	rules: Rules,
	now: number,
): Promise<number> {
	const [workflow = '', , run = ''] = scope.split('/');
	const silent = await database.all(
		'SELECT scope FROM dispatcher WHERE scope <> :scope AND seen_at <= :silentSince',
		{ scope, silentSince: now - ADOPT_AFTER_MS },
	);
	const replaced = silent
		.map((row) => String(row['scope']))
		.filter((other) => other.startsWith(`${workflow}/`) && other.endsWith(`/${run}`));
	let adopted = 0;
	for (const from of replaced) {
		adopted += await database.transaction(async (transaction) => {
			const moved = await receiveAgain(transaction, from, scope, rules, now);
			const [counted] = await transaction.all(
				"SELECT count(*) AS waiting FROM message WHERE scope = :from AND state <> 'delivered'",
				{ from },
			);
			transaction.write(ADOPT, { scope, from });
			transaction.write('DELETE FROM dispatcher WHERE scope = :from', { from });
			transaction.notify(scope);
			return moved + Number(counted?.['waiting']);
		});
	}
	return adopted;
}

/** Where both scopes have messages of a key, the newest of them stays the newest. */
const ADOPT = `
	UPDATE message SET scope = :scope, generation = CASE WHEN EXISTS (SELECT 1 FROM message AS own
		WHERE own.scope = :scope AND own.key = message.key AND own.generation = message.generation)
		THEN id ELSE generation END
	WHERE scope = :from`;

/** Parts of one message may have come before and after the node was replaced: they find each other. */
async function receiveAgain(
	transaction: Transaction,
	from: string,
	scope: string,
	rules: Rules,
	now: number,
): Promise<number> {
	const parts = await transaction.all(
		`SELECT p.message_id, p.body FROM message m JOIN part p ON p.message_id = m.id
		WHERE m.scope = :from AND m.state = 'collecting' AND p.body IS NOT NULL
		ORDER BY p.message_id, p.seq`,
		{ from },
	);
	deleteMessages(transaction, "scope = :from AND state = 'collecting'", { from });
	for (const { body } of parts) {
		const inbound = JSON.parse(String(body)) as Keepable;
		await receive(transaction, toRecord(scope, inbound), rules, now);
	}
	return new Set(parts.map((row) => row['message_id'])).size;
}

/** Deletes what belongs to scopes that were not served for as long as they remember messages. */
async function purgeAbandoned(database: Database, now: number): Promise<number> {
	const abandoned = await database.all(
		'SELECT scope FROM dispatcher WHERE seen_at + remember_for <= :now',
		{ now },
	);
	let purged = 0;
	for (const row of abandoned) purged += await purge(database, String(row['scope']));
	return purged;
}
