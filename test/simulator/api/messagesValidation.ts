import { isObject } from './parameters';
import type { InvalidParameter } from './problems';
import { isAllowedUrl } from '../webhooks/urlCheck';

/** What a send through the Messages API asks for. */
export interface MessagesSend {
	from: string;
	to: string;
	text: string;
	encoding: 'auto' | 'text' | 'unicode';
	clientRef: string | null;
	webhookUrl: string | undefined;
	hasFailover: boolean;
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

/** Limits of the Messages API reference, for SMS alone. */
const rules: readonly (readonly [name: string, rule: Rule, reason: string])[] = [
	['message_type', (value) => value === 'text', 'must be text'],
	['channel', (value) => value === 'sms', 'must be sms'],
	[
		'to',
		(value) => typeof value === 'string' && /^[1-9]\d{6,14}$/.test(value),
		'must be E.164 without +',
	],
	['from', text(1, 15), 'must be a number or a name'],
	['text', text(1, 3200), 'must hold 1 to 3200 characters'],
	['client_ref', optional(text(0, 100)), 'must hold up to 100 characters'],
	['ttl', optional(isTimeToLive), 'must be 20 to 604800'],
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
	['failover', optional(Array.isArray), 'must be an array'],
];

export function parseSend(body: Readonly<Record<string, unknown>>): ParsedSend {
	const parameters = rules
		.filter(([name, isRight]) => !isRight(body[name]))
		.map(([name, , reason]) => ({ name, reason }));
	if (parameters.length > 0) return { kind: 'invalid', parameters };
	const sms = isObject(body.sms) ? body.sms : {};
	return {
		kind: 'valid',
		send: {
			from: String(body.from),
			to: String(body.to),
			text: String(body.text),
			encoding:
				sms.encoding_type === 'text' || sms.encoding_type === 'unicode'
					? sms.encoding_type
					: 'auto',
			clientRef: typeof body.client_ref === 'string' ? body.client_ref : null,
			webhookUrl: typeof body.webhook_url === 'string' ? body.webhook_url : undefined,
			hasFailover: Array.isArray(body.failover),
		},
	};
}

function isTimeToLive(value: unknown): boolean {
	return typeof value === 'number' && value >= 20 && value <= 604_800;
}

function isEncoding(value: unknown): boolean {
	return value === undefined || ['auto', 'text', 'unicode'].includes(String(value));
}
