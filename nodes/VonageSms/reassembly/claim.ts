import { randomUUID } from 'node:crypto';

import type { Database, Row, Transaction } from '../database';
import { lapse } from './lease';
import { LEASE_MS, type Rules } from './policy';

export interface StoredPart {
	part: number;
	receivedAt: number;
	body: string;
}

/** Names a claim when it is renewed, confirmed or released. */
export interface Claim {
	/** The store's own number. */
	row: number;
	/** 0 for the first item of a message, counting up with each late one. */
	emission: number;
	/** 1 for the first claim of the emission, counting up. */
	attempt: number;
	lease: string;
}

/** A message under a lease, with the parts of this emission in the order of their arrival. */
export interface ClaimedMessage extends Claim {
	/** A hash: what the parts of this message have in common. */
	key: string;
	/** How many emissions before this one were handed over. */
	given: number;
	redelivered: boolean;
	total: number;
	parts: StoredPart[];
}

/** Leases what is due, oldest first, after expiring what timed out and what a dead dispatcher had. */
export async function claim(
	database: Database,
	scope: string,
	limit: number,
	rules: Rules,
	now: number,
): Promise<ClaimedMessage[]> {
	const pending = await lookForWork(database, scope, rules, now);
	if (!pending) return [];
	// A crash that undoes a claim costs nothing: the message is due again.
	return await database.transaction(
		async (transaction) => await lease(transaction, scope, limit, pending, rules, now),
		{ durable: false },
	);
}

/** Which kinds of work a claim would find. */
interface Pending {
	timedOut: boolean;
	lapsed: boolean;
	/** More messages collect than one sender may have. */
	crowded: boolean;
}

const PENDING = `
	SELECT
		CASE WHEN EXISTS (SELECT 1 FROM message WHERE scope = :scope AND state = 'due' AND due_at <= :now)
			THEN 1 ELSE 0 END AS due,
		CASE WHEN EXISTS (SELECT 1 FROM message WHERE scope = :scope AND state = 'collecting' AND due_at <= :now)
			THEN 1 ELSE 0 END AS timed_out,
		CASE WHEN EXISTS (SELECT 1 FROM message WHERE scope = :scope AND state = 'delivering' AND due_at <= :now)
			THEN 1 ELSE 0 END AS lapsed,
		CASE WHEN EXISTS (SELECT 1 FROM message WHERE scope = :scope AND state = 'collecting' LIMIT 1 OFFSET :limit)
			THEN 1 ELSE 0 END AS crowded`;

/** Reads without a lock, since a dispatcher asks each second. Null where there is nothing to do. */
async function lookForWork(
	database: Database,
	scope: string,
	{ openPerSenderLimit }: Rules,
	now: number,
): Promise<Pending | null> {
	const [found] = await database.all(PENDING, { scope, now, limit: openPerSenderLimit });
	const flag = (name: string) => found?.[name] === 1;
	const pending = {
		timedOut: flag('timed_out'),
		lapsed: flag('lapsed'),
		crowded: flag('crowded'),
	};
	return flag('due') || Object.values(pending).includes(true) ? pending : null;
}

async function lease(
	transaction: Transaction,
	scope: string,
	limit: number,
	pending: Pending,
	rules: Rules,
	now: number,
): Promise<ClaimedMessage[]> {
	if (pending.lapsed) await lapse(transaction, scope, rules, now);
	if (pending.crowded) {
		const { openPerSenderLimit: perSender, openLimit } = rules;
		transaction.write(TIME_OUT_OLDEST, { scope, now, perSender, limit: openLimit });
	}
	if (pending.timedOut || pending.crowded) expire(transaction, scope, rules, now);

	// Two dispatchers must not lease two messages of one sender at the same moment.
	if (rules.onePerSender) await transaction.lock(`claim/${scope}`);
	const lease = randomUUID();
	const due = rules.onePerSender ? LEASE_ONE_PER_SENDER : LEASE_DUE;
	const [messages, parts] = await Promise.all([
		transaction.all(due, { scope, now, limit, lease, until: now + LEASE_MS }),
		transaction.all(PARTS, { scope, lease }),
	]);
	const partsOf = Map.groupBy(parts, (row) => Number(row['message_id']));
	return messages
		.sort((a, b) => inOrder(a, b))
		.map((row) => claimed(row, lease, partsOf.get(Number(row['id'])) ?? []));
}

