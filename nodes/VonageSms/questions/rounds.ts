import type { Transaction } from '../database';
import { delivery, unanswered } from './outcome';
import type { PartReceipt } from './outcome';
import type { ItemResult, PlannedSms, Terms } from './types';

export const DAY_MS = 86_400_000;

/** How long a closed round is remembered, so that a message that answered it is known when it is offered again. */
const REMEMBER_MS = 7 * DAY_MS;

/**
 * `open` until a reply, a receipt, an opt-out or a failure ends it: `answered`, `ended` without an answer, `failed`
 * where its SMS did not go out, `closed` when the execution continued without it.
 */
export type QuestionState = 'open' | 'answered' | 'ended' | 'failed' | 'closed';

export interface QuestionRow {
	id: string;
	item: number;
	kind: 'reply' | 'receipt';
	own: string;
	peer: string;
	askedAt: number;
	state: QuestionState;
	answeredBy: string | null;
	/** The last reply that did not answer it, so that it is not counted twice. */
	lastMessage: string | null;
	tries: number;
	askedAgain: boolean;
	terms: Terms;
	/** JSON of the output item, null while it is open. */
	result: Record<string, unknown> | null;
}

export interface RoundRow {
	id: string;
	wanted: number;
	deadline: number | null;
	plan: PlannedSms[];
	/** How many steps of the plan are done. */
	planned: number;
	/** Whether the items were passed to n8n at least once. */
	handed: boolean;
	questions: QuestionRow[];
}

/** People reply slowly, so changing questions one at a time is fast enough, and it avoids deadlocks. */
export async function lockQuestions(tx: Transaction): Promise<void> {
	await tx.lock('questions');
}

/** A round that is not closed, with its questions in the order in which they were asked. */
export async function readRound(tx: Transaction, round: string): Promise<RoundRow | null> {
	const [row] = await tx.all(
		`SELECT wanted, deadline, plan, planned, handed FROM question_round
		WHERE id = :round AND state <> 'closed'`,
		{ round },
	);
	if (!row) return null;
	const questions = await tx.all('SELECT * FROM question WHERE round = :round ORDER BY seq', {
		round,
	});
	return {
		id: round,
		wanted: Number(row['wanted']),
		deadline: row['deadline'] === null ? null : Number(row['deadline']),
		plan: JSON.parse(String(row['plan'])) as PlannedSms[],
		planned: Number(row['planned']),
		handed: Number(row['handed']) > 0,
		questions: questions.map((each) => ({
			id: String(each['id']),
			item: Number(each['item']),
			kind: each['kind'] === 'receipt' ? 'receipt' : 'reply',
			own: String(each['own']),
			peer: String(each['peer']),
			askedAt: Number(each['asked_at']),
			state: String(each['state']) as QuestionState,
			answeredBy: textOf(each['answered_by']),
			lastMessage: textOf(each['last_message']),
			tries: Number(each['tries']),
			askedAgain: Number(each['asked_again']) > 0,
			terms: JSON.parse(String(each['terms'])) as Terms,
			result:
				each['result'] === null
					? null
					: (JSON.parse(String(each['result'])) as Record<string, unknown>),
		})),
	};
}

/** Whether the execution continues: enough items have an answer, or no more can get one. */
export function isComplete({ wanted, questions }: RoundRow): boolean {
	const states = [...byItem(questions).values()].map((rows) => rows.map(({ state }) => state));
	const answered = states.filter((each) => each.includes('answered')).length;
	const open = states.filter((each) => each.includes('open') && !each.includes('answered')).length;
	return open === 0 || answered >= wanted;
}

export function isOver({ deadline }: RoundRow, now: number): boolean {
	return deadline !== null && deadline <= now;
}

/** Notes when the dispatcher has to look at a round again: now, at its next event, or tomorrow whether n8n still knows it. */
export async function reschedule(tx: Transaction, round: string, now: number): Promise<void> {
	const row = await readRound(tx, round);
	if (!row) return;
	const next = Math.min(
		row.deadline ?? Infinity,
		row.plan[row.planned]?.at ?? Infinity,
		now + DAY_MS,
	);
	await tx.run('UPDATE question_round SET due_at = :dueAt WHERE id = :round', {
		round,
		dueAt: isComplete(row) ? 0 : next,
	});
}

/** Notes that n8n is given the items of a round. They are the same if it has to be given them again. */
export async function handOut(tx: Transaction, row: RoundRow, now: number): Promise<ItemResult[]> {
	await tx.run('UPDATE question_round SET handed = 1, due_at = 0 WHERE id = :round', {
		round: row.id,
	});
	const results = [...byItem(row.questions)].map(async ([item, questions]) => ({
		item,
		json: await resultOf(tx, questions, isOver(row, now)),
	}));
	return (await Promise.all(results)).sort((a, b) => a.item - b.item);
}

/** The execution continued, or never will: removes texts and the signed URL. */
export async function closeRound(tx: Transaction, round: string, now: number): Promise<void> {
	await tx.run(
		`UPDATE question_round SET state = 'closed', url = NULL, due_at = NULL, lease = NULL,
			lease_until = 0, plan = '[]', forget_at = :forgetAt WHERE id = :round AND state <> 'closed'`,
		{ round, forgetAt: now + REMEMBER_MS },
	);
	await tx.run(`UPDATE question SET result = NULL, terms = '{}' WHERE round = :round`, { round });
	await tx.run(`UPDATE question SET state = 'closed' WHERE round = :round AND state = 'open'`, {
		round,
	});
}

/** What the receipts of a question's messages say, in the order in which the messages went out. */
export async function partsOf(tx: Transaction, question: string): Promise<PartReceipt[]> {
	const rows = await tx.all(
		'SELECT message_id, receipt FROM question_sms WHERE question = :question ORDER BY part',
		{ question },
	);
	return rows.map((row) => ({
		messageId: String(row['message_id']),
		receipt:
			row['receipt'] === null
				? null
				: (JSON.parse(String(row['receipt'])) as PartReceipt['receipt']),
	}));
}

/** With an escalation, several people are asked about one item. */
function byItem(questions: QuestionRow[]): Map<number, QuestionRow[]> {
	const items = new Map<number, QuestionRow[]>();
	for (const question of questions) {
		items.set(question.item, [...(items.get(question.item) ?? []), question]);
	}
	return items;
}

async function resultOf(
	tx: Transaction,
	questions: QuestionRow[],
	timedOut: boolean,
): Promise<Record<string, unknown>> {
	const decided =
		questions.find(({ state }) => state === 'answered') ??
		questions.find(({ state }) => state === 'open') ??
		questions[0];
	if (!decided) return {};
	if (decided.result) return decided.result;
	if (decided.kind === 'receipt') {
		return { data: delivery(decided.terms, await partsOf(tx, decided.id), timedOut) };
	}
	return { data: unanswered(decided.terms, timedOut ? 'timeout' : 'notNeeded') };
}

function textOf(value: unknown): string | null {
	return value === null || value === undefined ? null : String(value);
}
