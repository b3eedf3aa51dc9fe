import type { VonageResponse } from './client';
import { explain, refusalOf } from './errors';
import type { Meaning } from '../inbound/vonageCodes';
import { VonageUnreachable } from './unreachable';

/** One SMS that Vonage accepted: a part of a long message, or the whole of it (Messages API). */
export interface SubmittedPart {
	/** `message-id` or `message_uuid`: what the delivery receipt will carry. */
	id: string;
	/** EUR for this part, null where the API does not say. */
	price: number | null;
	/** EUR left on the account, null where the API does not say. */
	remainingBalance: number | null;
	/** MCCMNC of the recipient's network, null where the API does not say. */
	network: string | null;
}

/** Why Vonage did not accept a message. */
export interface Refusal {
	/** Status of the SMS API, error code of the Messages API, `HTTP <status>`, or `unreachable`. */
	code: string;
	/** What happened. */
	message: string;
	/** What to do about it, with Vonage's own words where it gave any. */
	description: string;
}

/** What is known after one attempt to send one message. */
export type SendResult = Known & {
	/** `x-request-id` of the answer, for Vonage's support; not set where there is none. */
	requestId?: string;
};

type Known =
	| { kind: 'submitted'; parts: SubmittedPart[] }
	/** Only some parts of a long message were accepted: the recipient gets an incomplete message, or nothing readable. */
	| { kind: 'partial'; parts: SubmittedPart[]; refusals: Refusal[] }
	/** Nothing was sent. `retryAfter`: milliseconds after which the request may be repeated, null if it should not be. */
	| { kind: 'refused'; refusal: Refusal; retryAfter: number | null }
	/** The request was sent and no reliable answer came back: the message may have been sent. `what` ends a sentence on it. */
	| { kind: 'unknown'; what: string };

/** Milliseconds to wait where Vonage does not say how long: its limits count by the second. */
export const defaultWait = 1000;

/** @param words Vonage's own, null where it gave none */
export function refusal(
	code: string,
	{ what, advice }: Pick<Meaning, 'what' | 'advice'>,
	words: string | null,
): Refusal {
	const quoted = words?.replace(/\.+$/, '').slice(0, 300);
	return {
		code,
		message: what,
		description: quoted ? `Vonage says: ${quoted}. ${advice}.` : advice,
	};
}

/** Reads an answer that is not in the form of the API that was asked, only by its HTTP status. */
export function answerByHttpStatus(response: VonageResponse): SendResult {
	const { status } = response;
	const refused = refusalOf(response);
	if (status < 400 || status >= 500 || refused === null) {
		return { kind: 'unknown', what: `Vonage answered with HTTP status ${status} and no result` };
	}
	const { message, description } = explain(refused, 'send the SMS');
	return {
		kind: 'refused',
		refusal: { code: `HTTP ${status}`, message, description },
		retryAfter: status === 429 ? retryAfter(response.headers) : null,
	};
}

/**
 * Milliseconds that a `Retry-After` header asks for: seconds or an HTTP date (RFC 9110 10.2.3).
 *
 * @param headers with names in lower case
 */
export function retryAfter(headers: Record<string, string>, now: number = Date.now()): number {
	const value = headers['retry-after']?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = Date.parse(value);
	return Number.isNaN(date) ? defaultWait : Math.max(0, date - now);
}

/** The answer with the id that Vonage's support asks for. */
export function withRequestId(answer: SendResult, { headers }: VonageResponse): SendResult {
	const requestId = headers['x-request-id'];
	return requestId ? { ...answer, requestId } : answer;
}

/** Turns a missing answer into what is known of the message; anything else that was thrown is thrown on. */
export async function orUnreachable(sending: Promise<SendResult>): Promise<SendResult> {
	return await sending.catch((error: unknown) => {
		if (!(error instanceof VonageUnreachable)) throw error;
		if (error.outcome === 'unknown') return { kind: 'unknown', what: error.message };
		const description = error.description ?? '';
		return {
			kind: 'refused',
			refusal: { code: 'unreachable', message: error.message, description },
			retryAfter: defaultWait,
		};
	});
}
