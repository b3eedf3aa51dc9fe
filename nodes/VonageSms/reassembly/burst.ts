import type { Keepable, SmsPart, WholeMessage } from '../inbound/types';
import type { Row, Transaction } from '../database';
import { DUE } from './expire';
import type { Rules } from './policy';
import { normaliseAddress, type IncomingRecord } from './record';

/** Maximum number of messages in one item. */
const MOST_JOINED = 100;

/** Complete, and never claimed: the first claim fixes the content. */
const FRESH = `state = 'due' AND attempt = 0 AND given = 0 AND emission = 0 AND received = total`;

/**
 * All waiting messages of the sender become due together: `mergeWindow` after the newest, at the latest `mergeLimit`
 * after the oldest.
 */
const OLDEST = `(SELECT min(due_since) FROM message WHERE scope = :scope AND sender = :sender AND ${FRESH})`;

const WAIT = `
	UPDATE message SET due_at = CASE
		WHEN ${OLDEST} + :limit < :quietAt THEN ${OLDEST} + :limit ELSE :quietAt END
	WHERE scope = :scope AND sender = :sender AND ${FRESH}`;

/** Makes a message that just became due wait for more from its sender. Receipts never wait. */
export async function waitForMore(
	transaction: Transaction,
	{ scope, sender, isReceipt }: Pick<IncomingRecord, 'scope' | 'sender' | 'isReceipt'>,
	{ mergeWindow: window, mergeLimit: limit }: Rules,
	now: number,
): Promise<void> {
	if (window === 0 || isReceipt) return;
	// Two messages from one sender that arrive at the same time must see each other.
	await transaction.lock(`burst/${scope}/${sender}`);
	transaction.write(WAIT, { scope, sender, quietAt: now + window, limit });
}

const FOLLOWING = `
	SELECT m.id, m.total, p.seq, p.part, p.received_at, p.body
	FROM message m JOIN part p ON p.message_id = m.id
	WHERE m.id IN (SELECT id FROM message WHERE scope = :scope AND sender = :sender AND ${FRESH}
			AND ${DUE} AND id <> :row ORDER BY due_since, id LIMIT ${MOST_JOINED - 1})
		AND p.role <> 'repetition'
	ORDER BY m.due_since, m.id, p.seq /* FOR UPDATE */`;

const JOIN = `
	INSERT INTO joined_part (message_id, position, seq, total, part, received_at, body)
	VALUES (:row, :position, :seq, :total, :part, :receivedAt, :body)`;

/**
 * Fixes what goes out with messages that are claimed for the first time: from then on a message that comes later starts
 * the next item, and every further attempt has the same content. The joined messages are delivered with them, so their
 * repetitions are still recognized.
 *
 * @param leased rows of `message` that this claim leases
 */
export async function fixBursts(
	transaction: Transaction,
	scope: string,
	leased: readonly Row[],
	rules: Rules,
	now: number,
): Promise<void> {
	if (rules.mergeWindow === 0) return;
	for (const row of leased) {
		const first = row['attempt'] === 1 && row['given'] === 0 && row['emission'] === 0;
		if (first && row['received'] === row['total']) {
			await fixBurst(transaction, scope, row, rules, now);
		}
	}
}

async function fixBurst(
	transaction: Transaction,
	scope: string,
	leader: Row,
	rules: Rules,
	now: number,
): Promise<void> {
	const row = Number(leader['id']);
	const [opening] = await transaction.all(
		"SELECT body FROM part WHERE message_id = :row AND role <> 'repetition' ORDER BY seq LIMIT 1",
		{ row },
	);
	const own = opening && ownNumber(opening);
	if (!own) return;
	const sender = String(leader['sender']);
	const following = await transaction.all(FOLLOWING, { scope, sender, row, now });
	let position = 0;
	for (const [id, parts] of Map.groupBy(following, (part) => Number(part['id']))) {
		// Keeps the order: a message that can't be joined begins the next item, as do later messages.
		if (!parts.every((part) => ownNumber(part) === own)) return;
		position += 1;
		for (const part of parts) transaction.write(JOIN, { row, position, ...valuesOf(part) });
		transaction.write(
			"UPDATE message SET state = 'delivered', sealed = 1, due_at = :forgetAt WHERE id = :id",
			{ id, forgetAt: now + rules.rememberFor },
		);
		transaction.write(
			"UPDATE part SET body = NULL WHERE message_id = :id AND role <> 'repetition'",
			{ id },
		);
	}
}

function valuesOf(part: Row) {
	return {
		seq: Number(part['seq']),
		total: Number(part['total']),
		part: Number(part['part']),
		receivedAt: Number(part['received_at']),
		body: String(part['body']),
	};
}

/** The number that a text was sent to; null for binary messages and damaged records, which aren't joined. */
function ownNumber({ body }: Row): string | null {
	try {
		const inbound = JSON.parse(String(body)) as Exclude<Keepable, { kind: 'receipt' }>;
		return isText(inbound) ? (normaliseAddress(inbound.to) ?? '') : null;
	} catch {
		return null;
	}
}

function isText({ kind, type }: SmsPart | WholeMessage): boolean {
	return (kind === 'part' || kind === 'message') && type !== 'binary';
}
