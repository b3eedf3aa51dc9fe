import { randomUUID } from 'node:crypto';

import type { Database, Row, Transaction } from '../database';
import { fixBursts } from './burst';
import { DUE, expire, lookForWork, type Pending } from './expire';
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
	/** Whether the store had any question when the message was claimed. */
	mayAnswer: boolean;
	/** Messages that go out with this one, oldest first. */
	joined: Array<{ total: number; parts: StoredPart[] }>;
}

/** Leases due messages, oldest first, after expiring those that timed out or that a dead dispatcher held. */
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
		async (transaction) => await lease(transaction, scope, Math.floor(limit), pending, rules, now),
		{ durable: false },
	);
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
	if (pending.timedOut || pending.crowded) expire(transaction, scope, pending, rules, now);

	const lease = randomUUID();
	const values = { scope, lease, until: now + LEASE_MS };
	const messages = rules.onePerSender
		? leaseOnePerSender(transaction, values, limit, now)
		: transaction.all(LEASE_DUE, { ...values, now, limit });
	// PostgreSQL runs the second in the same round trip, after the first.
	const parts = rules.onePerSender
		? messages.then(async (rows) => {
				await fixBursts(transaction, scope, rows, rules, now);
				return await transaction.all(PARTS, { scope, lease });
			})
		: transaction.all(PARTS, { scope, lease });
	const [rows, partRows] = await Promise.all([messages, parts]);
	const partsOf = Map.groupBy(partRows, (row) => Number(row['message_id']));
	return rows
		.sort((a, b) => inOrder(a, b))
		.map((row) => claimed(row, lease, partsOf.get(Number(row['id'])) ?? []));
}

/** Materialized, so that PostgreSQL chooses the rows once. */
const LEASE_DUE = leaseOf(`
	candidate AS MATERIALIZED (SELECT id FROM message WHERE scope = :scope AND state = 'due'
		AND ${DUE} ORDER BY due_since, id LIMIT :limit /* FOR UPDATE SKIP LOCKED */)`);

function leaseOf(candidates: string): string {
	return `
		WITH ${candidates}
		UPDATE message SET state = 'delivering', sealed = 1, lease = :lease, attempt = attempt + 1,
			due_at = :until
		WHERE id IN (SELECT id FROM candidate) AND state = 'due'
		RETURNING id, key, sender, emission, attempt, total, received, given, redelivered, due_since`;
}

/** How many of the oldest due messages are looked at before the senders are. */
const OLDEST = 200;

const BUSY = "SELECT sender FROM message WHERE scope = :scope AND state = 'delivering'";

/** Among the oldest, those that are the first of their sender. */
const LEASE_OLDEST_OF_SENDERS = leaseOf(`
	oldest AS MATERIALIZED (SELECT id, sender, due_since, due_at FROM message
		WHERE scope = :scope AND state = 'due' ORDER BY due_since, id LIMIT ${OLDEST}),
	candidate AS MATERIALIZED (SELECT id FROM oldest
		WHERE ${DUE} AND sender NOT IN (${BUSY})
			AND NOT EXISTS (SELECT 1 FROM message AS other
				WHERE other.scope = :scope AND other.sender = oldest.sender AND other.state = 'due'
					AND (other.due_since, other.id) < (oldest.due_since, oldest.id))
		ORDER BY due_since, id LIMIT :limit)`);

/** The first message of each sender, found by jumping from sender to sender in the index. */
const LEASE_FIRST_OF_SENDERS = leaseOf(`
	RECURSIVE each (sender) AS (
		SELECT min(sender) FROM message WHERE scope = :scope AND state = 'due'
		UNION ALL
		SELECT (SELECT min(m.sender) FROM message m
			WHERE m.scope = :scope AND m.state = 'due' AND m.sender > each.sender)
		FROM each WHERE each.sender IS NOT NULL),
	candidate AS MATERIALIZED (SELECT first.id FROM each JOIN message first ON first.id =
		(SELECT m.id FROM message m WHERE m.scope = :scope AND m.sender = each.sender AND m.state = 'due'
			ORDER BY m.due_since, m.id LIMIT 1)
		WHERE ${DUE} AND first.sender NOT IN (${BUSY})
		ORDER BY first.due_since, first.id LIMIT :limit)`);

/**
 * The cost grows neither with the backlog of few senders nor with the number of senders: the oldest
 * messages are looked at first, and only where they do not suffice the senders one by one.
 */
async function leaseOnePerSender(
	transaction: Transaction,
	values: { scope: string; lease: string; until: number },
	limit: number,
	now: number,
): Promise<Row[]> {
	// Two dispatchers must not lease two messages of one sender at the same moment.
	await transaction.lock(`claim/${values.scope}`);
	const oldest = await transaction.all(LEASE_OLDEST_OF_SENDERS, { ...values, now, limit });
	if (oldest.length === limit) return oldest;
	const rest = { ...values, now, limit: limit - oldest.length };
	return [...oldest, ...(await transaction.all(LEASE_FIRST_OF_SENDERS, rest))];
}

/** A column of no cost, where every message would otherwise need a read of its own. */
const ASKED = 'CASE WHEN EXISTS (SELECT 1 FROM question) THEN 1 ELSE 0 END AS asked';

const PARTS = `
	SELECT p.message_id, 0 AS position, p.seq, m.total, p.part, p.received_at, p.body, ${ASKED}
	FROM message m JOIN part p ON p.message_id = m.id
	WHERE m.scope = :scope AND m.state = 'delivering' AND m.lease = :lease
		AND p.role <> 'repetition' AND p.emission <= m.emission
	UNION ALL
	SELECT j.message_id, j.position, j.seq, j.total, j.part, j.received_at, j.body, ${ASKED}
	FROM message m JOIN joined_part j ON j.message_id = m.id
	WHERE m.scope = :scope AND m.state = 'delivering' AND m.lease = :lease
	ORDER BY message_id, position, seq`;

function inOrder(a: Row, b: Row): number {
	return Number(a['due_since']) - Number(b['due_since']) || Number(a['id']) - Number(b['id']);
}

function claimed(row: Row, lease: string, parts: Row[]): ClaimedMessage {
	const members = [...Map.groupBy(parts, (part) => Number(part['position']))];
	const own = members.find(([position]) => position === 0)?.[1] ?? [];
	const joined = members.flatMap(([position, member]) => (position > 0 ? [member] : []));
	return {
		row: Number(row['id']),
		emission: Number(row['emission']),
		attempt: Number(row['attempt']),
		lease,
		key: String(row['key']),
		given: Number(row['given']),
		redelivered: row['redelivered'] === 1,
		total: Number(row['total']),
		parts: storedParts(own),
		mayAnswer: own[0]?.['asked'] === 1,
		joined: joined.map((member) => ({
			total: Number(member[0]?.['total']),
			parts: storedParts(member),
		})),
	};
}

function storedParts(rows: Row[]): StoredPart[] {
	return rows.map((part) => ({
		part: Number(part['part']),
		receivedAt: Number(part['received_at']),
		body: String(part['body']),
	}));
}
