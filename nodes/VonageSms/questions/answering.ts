import type { Transaction } from '../database';
import { mayText } from './mayText';
import { answered, unanswered } from './outcome';
import { carryOut } from './planned';
import { CODE_TRIES, readReply } from './reply';
import { handOut, isComplete, isOver, partsOf, readRound, reschedule } from './rounds';
import type { QuestionRow, RoundRow } from './rounds';
import type { FinalReceipt, ItemResult, Outcome, OutgoingSms, Reply } from './types';

/** Names a round with the right to resume it. */
export interface Turn {
	round: string;
	lease: string;
}

export type RoundResult =
	/** The round is over or being resumed by another process, or this doesn't answer the question. */
	| { kind: 'refused' }
	/** Noted; the execution goes on waiting. */
	| { kind: 'kept'; sms: OutgoingSms[] }
	/** The execution continues with these. */
	| { kind: 'complete'; items: ItemResult[] };

/**
 * Marks a question as answered by a message, at most once: a question has one message and a message one question.
 * The same message may come again, which changes nothing.
 */
export async function answerQuestion(
	tx: Transaction,
	now: number,
	{ question: id, ...turn }: Turn & { question: string },
	reply: Reply,
): Promise<RoundResult> {
	const round = await readTurn(tx, turn);
	const question = round?.questions.find((each) => each.id === id);
	if (!round || !question) return { kind: 'refused' };
	if (question.answeredBy === reply.messageId || question.lastMessage === reply.messageId) {
		return await settle(tx, now, round.id, []);
	}
	if (question.state !== 'open' || round.handed || !inTime(round, question, reply)) {
		return { kind: 'refused' };
	}
	if (await isUsed(tx, reply)) {
		return { kind: 'refused' };
	}
	const sms = await note(tx, question, reply);
	return sms === null ? { kind: 'refused' } : await settle(tx, now, round.id, sms);
}

/** Records the final receipt of one message. */
export async function noteReceipt(
	tx: Transaction,
	now: number,
	{ question: id, ...turn }: Turn & { question: string },
	receipt: FinalReceipt,
): Promise<RoundResult> {
	const round = await readTurn(tx, turn);
	const question = round?.questions.find((each) => each.id === id);
	if (!round || !question) return { kind: 'refused' };
	const { status, errorCode, errorText, receivedAt } = receipt;
	const noted = await tx.run(
		`UPDATE question_sms SET receipt = coalesce(receipt, :receipt)
		WHERE question = :id AND message_id = :messageId`,
		{
			id,
			messageId: receipt.messageId,
			receipt: JSON.stringify({ status, errorCode, errorText, receivedAt }),
		},
	);
	if (noted === 0) return { kind: 'refused' };
	const parts = await partsOf(tx, id);
	if (parts.every((part) => part.receipt !== null)) {
		await tx.run(`UPDATE question SET state = 'answered' WHERE id = :id AND state = 'open'`, {
			id,
		});
	}
	return await settle(tx, now, round.id, []);
}

/** The time limit of a round may have passed, or a reminder may be due. */
export async function endRound(tx: Transaction, now: number, turn: Turn): Promise<RoundResult> {
	const round = await readTurn(tx, turn);
	if (!round) return { kind: 'refused' };
	if (isComplete(round) || isOver(round, now)) {
		return { kind: 'complete', items: await handOut(tx, round, now) };
	}
	const due = round.plan.slice(round.planned).filter(({ at }) => at <= now);
	await tx.run('UPDATE question_round SET planned = :planned WHERE id = :round', {
		round: round.id,
		planned: round.planned + due.length,
	});
	const sms: OutgoingSms[] = [];
	for (const planned of due) sms.push(...(await carryOut(tx, now, round, planned)));
	return await settle(tx, now, round.id, sms);
}

/** The round, if the caller has the right to resume it. */
async function readTurn(tx: Transaction, { round, lease }: Turn): Promise<RoundRow | null> {
	const held = await tx.all('SELECT id FROM question_round WHERE id = :round AND lease = :lease', {
		round,
		lease,
	});
	return held.length === 0 ? null : await readRound(tx, round);
}

