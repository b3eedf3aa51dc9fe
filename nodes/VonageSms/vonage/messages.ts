import { answerByHttpStatus, defaultWait, orUnreachable, refusal, retryAfter } from './answer';
import type { SendAnswer } from './answer';
import { vonageRequest } from './client';
import type { VonageContext, VonageResponse } from './client';
import { isRecord, recordsOf, textOf } from './json';
import { applicationToken } from './jwt';
import { meaningOfCode } from './messagesErrors';

/** One SMS for the Messages API; what is left out is left to Vonage. */
export interface MessagesApiSms {
	/** Digits without `+`, or a name. */
	from: string;
	/** 7 to 15 digits, without `+`. */
	to: string;
	/** 3,200 characters at most. */
	text: string;
	encoding: 'auto' | 'text' | 'unicode';
	clientRef?: string;
	/** URL for status webhooks. */
	webhookUrl?: string;
	/** Seconds, 20 to 604,800. */
	ttl?: number;
	trustedRecipient?: boolean;
	entityId?: string;
	contentId?: string;
	poolId?: string;
}

/** As an application (a JWT for each request), or with the API key and secret. */
export type MessagesApiAuth =
	{ kind: 'application'; applicationId: string; privateKey: string } | { kind: 'basic' };

/**
 * Sends one SMS through the Messages API (`POST /v1/messages`), which takes long texts whole and answers with one id.
 *
 * @throws UserError when the private key cannot be read
 */
export async function sendMessage(
	context: VonageContext,
	message: MessagesApiSms,
	auth: MessagesApiAuth,
	timeoutMs?: number,
): Promise<SendAnswer> {
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
		}).then((response) => readAnswer(response, auth)),
	);
}

/** The body as the API names its fields; JSON leaves out those without a value. */
export function messageBody(message: MessagesApiSms): Record<string, unknown> {
	return {
		message_type: 'text',
		channel: 'sms',
		from: message.from,
		to: message.to,
		text: message.text,
		client_ref: message.clientRef || undefined,
		webhook_url: message.webhookUrl || undefined,
		webhook_version: message.webhookUrl ? 'v1' : undefined,
		ttl: message.ttl,
		trusted_recipient: message.trustedRecipient,
		...(smsFields(message).length > 0 && { sms: Object.fromEntries(smsFields(message)) }),
	};
}

/** `auto` is the API's own default and need not be said. */
function smsFields(message: MessagesApiSms): Array<[name: string, value: string]> {
	const fields: Array<[string, string | undefined]> = [
		['encoding_type', message.encoding === 'auto' ? undefined : message.encoding],
		['entity_id', message.entityId],
		['content_id', message.contentId],
		['pool_id', message.poolId],
	];
	return fields.filter((field): field is [string, string] => Boolean(field[1]));
}

function readAnswer(response: VonageResponse, auth: MessagesApiAuth): SendAnswer {
	const { status, body } = response;
	const id = isRecord(body) ? textOf(body.message_uuid) : null;
	if (status >= 200 && status < 300 && id !== null) {
		return {
			kind: 'submitted',
			parts: [{ id, price: null, remainingBalance: null, network: null }],
		};
	}
	if (status === 401 && auth.kind === 'application') return refusedToken(body);
	return readProblem(response) ?? answerByHttpStatus(response);
}

function refusedToken(body: unknown): SendAnswer {
	const meaning = {
		what: 'Vonage does not accept the application ID and private key',
		advice:
			'Check "Application ID" and "Private Key" of the credential: the key must be the one made last for this application, and the application must have the Messages capability',
	};
	return {
		kind: 'refused',
		refusal: refusal('HTTP 401', meaning, wordsOf(body)),
		retryAfter: null,
	};
}

/** A problem document whose type ends in a known code: ".../api-errors/messages#1240". Null for anything else. */
function readProblem({ status, headers, body }: VonageResponse): SendAnswer | null {
	if (status < 400 || status >= 500 || !isRecord(body)) return null;
	const code = /#(\d{3,5})$/.exec(textOf(body.type) ?? '')?.[1] ?? textOf(body.title) ?? '';
	const meaning = meaningOfCode(code);
	if (meaning === null) return null;
	// A segment that timed out: Vonage itself does not know whether the message goes.
	if (code === '1490') return { kind: 'unknown', what: `Vonage answered with code ${code}` };
	return {
		kind: 'refused',
		refusal: refusal(code, meaning, wordsOf(body)),
		retryAfter: status === 429 ? retryAfter(headers) : code === '1000' ? defaultWait : null,
	};
}

function wordsOf(body: unknown): string | null {
	if (!isRecord(body)) return null;
	const parameters = recordsOf(body.invalid_parameters)
		.map(({ name, reason }) => [textOf(name), textOf(reason)].filter(Boolean).join(': '))
		.join(', ');
	return [textOf(body.detail) ?? textOf(body.title), parameters].filter(Boolean).join('. ') || null;
}
