import { meaningOfSendStatus } from '../inbound/vonageCodes';
import { sign } from '../inbound/signature';
import type { SignatureMethod } from '../inbound/types';
import {
	answerByHttpStatus,
	defaultWait,
	orUnreachable,
	refusal,
	withRequestId,
} from './sendResult';
import type { Refusal, SendResult, SubmittedPart } from './sendResult';
import { vonageRequest } from './client';
import type { VonageAuth, VonageContext, VonageResponse } from './client';
import { isRecord, recordsOf, textOf } from './json';

/** One message for the SMS API. Vonage uses defaults for missing fields. */
export interface SmsApiMessage {
	/** Digits without `+`, or a sender ID. */
	from: string;
	/** 7 to 15 digits, without `+`. */
	to: string;
	content: SmsApiContent;
	clientRef?: string;
	accountRef?: string;
	/** URL for delivery receipts, 100 characters at most. */
	callback?: string;
	statusReportReq?: boolean;
	/** Seconds, 20 to 604,800. */
	ttl?: number;
	/** 0 to 3 (TS 23.038 section 4); 0 is a flash message. */
	messageClass?: number;
	/** 0 to 255 (TS 23.040 9.2.3.9). */
	protocolId?: number;
	entityId?: string;
	contentId?: string;
	poolId?: string;
	trustedNumber?: boolean;
}

type SmsApiContent =
	| { type: 'text' | 'unicode'; text: string }
	/** Both hex; `udh` with its length octet. */
	| { type: 'binary'; body: string; udh: string };

/** With the API key and secret, or signed with the signature secret instead. */
export type SmsApiAuth =
	{ kind: 'basic' } | { kind: 'signed'; apiKey: string; secret: string; method: SignatureMethod };

/**
 * Sends one message through the SMS API (`POST /sms/json`). It returns HTTP 200 for refusals too, with one entry
 * per part, each with its own status.
 */
export async function sendSms(
	context: VonageContext,
	message: SmsApiMessage,
	auth: SmsApiAuth,
	timeoutMs?: number,
): Promise<SendResult> {
	const { form, ...request } = authenticated(smsForm(message), auth);
	return await orUnreachable(
		vonageRequest(context, {
			host: 'rest',
			method: 'POST',
			path: '/sms/json',
			form,
			...request,
			timeoutMs,
		}).then(readSmsAnswer),
	);
}

/** Reads a response to `POST /sms/json` with any HTTP status. */
function readSmsAnswer(response: VonageResponse): SendResult {
	return withRequestId(readAnswer(response.body) ?? answerByHttpStatus(response), response);
}

/** The parameters with the API's names, without those that have no value. */
function smsForm(message: SmsApiMessage): Record<string, string> {
	const { content } = message;
	const parameters = {
		from: message.from,
		to: message.to,
		...content,
		'client-ref': message.clientRef,
		'account-ref': message.accountRef,
		callback: message.callback,
		'status-report-req': message.statusReportReq,
		ttl: message.ttl === undefined ? undefined : Math.round(message.ttl * 1000),
		'message-class': message.messageClass,
		'protocol-id': message.protocolId,
		'entity-id': message.entityId,
		'content-id': message.contentId,
		'pool-id': message.poolId,
		'trusted-number': message.trustedNumber,
	};
	return Object.fromEntries(
		Object.entries(parameters)
			.filter(([, value]) => value !== undefined && value !== '')
			.map(([name, value]) => [name, String(value)]),
	);
}

/** A signed request must not have an Authorization header as well (SMS API reference, `sig`). */
function authenticated(
	form: Record<string, string>,
	auth: SmsApiAuth,
): { form: Record<string, string>; auth: VonageAuth } {
	if (auth.kind === 'basic') return { form, auth };
	const timestamp = String(Math.floor(Date.now() / 1000));
	const signed = { ...form, api_key: auth.apiKey, timestamp };
	return {
		form: { ...signed, sig: sign(signed, auth.secret, auth.method) },
		auth: { kind: 'none' },
	};
}

/** Null for a body without entries, and if none was accepted but one has no status, so its part may have been sent. */
function readAnswer(body: unknown): SendResult | null {
	const entries = recordsOf(isRecord(body) ? body.messages : undefined);
	if (entries.length === 0) return null;
	const parts = entries.filter(isTaken).map(readPart);
	if (parts.length === 0 && entries.some(({ status }) => textOf(status) === null)) return null;
	const refusedEntries = entries.filter((entry) => !isTaken(entry));
	const refusals = refusedEntries.map(readRefusal);
	const [first] = refusals;
	if (first === undefined) return { kind: 'submitted', parts };
	if (parts.length > 0) return { kind: 'partial', parts, refusals };
	return { kind: 'refused', refusal: first, retryAfter: throttleWait(refusedEntries) };
}

function isTaken(entry: Record<string, unknown>): boolean {
	return textOf(entry.status) === '0';
}

function readPart(entry: Record<string, unknown>): SubmittedPart {
	return {
		id: textOf(entry['message-id']) ?? '',
		price: amountOf(entry['message-price']),
		remainingBalance: amountOf(entry['remaining-balance']),
		network: textOf(entry.network),
	};
}

function readRefusal(entry: Record<string, unknown>): Refusal {
	const status = textOf(entry.status) ?? 'unknown';
	const unlisted = {
		what: `Vonage refused the message with status ${status}`,
		advice: "Look up the status in Vonage's SMS API error list",
	};
	return refusal(status, meaningOfSendStatus(status) ?? unlisted, textOf(entry['error-text']));
}

/**
 * Milliseconds to wait if all refusals are due to throttling (status 1), otherwise null: "Throughput Rate Exceeded
 * - please wait [ 702 ] and retry".
 */
function throttleWait(entries: Array<Record<string, unknown>>): number | null {
	if (!entries.every((entry) => textOf(entry.status) === '1')) return null;
	const waits = entries.map((entry) => {
		const named = /wait \[\s*(\d+)\s*\]/.exec(textOf(entry['error-text']) ?? '')?.[1];
		return named === undefined ? defaultWait : Number(named);
	});
	return Math.max(...waits);
}

function amountOf(value: unknown): number | null {
	const text = textOf(value);
	return text !== null && Number.isFinite(Number(text)) ? Number(text) : null;
}