async function settle(
	tx: Transaction,
	now: number,
	id: string,
	sms: OutgoingSms[],
): Promise<RoundResult> {
	const round = await readRound(tx, id);
	if (round && (round.handed || isComplete(round))) {
		return { kind: 'complete', items: await handOut(tx, round, now) };
	}
	await reschedule(tx, id, now);
	return { kind: 'kept', sms };
}

/** Whether it arrived between the question and the time limit. */
function inTime({ deadline }: RoundRow, { askedAt }: QuestionRow, { arrivedAt }: Reply): boolean {
	return arrivedAt >= askedAt && (deadline === null || arrivedAt <= deadline);
}

/** Whether the message answered another question. */
async function isUsed(tx: Transaction, { messageId }: Reply): Promise<boolean> {
	const rows = await tx.all('SELECT id FROM question WHERE answered_by = :messageId', {
		messageId,
	});
	return rows.length > 0;
}

/** Reads the reply and stores its meaning. Null if it doesn't answer this question. */
async function note(
	tx: Transaction,
	question: QuestionRow,
	reply: Reply,
): Promise<OutgoingSms[] | null> {
	const { terms } = question;
	if (reply.optOut) {
		await finish(tx, question, 'ended', null, unanswered(terms, 'optOut'));
		return [];
	}
	const read = readReply(reply.text, terms.expectation, reply.complete);
	switch (read.kind) {
		case 'noAnswer':
			return null;
		case 'answer':
			await finish(tx, question, 'answered', reply, answered(terms, reply, read));
			return [];
		case 'unclear':
			if (await mayAskAgain(tx, question)) {
				return await askAgain(tx, question, reply, question.tries);
			}
			await finish(
				tx,
				question,
				'answered',
				reply,
				answered(terms, reply, { text: read.text, approved: null, feedback: read.text }),
			);
			return [];
		case 'wrongCode':
			return await countTry(tx, question, reply);
	}
}

async function countTry(
	tx: Transaction,
	question: QuestionRow,
	reply: Reply,
): Promise<OutgoingSms[]> {
	const tries = question.tries + 1;
	if (tries >= CODE_TRIES) {
		await finish(tx, question, 'ended', reply, unanswered(question.terms, 'code'));
		return [];
	}
	if (await mayAskAgain(tx, question)) return await askAgain(tx, question, reply, tries);
	await tx.run('UPDATE question SET tries = :tries, last_message = :messageId WHERE id = :id', {
		id: question.id,
		tries,
		messageId: reply.messageId,
	});
	return [];
}

async function mayAskAgain(
	tx: Transaction,
	{ askedAgain, own, peer, terms }: QuestionRow,
): Promise<boolean> {
	return !askedAgain && terms.askAgain !== null && (await mayText(tx, terms, own, peer));
}

/** Recorded before it's sent: a crash in between means one SMS less, never one more. */
async function askAgain(
	tx: Transaction,
	{ id, peer, terms }: QuestionRow,
	{ messageId }: Reply,
	tries: number,
): Promise<OutgoingSms[]> {
	await tx.run(
		'UPDATE question SET asked_again = 1, tries = :tries, last_message = :messageId WHERE id = :id',
		{ id, tries, messageId },
	);
	return [{ from: terms.from, to: `+${peer}`, text: terms.askAgain ?? '' }];
}

/** Ends the question, and questions to other people about the same item. */
async function finish(
	tx: Transaction,
	{ id, item }: QuestionRow,
	state: 'answered' | 'ended',
	by: Reply | null,
	outcome: Outcome,
): Promise<void> {
	await tx.run(
		'UPDATE question SET state = :state, answered_by = :by, result = :result WHERE id = :id',
		{ id, state, by: by?.messageId ?? null, result: JSON.stringify({ data: outcome }) },
	);
	if (state !== 'answered') return;
	await tx.run(
		`UPDATE question SET state = 'closed' WHERE item = :item AND id <> :id AND state = 'open'
			AND round = (SELECT round FROM question WHERE id = :id)`,
		{ id, item },
	);
}