/** Nobody can fill the disk with first parts: past the bounds the oldest time out early, none is dropped. */
const TIME_OUT_OLDEST = `
	UPDATE message SET due_at = :now WHERE state = 'collecting' AND id IN (
		SELECT id FROM (
			SELECT id, row_number() OVER (PARTITION BY sender ORDER BY due_at DESC) AS of_sender,
				row_number() OVER (ORDER BY due_at DESC) AS of_scope
			FROM message WHERE scope = :scope AND state = 'collecting') AS ranked
		WHERE of_sender > :perSender OR of_scope > :limit)`;

const TIMED_OUT = `
	SELECT id FROM message
	WHERE scope = :scope AND state = 'collecting' AND due_at <= :now /* FOR UPDATE SKIP LOCKED */`;

function expire(
	transaction: Transaction,
	scope: string,
	{ emitIncomplete, rememberFor }: Rules,
	now: number,
): void {
	if (emitIncomplete) {
		transaction.write(
			`UPDATE message SET state = 'due', due_since = due_at, due_at = 0 WHERE id IN (${TIMED_OUT})`,
			{ scope, now },
		);
		return;
	}
	transaction.write(
		`UPDATE message SET state = 'delivered', sealed = 1, due_at = :forgetAt WHERE id IN (${TIMED_OUT})`,
		{ scope, now, forgetAt: now + rememberFor },
	);
}

/** Materialized, so that PostgreSQL chooses the rows once. */
const LEASE_DUE = leaseOf(`
	SELECT id FROM message
	WHERE scope = :scope AND state = 'due' AND due_at <= :now
	ORDER BY due_since, id LIMIT :limit /* FOR UPDATE SKIP LOCKED */`);

const LEASE_ONE_PER_SENDER = leaseOf(`
	SELECT id FROM message AS m
	WHERE scope = :scope AND state = 'due' AND due_at <= :now
		AND NOT EXISTS (SELECT 1 FROM message AS other
			WHERE other.scope = :scope AND other.sender = m.sender AND (other.state = 'delivering'
				OR other.state = 'due' AND (other.due_since, other.id) < (m.due_since, m.id)))
	ORDER BY due_since, id LIMIT :limit /* FOR UPDATE SKIP LOCKED */`);

function leaseOf(candidates: string): string {
	return `
		WITH candidate AS MATERIALIZED (${candidates})
		UPDATE message SET state = 'delivering', sealed = 1, lease = :lease, attempt = attempt + 1,
			due_at = :until
		WHERE id IN (SELECT id FROM candidate)
		RETURNING id, key, emission, attempt, total, given, redelivered, due_since`;
}

const PARTS = `
	SELECT p.message_id, p.part, p.received_at, p.body
	FROM message m JOIN part p ON p.message_id = m.id
	WHERE m.scope = :scope AND m.state = 'delivering' AND m.lease = :lease
		AND p.absorbed = 0 AND p.emission <= m.emission
	ORDER BY p.message_id, p.seq`;

function inOrder(a: Row, b: Row): number {
	return Number(a['due_since']) - Number(b['due_since']) || Number(a['id']) - Number(b['id']);
}

function claimed(row: Row, lease: string, parts: Row[]): ClaimedMessage {
	return {
		row: Number(row['id']),
		emission: Number(row['emission']),
		attempt: Number(row['attempt']),
		lease,
		key: String(row['key']),
		given: Number(row['given']),
		redelivered: row['redelivered'] === 1,
		total: Number(row['total']),
		parts: parts.map((part) => ({
			part: Number(part['part']),
			receivedAt: Number(part['received_at']),
			body: String(part['body']),
		})),
	};
}
