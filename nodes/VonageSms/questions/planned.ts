import type { Transaction } from '../database';
import { insert } from './asking';
import { mayText } from './mayText';
import type { RoundRow } from './rounds';
import type { OutgoingSms, PlannedSms } from './types';

/**
 * Runs the due steps while a round waits: a reminder goes once to everyone who has not answered, and an escalation
 * asks one more person about each open item. Where the register of opt-outs counts, people in it get neither.
 *
 * @returns the SMS to send
 */
export async function carryOut(
	tx: Transaction,
	now: number,
	{ id, questions }: RoundRow,
	planned: PlannedSms,
): Promise<OutgoingSms[]> {
	const open = questions.filter(({ state }) => state === 'open');
	const sms: OutgoingSms[] = [];
	if (planned.kind === 'reminder') {
		const people = new Map(open.map((question) => [`${question.own} ${question.peer}`, question]));
		for (const { own, peer, terms } of people.values()) {
			if (!(await mayText(tx, terms, own, peer))) continue;
			sms.push({ from: terms.from, to: `+${peer}`, text: planned.text });
		}
		return sms;
	}
	for (const { item, kind, own, terms } of open) {
		if (!(await mayText(tx, terms, own, planned.to))) continue;
		await insert(tx, now, id, {
			item,
			kind,
			own,
			peer: planned.to.replace(/\D/g, ''),
			clientRef: null,
			openQuestions: 'newest',
			terms: { ...terms, to: planned.to },
		});
		sms.push({ from: terms.from, to: planned.to, text: planned.text ?? terms.text });
	}
	return sms;
}
