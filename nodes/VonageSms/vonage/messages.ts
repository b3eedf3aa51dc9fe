import { meaningOfMessagesCode } from '../inbound/vonageCodes';
import {
	answerByHttpStatus,
	defaultWait,
	orUnreachable,
	refusal,
	retryAfter,
	withRequestId,
} from './sendResult';
import type { SendResult } from './sendResult';
import { vonageRequest } from './client';
import type { VonageContext, VonageResponse } from './client';
import { isRecord, recordsOf, textOf } from './json';
import { applicationToken } from './jwt';

/** One message for the Messages API. Vonage uses defaults for missing fields. */
export type MessagesApiMessage = MessagesApiSms | MessagesApiMms;

interface Shared {
	/** Digits without `+`, or a sender ID. */
	from: string;
	/** 7 to 15 digits, without `+`. */
	to: string;
	/** At most 100 characters. */
	clientRef?: string;
	/** URL for status webhooks. */
	webhookUrl?: string;
	/** Whole seconds: 20 to 604,800 for an SMS, 300 to 259,200 for an MMS. */
	ttl?: number;
	trustedRecipient?: boolean;
}

interface MessagesApiSms extends Shared {
	channel: 'sms';
	/** At most 3,200 characters. */
	text: string;
	encoding: 'auto' | 'text' | 'unicode';
	entityId?: string;
	contentId?: string;
	poolId?: string;
}

interface MessagesApiMms extends Shared {
	channel: 'mms';
	/** Sent if there is no media. */
	text: string;
	media: Array<{
		type: 'image' | 'vcard' | 'audio' | 'video' | 'file';
		url: string;
		/** 1 to 3,000 characters. */
		caption?: string;
	}>;
	/** Text of the SMS that Vonage sends if the MMS fails; null for none. */
	failoverText: string | null;
}

/** As an application (a JWT for each request), or with the API key and secret. */
export type MessagesApiAuth =
	{ kind: 'application'; applicationId: string; privateKey: string } | { kind: 'basic' };

/**
 * Sends one message through the Messages API (`POST /v1/messages`), which accepts long texts as a whole and returns
 * one ID.
 *
 * @throws UserError if the private key can't be read
 */
export async function sendMessage(
	context: VonageContext,
	message: MessagesApiMessage,
	auth: MessagesApiAuth,
	timeoutMs?: number,
): Promise<SendResult> {
	const token =
		auth.kind === 'application'
			? await applicationToken(auth.applicationId, auth.privateKey)
			: null;
	return await orUnreachable(
		vonageRequest(context, {
			host: 'api',
			method: 'POST',
			path: '/v1/messages',
			json: messageBody(message),
			auth: token === null ? { kind: 'basic' } : { kind: 'bearer', token },
			timeoutMs,
		}).then((response) => readMessagesAnswer(response, auth.kind)),
	);
}

/** The body with the API's field names. JSON leaves out fields without a value. */
function messageBody(message: MessagesApiMessage): Record<string, unknown> {
	return {
		channel: message.channel,
		from: message.from,
		to: message.to,
		...(message.channel === 'sms' ? smsContent(message) : mmsContent(message)),
		...correlation(message),
		ttl: message.ttl,
		trusted_recipient: message.trustedRecipient,
	};
}

/** How the sender recognizes statuses, and where they're sent. */
function correlation({ clientRef, webhookUrl }: Shared): Record<string, unknown> {
	return {
		client_ref: clientRef || undefined,
		webhook_url: webhookUrl || undefined,
		webhook_version: webhookUrl ? 'v1' : undefined,
	};
}

function smsContent(message: MessagesApiSms): Record<string, unknown> {
	const sms = Object.fromEntries(smsFields(message));
	return {
		message_type: 'text',
		text: message.text,
		...(Object.keys(sms).length > 0 && { sms }),
	};
}

/** Several attachments need a different message type. */
function mmsContent(message: MessagesApiMms): Record<string, unknown> {
	const { text, media, failoverText, from, to } = message;
	const [first, ...others] = media;
	const sms = { channel: 'sms', message_type: 'text', from, to, text: failoverText };
	// The SMS gets a different ID, so only the reference connects its receipts to the MMS.
	const failover = failoverText === null ? undefined : [{ ...sms, ...correlation(message) }];
	if (first === undefined) return { message_type: 'text', text, failover };
	if (others.length > 0) return { message_type: 'content', content: media, failover };
	const { type, ...attachment } = first;
	return { message_type: type, [type]: attachment, failover };
}

