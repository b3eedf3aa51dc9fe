import type { DeliveryOutcome, Outcome, Reason, Reply, Terms } from './types';

/** The outcome of a question that ended without an answer. */
export function unanswered({ from, to }: Pick<Terms, 'from' | 'to'>, reason: Reason): Outcome {
	return {
		answered: false,
		approved: null,
		text: null,
		keyword: null,
		from: to,
		to: from,
		messageId: null,
		respondedAt: null,
		timedOut: reason === 'timeout',
		optOut: reason === 'optOut',
		chatInput: null,
		reason,
	};
}

/** The meaning of a reply. */
export function answered(
	{ from, to }: Pick<Terms, 'from' | 'to'>,
	reply: Reply,
	read: { text: string; approved: boolean | null; feedback: string | null },
): Outcome {
	return {
		answered: true,
		approved: read.approved,
		text: read.text,
		keyword: reply.keyword,
		from: reply.from ?? to,
		to: reply.to ?? from,
		messageId: reply.messageId,
		respondedAt: reply.receivedAt,
		timedOut: false,
		optOut: false,
		chatInput: read.feedback,
		reason: null,
	};
}

/** The receipt of one sent SMS; null until a final one has arrived. */
export interface PartReceipt {
	messageId: string;
	receipt: {
		status: string;
		errorCode: string | null;
		errorText: string | null;
		receivedAt: string;
	} | null;
}

/** The combined status of all parts of a message. */
export function delivery(
	{ from, to }: Pick<Terms, 'from' | 'to'>,
	parts: PartReceipt[],
	timedOut: boolean,
): DeliveryOutcome {
	const receipts = parts.flatMap(({ receipt }) => receipt ?? []);
	const complete = parts.length > 0 && receipts.length === parts.length;
	const failed = receipts.find(({ status }) => status !== 'delivered');
	return {
		answered: complete,
		status: failed?.status ?? (complete ? 'delivered' : 'unknown'),
		delivered: complete && !failed,
		errorCode: failed?.errorCode ?? null,
		errorText: failed?.errorText ?? null,
		from,
		to,
		messageIds: parts.map(({ messageId }) => messageId),
		respondedAt: complete
			? (receipts
					.map((each) => each.receivedAt)
					.sort()
					.at(-1) ?? null)
			: null,
		timedOut: timedOut && !complete,
	};
}
