import { readApproval } from './approval';
import type { ApprovalWords } from './approval';
import { withoutCode } from './code';

/** The replies that a question accepts. */
export interface Expectation {
	responseType: 'freeText' | 'approval';
	words: ApprovalWords;
	/** Four digits that the reply must contain; null for none. */
	code: string | null;
}

/** The meaning of a reply for one question. */
export type Reading =
	| {
			kind: 'answer';
			/** Without the code. */
			text: string;
			/** Null for free text. */
			approved: boolean | null;
			/** The person's own words if they say more than yes or no. */
			feedback: string | null;
	  }
	/** Neither yes nor no, or not known because parts are missing. */
	| { kind: 'unclear'; text: string }
	| { kind: 'wrongCode' }
	/** No text: a picture, binary data, only white space. */
	| { kind: 'noAnswer' };

/**
 * Reads what a message says to a question.
 *
 * @param isComplete whether all parts of the message arrived: without "I don't think so," a "yes" would approve
 */
export function readReply(
	reply: string | null,
	{ responseType, words, code }: Expectation,
	isComplete = true,
): Reading {
	if (reply === null || reply.trim() === '') return { kind: 'noAnswer' };
	const text = code === null ? reply : withoutCode(reply, code);
	if (text === null) return { kind: 'wrongCode' };
	if (responseType === 'freeText') return { kind: 'answer', text, approved: null, feedback: text };
	const { approved, explains } = readApproval(text, words);
	if (approved === null || !isComplete) return { kind: 'unclear', text };
	return { kind: 'answer', text, approved, feedback: explains ? text : null };
}