/** `auto` is the API's default and isn't sent. */
function smsFields(message: MessagesApiSms): Array<[name: string, value: string]> {
	const fields: Array<[string, string | undefined]> = [
		['encoding_type', message.encoding === 'auto' ? undefined : message.encoding],
		['entity_id', message.entityId],
		['content_id', message.contentId],
		['pool_id', message.poolId],
	];
	return fields.filter((field): field is [string, string] => Boolean(field[1]));
}

/** Reads a response to `POST /v1/messages` with any HTTP status. */
function readMessagesAnswer(response: VonageResponse, auth: MessagesApiAuth['kind']): SendResult {
	return withRequestId(readAnswer(response, auth), response);
}

function readAnswer(response: VonageResponse, auth: MessagesApiAuth['kind']): SendResult {
	const { status, body } = response;
	const id = isRecord(body) ? textOf(body.message_uuid) : null;
	if (status >= 200 && status < 300 && id !== null) {
		return {
			kind: 'submitted',
			parts: [{ id, price: null, remainingBalance: null, network: null }],
		};
	}
	if (status === 401 && auth === 'application') return refusedToken(body);
	return readProblem(response) ?? answerByHttpStatus(response);
}

function refusedToken(body: unknown): SendResult {
	const meaning = {
		what: "Vonage doesn't accept the application ID and private key",
		advice:
			"Check 'Application ID' and 'Private Key' in the credential. The key must be the latest one generated for this application, and the application needs the Messages capability",
	};
	return {
		kind: 'refused',
		refusal: refusal('HTTP 401', meaning, wordsOf(body)),
		retryAfter: null,
	};
}

/**
 * A problem document of the Messages API; null for anything else. There are two lists of codes. If the `title` is a
 * number, it's a code from the list that is also used in statuses. The types of the API's own checks are a separate
 * list (`#1060` is a wrong client reference there, but a barred account in the first list), and their `title` says
 * what is wrong.
 */
function readProblem({ status, headers, body }: VonageResponse): SendResult | null {
	if (status < 400 || status >= 500 || !isRecord(body)) return null;
	const type = /#(\d{3,5}|invalid-json)$/.exec(textOf(body.type) ?? '')?.[1] ?? '';
	const title = textOf(body.title) ?? '';
	if (status === 429) return throttled('1000', body, retryAfter(headers));
	if (!/^\d{3,5}$/.test(title)) return type === '' ? null : refusedCheck(type, title, body);
	const meaning = meaningOfMessagesCode(title);
	if (meaning === null) return null;
	// A segment timed out: Vonage itself doesn't know whether the message was delivered.
	if (title === '1490') return { kind: 'unknown', what: `Vonage answered with code ${title}` };
	if (title === '1000') return throttled(title, body, defaultWait);
	return { kind: 'refused', refusal: refusal(title, meaning, wordsOf(body)), retryAfter: null };
}

function throttled(code: string, body: unknown, wait: number): SendResult {
	const meaning = meaningOfMessagesCode('1000');
	if (meaning === null) throw new Error('1000 has no meaning');
	return { kind: 'refused', refusal: refusal(code, meaning, wordsOf(body)), retryAfter: wait };
}

/** The API's own check. Vonage's title and detail say more than the number. */
function refusedCheck(type: string, title: string, body: Record<string, unknown>): SendResult {
	const meaning = {
		what: /^(1110|1150)$/.test(type)
			? "Vonage doesn't accept the value of a parameter"
			: `Vonage refused to send the message: ${title || 'no reason given'}`,
		advice: "Check 'From', 'To', 'Text' and the additional fields",
	};
	const words = [title, wordsOf(body)].filter((part) => part && part !== title).join('. ');
	const said = [title, words].filter(Boolean).join(': ');
	return { kind: 'refused', refusal: refusal(type, meaning, said), retryAfter: null };
}

function wordsOf(body: unknown): string | null {
	if (!isRecord(body)) return null;
	const parameters = recordsOf(body.invalid_parameters)
		.map(({ name, reason }) => [textOf(name), textOf(reason)].filter(Boolean).join(': '))
		.join(', ');
	const said = (textOf(body.detail) ?? textOf(body.title))?.replace(/\.+$/, '');
	return [said, parameters].filter(Boolean).join('. ') || null;
}
