import { isObject } from './parameters';
import type { InvalidParameter } from './problems';
import { isAllowedUrl } from '../webhooks/urlCheck';

/** A send request of the Messages API. */
export interface MessagesSend {
	from: string;
	to: string;
	text: string;
	encoding: 'auto' | 'text' | 'unicode';
	clientRef: string | null;
	webhookUrl: string | undefined;
	channel: 'sms' | 'mms';
	/** The message that is sent if this one fails; one at most is simulated. */
	failover: MessagesSend | null;
}

export type ParsedSend =
	{ kind: 'valid'; send: MessagesSend } | { kind: 'invalid'; parameters: InvalidParameter[] };

type Rule = (value: unknown) => boolean;

const text = (least: number, most: number): Rule => {
	return (value) => typeof value === 'string' && value.length >= least && value.length <= most;
};
const optional = (rule: Rule): Rule => {
	return (value) => value === undefined || rule(value);
};

/** Limits of the Messages API reference (1.20.0) that SMS and MMS share. */
const rules: readonly (readonly [name: string, rule: Rule, reason: string])[] = [
	[
		'to',
		(value) => typeof value === 'string' && /^[1-9]\d{6,14}$/.test(value),
		'must be E.164 without +',
	],
	['from', text(1, 15), 'must be a number or a sender ID'],
	['client_ref', optional(text(0, 100)), 'must have up to 100 characters'],
	[
		'webhook_url',
		optional((value) => typeof value === 'string' && isAllowedUrl(value)),
		'must be a URL',
	],
	[
		'webhook_version',
		optional((value) => value === 'v1' || value === 'v0.1'),
		'must be v1 or v0.1',
	],
	['trusted_recipient', optional((value) => typeof value === 'boolean'), 'must be a boolean'],
	[
		'sms',
		optional((value) => isObject(value) && isEncoding(value.encoding_type)),
		'encoding_type must be auto, text or unicode',
	],
	['failover', optional(areMessages), 'must be an array of messages'],
];

const smsRules: typeof rules = [
	['message_type', (value) => value === 'text', 'must be text'],
	['text', text(1, 3200), 'must have 1 to 3200 characters'],
	['ttl', optional(isWholeNumber(20, 604_800)), 'must be 20 to 604800'],
];

const media = ['image', 'vcard', 'audio', 'video', 'file'];

/** `from` of an MMS is a US or Canadian number; the object of a type is named after it. */
function mmsRules(type: unknown): typeof rules {
	const known = ['text', 'content', ...media].includes(String(type));
	const shared: typeof rules = [
		['message_type', () => known, 'is not a type of MMS'],
		['ttl', optional(isWholeNumber(300, 259_200)), 'must be 300 to 259200'],
	];
	if (type === 'text') return [...shared, ['text', text(1, 3200), 'must have a text']];
	if (type !== 'content') return [...shared, [String(type), isAttachment, 'must have a URL']];
	const areAttachments: Rule = (value) =>
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((entry) => isAttachment(entry) && media.includes(String(entry.type)));
	return [...shared, ['content', areAttachments, 'must be a list of attachments']];
}

function isAttachment(value: unknown): value is Record<string, unknown> {
	return (
		isObject(value) &&
		typeof value.url === 'string' &&
		isAllowedUrl(value.url) &&
		optional(text(1, 3000))(value.caption)
	);
}

export function parseSend(body: Readonly<Record<string, unknown>>): ParsedSend {
	const ofChannel =
		body.channel === 'mms'
			? mmsRules(body.message_type)
			: body.channel === 'sms'
				? smsRules
				: [['channel', () => false, 'must be sms or mms'] as const];
	const parameters = [...rules, ...ofChannel]
		.filter(([name, isRight]) => !isRight(body[name]))
		.map(([name, , reason]) => ({ name, reason }));
	if (parameters.length > 0) return { kind: 'invalid', parameters };
	return { kind: 'valid', send: toSend(body) };
}

/** Messages without a failover. */
function areMessages(value: unknown): boolean {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every(
			(entry) =>
				isObject(entry) && entry.failover === undefined && parseSend(entry).kind === 'valid',
		)
	);
}

function toSend(body: Readonly<Record<string, unknown>>): MessagesSend {
	const sms = isObject(body.sms) ? body.sms : {};
	const [failover] = Array.isArray(body.failover) ? body.failover : [];
	return {
		from: String(body.from),
		to: String(body.to),
		text: typeof body.text === 'string' ? body.text : captionOf(body),
		encoding:
			sms.encoding_type === 'text' || sms.encoding_type === 'unicode' ? sms.encoding_type : 'auto',
		clientRef: typeof body.client_ref === 'string' ? body.client_ref : null,
		webhookUrl: typeof body.webhook_url === 'string' ? body.webhook_url : undefined,
		channel: body.channel === 'mms' ? 'mms' : 'sms',
		failover: isObject(failover) ? toSend(failover) : null,
	};
}

function isWholeNumber(least: number, most: number): Rule {
	return (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** The text of an MMS with media. */
function captionOf(body: Readonly<Record<string, unknown>>): string {
	const content = Array.isArray(body.content) ? body.content : [body[String(body.message_type)]];
	const captions = content.map((entry) => (isObject(entry) ? entry.caption : undefined));
	return captions.filter((caption) => typeof caption === 'string').join('\n');
}

function isEncoding(value: unknown): boolean {
	return value === undefined || ['auto', 'text', 'unicode'].includes(String(value));
}
