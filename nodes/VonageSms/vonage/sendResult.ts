import type { VonageResponse } from './client';
import { explain, refusalOf } from './errors';
import type { Meaning } from '../inbound/vonageCodes';
import { VonageUnreachable } from './unreachable';

/** One SMS that Vonage accepted: a segment of a long message, or the whole message (Messages API). */
export interface SubmittedPart {
	/** `message-id` or `message_uuid`, which is also in the delivery receipt. */
	id: string;
	/** In EUR; null if the API doesn't return it. */
	price: number | null;
	/** Remaining balance of the account in EUR; null if the API doesn't return it. */
	remainingBalance: number | null;
	/** MCCMNC of the recipient's network; null if the API doesn't return it. */
	network: string | null;
}

/** Why Vonage didn't accept a message. */
export interface Refusal {
	/** Status of the SMS API, error code of the Messages API, `HTTP <status>`, or `unreachable`. */
	code: string;
	/** What happened. */
	message: string;
	/** What to do about it, with Vonage's own words if it gave any. */
	description: string;
}

/** The result of one attempt to send one message. */
export type SendResult = Known & {
	/** `x-request-id` of the response, for Vonage support; not set if there is none. */
	requestId?: string;
};

type Known =
	| { kind: 'submitted'; parts: SubmittedPart[] }
	/** Only some parts of a long message were accepted: the recipient gets an incomplete message, or nothing readable. */
	| { kind: 'partial'; parts: SubmittedPart[]; refusals: Refusal[] }
	/** Nothing was sent. `retryAfter`: milliseconds after which the request may be repeated, null if it should not be. */
	| { kind: 'refused'; refusal: Refusal; retryAfter: number | null }
	/**
	 * The request was sent but there is no reliable response, so the message may have been sent. `what` is a clause
	 * that says why.
	 */
	| { kind: 'unknown'; what: string };

/** Milliseconds to wait if Vonage doesn't say how long. Its limits are per second. */
export const defaultWait = 1000;

/** @param words Vonage's own, null if it gave none */
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

/** Reads a response that isn't in the API's format by its HTTP status only. */
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

/** The result with the request ID that Vonage support asks for. */
export function withRequestId(answer: SendResult, { headers }: VonageResponse): SendResult {
	const requestId = headers['x-request-id'];
	return requestId ? { ...answer, requestId } : answer;
}

/** Turns a missing response into a result; rethrows all other errors. */
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
