import { randomUUID } from 'node:crypto';

import type { NewQuestion, NewRound, Reply } from '../../../nodes/VonageSms/questions';

export const OWN = '447700900001';
export const PEER = '447700900123';
export const OTHER = '447700900124';

export function round(changes: Partial<NewRound> = {}): NewRound & { id: string } {
	const id = randomUUID();
	return {
		id,
		execution: `https://n8n.example.com/webhook-waiting/${id}`,
		url: `https://n8n.example.com/webhook-waiting/${id}/node?round=${id}&signature=secret`,
		wanted: 1,
		deadline: null,
		plan: [],
		settled: [],
		...changes,
	};
}

interface QuestionChanges extends Partial<Omit<NewQuestion, 'terms'>> {
	responseType?: 'freeText' | 'approval';
	code?: string | null;
	askAgain?: string | null;
	optOutAccount?: string;
}

export function question({
	responseType = 'freeText',
	code = null,
	askAgain = null,
	optOutAccount,
	...changes
}: QuestionChanges = {}): NewQuestion {
	const peer = changes.peer ?? PEER;
	return {
		item: 0,
		kind: 'reply',
		own: OWN,
		peer,
		clientRef: null,
		openQuestions: 'newest',
		terms: {
			from: `+${OWN}`,
			to: `+${peer}`,
			text: 'May I ship it?',
			expectation: { responseType, words: { yes: [], no: [] }, code },
			askAgain,
			optOutAccount,
		},
		...changes,
	};
}

export function reply(text: string | null, changes: Partial<Reply> = {}): Reply {
	return {
		messageId: randomUUID(),
		from: `+${PEER}`,
		to: `+${OWN}`,
		text,
		keyword: text?.split(' ')[0]?.toUpperCase() ?? null,
		optOut: false,
		complete: true,
		arrivedAt: 1_577_880_000_000,
		receivedAt: '2020-01-01T12:00:00.000Z',
		...changes,
	};
}
