import type { Database } from '../database';
import type { FinalReceipt, Reply } from './types';

/** A question that a message may answer, or has answered. */
export interface Candidate {
	id: string;
	round: string;
	/** Whether this same message answered it before. */
	answeredBefore: boolean;
	/** Null if its round is closed. */
	url: string | null;
	/** Four digits that the reply must contain; null for none. */
	code: string | null;
	/** If several are open: which one gets the reply first. */
	oldestFirst: boolean;
}

/** The questions that a message from `peer` to `own` may answer, newest first. */
export async function findByParties(
	database: Database,
	own: string,
	peer: string,
	{ messageId, arrivedAt }: Pick<Reply, 'messageId' | 'arrivedAt'>,
): Promise<Candidate[]> {
	const rows = await database.all(
		`SELECT q.id, q.round, q.answered_by, q.last_message, q.terms, q.open_questions, r.url
			FROM question AS q JOIN question_round AS r ON r.id = q.round
			WHERE q.own = :own AND q.peer = :peer AND q.kind = 'reply'
				AND (q.state = 'open' AND q.asked_at <= :arrivedAt AND r.state <> 'closed'
					OR q.answered_by = :messageId OR q.last_message = :messageId)
			ORDER BY q.seq DESC`,
		{ own, peer, messageId, arrivedAt },
	);
	return rows.map((row) => ({
		id: String(row['id']),
		round: String(row['round']),
		answeredBefore: row['answered_by'] === messageId || row['last_message'] === messageId,
		url: row['url'] === null ? null : String(row['url']),
		code: codeOf(row['terms']),
		oldestFirst: row['open_questions'] === 'oldest',
	}));
}

/** The questions that wait for the delivery of a message. */
export async function findByMessage(
	database: Database,
	{ messageId, clientRef, to }: FinalReceipt,
): Promise<Candidate[]> {
	const rows = await database.all(
		`SELECT q.id, q.round, q.answered_by, r.url, s.receipt
			FROM question AS q JOIN question_round AS r ON r.id = q.round
			LEFT JOIN question_sms AS s ON s.question = q.id AND s.message_id = :messageId
			WHERE q.kind = 'receipt' AND (
				s.message_id IS NOT NULL AND (s.receipt IS NOT NULL OR r.state <> 'closed' AND q.state = 'open')
				OR r.state = 'asking' AND q.client_ref = :clientRef AND q.peer = :to)
			ORDER BY q.seq DESC`,
		{ messageId, clientRef: clientRef ?? '', to: to ?? '' },
	);
	return rows.map((row) => ({
		id: String(row['id']),
		round: String(row['round']),
		answeredBefore: row['receipt'] !== null,
		url: row['url'] === null ? null : String(row['url']),
		code: null,
		oldestFirst: false,
	}));
}

function codeOf(terms: unknown): string | null {
	const { expectation } = JSON.parse(String(terms)) as { expectation?: { code: string | null } };
	return expectation?.code ?? null;
}
