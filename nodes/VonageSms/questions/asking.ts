import { randomUUID } from 'node:crypto';

import type { Transaction } from '../database';
import { unanswered } from './outcome';
import { closeRound, DAY_MS, reschedule } from './rounds';
import type { NewQuestion, NewRound, Terms } from './types';

export type Asked =
	/** Ids of the questions, in the order of the arguments. */
	| { kind: 'asked'; questions: string[] }
	/** Nothing was kept: the person has an open question already, and `refuse` was chosen. */
	| { kind: 'refused'; item: number };

/** Stores a round and its questions, and ends the execution's earlier rounds. */
export async function ask(
	tx: Transaction,
	now: number,
	round: NewRound & { id: string },
	questions: NewQuestion[],
): Promise<Asked> {
	const busy = await firstBusy(tx, round.execution, questions);
	if (busy) return { kind: 'refused', item: busy.item };

	const earlier = await tx.all(
		`SELECT id FROM question_round WHERE execution = :execution AND state <> 'closed'`,
		{ execution: round.execution },
	);
	for (const { id } of earlier) await closeRound(tx, String(id), now);
	for (const question of questions) {
		if (question.openQuestions === 'replace') await replace(tx, now, question);
	}

	await tx.run(
		`INSERT INTO question_round (id, execution, url, state, wanted, deadline, plan, due_at)
		VALUES (:id, :execution, :url, 'asking', :wanted, :deadline, :plan, :dueAt)`,
		{
			id: round.id,
			execution: round.execution,
			url: round.url,
			wanted: round.wanted,
			deadline: round.deadline,
			plan: JSON.stringify(round.plan),
			// If the execution ends before it waits, its questions are closed at this time.
			dueAt: round.deadline ?? now + DAY_MS,
		},
	);
	const ids: string[] = [];
	for (const question of questions) ids.push(await insert(tx, now, round.id, question));
	for (const { item, json } of round.settled) {
		await tx.run(
			`INSERT INTO question (id, round, item, kind, own, peer, asked_at, state, open_questions, terms, result)
			VALUES (:id, :round, :item, 'reply', '', '', :now, 'failed', 'newest', '{}', :result)`,
			{ id: randomUUID(), round: round.id, item, now, result: JSON.stringify(json) },
		);
	}
	return { kind: 'asked', questions: ids };
}

export async function insert(
	tx: Transaction,
	now: number,
	round: string,
	question: NewQuestion,
): Promise<string> {
	const id = randomUUID();
	await tx.run(
		`INSERT INTO question (id, round, item, kind, own, peer, asked_at, client_ref, open_questions, terms)
		VALUES (:id, :round, :item, :kind, :own, :peer, :now, :clientRef, :openQuestions, :terms)`,
		{
			id,
			round,
			item: question.item,
			kind: question.kind,
			own: question.own,
			peer: question.peer,
			now,
			clientRef: question.clientRef,
			openQuestions: question.openQuestions,
			terms: JSON.stringify(question.terms),
		},
	);
	return id;
}

/** The first question whose person has another open one, including in the same round. */
async function firstBusy(
	tx: Transaction,
	execution: string,
	questions: NewQuestion[],
): Promise<NewQuestion | undefined> {
	const seen = new Set<string>();
	for (const question of questions) {
		if (question.kind !== 'reply') continue;
		const pair = `${question.own} ${question.peer}`;
		if (question.openQuestions === 'refuse') {
			if (seen.has(pair) || (await openTo(tx, question, execution)).length > 0) return question;
		}
		seen.add(pair);
	}
	return undefined;
}

/** Open questions of other executions to the same person from the same number. */
async function openTo(
	tx: Transaction,
	{ own, peer }: NewQuestion,
	execution: string,
): Promise<Array<{ id: string; round: string; terms: Terms }>> {
	const rows = await tx.all(
		`SELECT q.id, q.round, q.terms FROM question AS q JOIN question_round AS r ON r.id = q.round
		WHERE q.own = :own AND q.peer = :peer AND q.kind = 'reply' AND q.state = 'open'
			AND r.state <> 'closed' AND r.execution <> :execution`,
		{ own, peer, execution },
	);
	return rows.map((row) => ({
		id: String(row['id']),
		round: String(row['round']),
		terms: JSON.parse(String(row['terms'])) as Terms,
	}));
}

/** Ends open questions. The executions that waited for them continue. */
async function replace(tx: Transaction, now: number, question: NewQuestion): Promise<void> {
	for (const { id, round, terms } of await openTo(tx, question, '')) {
		await tx.run(`UPDATE question SET state = 'ended', result = :result WHERE id = :id`, {
			id,
			result: JSON.stringify({ data: unanswered(terms, 'replaced') }),
		});
		await reschedule(tx, round, now);
	}
}
