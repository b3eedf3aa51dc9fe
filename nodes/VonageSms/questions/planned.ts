import type { Transaction } from '../database';
import { insert } from './asking';
import type { RoundRow } from './rounds';
import type { OutgoingSms, PlannedSms } from './types';

/**
 * Carries out what is due while a round waits: a reminder goes to everybody who has not answered, an escalation asks
 * one more person about each open item.
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
	if (planned.kind === 'reminder') {
		return open.map(({ peer, terms }) => ({
			from: terms.from,
			to: `+${peer}`,
			text: planned.text,
		}));
	}
	const sms: OutgoingSms[] = [];
	for (const { item, kind, own, terms } of open) {
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
