import { createHash, createHmac } from 'node:crypto';

import {
	examine,
	sign,
	type SignatureMethod,
	type Verdict,
	type WebhookPolicy,
	type WebhookRequest,
} from '../../../nodes/VonageSms/inbound';
import type { RefusalStatus } from '../../../nodes/VonageSms/inbound/refusal';

export const SECRET = 'my_secret_key_for_testing';
export const NOW = Date.parse('2020-01-01T12:00:00Z');
export const METHODS: readonly SignatureMethod[] = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'];

export const sms = {
	'api-key': 'abcd1234',
	msisdn: '447700900001',
	to: '447700900000',
	messageId: '0A0000000123ABCD',
	text: 'Hello world',
	type: 'text',
	keyword: 'HELLO',
	'message-timestamp': '2020-01-01 12:00:00',
};

export const messagesV1 = {
	channel: 'sms',
	message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
	to: '447700900000',
	from: '447700900001',
	timestamp: '2020-01-01T12:00:00Z',
	text: 'Hello world',
	sms: { num_messages: '2', keyword: 'HELLO' },
};

export function policy(other: Partial<WebhookPolicy> = {}): WebhookPolicy {
	return {
		signatureCheck: 'enforce',
		signatureSecret: SECRET,
		signatureMethod: 'md5hash',
		apiKey: 'abcd1234',
		applicationId: '',
		maxWebhookAge: 0,
		allowedIps: null,
		...other,
	};
}

/** For tests that aren't about signatures. */
export const unsigned = policy({ signatureCheck: 'off' });

export function request(other: Partial<WebhookRequest> = {}): WebhookRequest {
	return {
		method: 'GET',
		url: '/webhook/sms',
		headers: {},
		body: Buffer.alloc(0),
		ip: '192.0.2.1',
		...other,
	};
}

type Parameters = Record<string, string>;

export function byQuery(parameters: Parameters | string): WebhookRequest {
	return request({ url: `/webhook/sms?${new URLSearchParams(parameters).toString()}` });
}

export function byRawQuery(query: string): WebhookRequest {
	return request({ url: `/webhook/sms?${query}` });
}

export function byForm(parameters: Parameters | string): WebhookRequest {
	return post(new URLSearchParams(parameters).toString(), 'application/x-www-form-urlencoded');
}

export function byJson(record: unknown, contentType: string | null = 'application/json') {
	return post(JSON.stringify(record), contentType);
}

export function post(body: string | Buffer, contentType: string | null): WebhookRequest {
	return request({
		method: 'POST',
		headers: contentType === null ? {} : { 'content-type': contentType },
		body: Buffer.from(body),
	});
}

export function signed(
	parameters: Parameters,
	secret = SECRET,
	method: SignatureMethod = 'md5hash',
): Parameters {
	return { ...parameters, sig: sign(parameters, secret, method) };
}

/** A token as Vonage makes it; `claims` replace or, when undefined, remove its own. */
export function token(
	body: Buffer,
	claims: Record<string, unknown> = {},
	{ secret = SECRET, header = { alg: 'HS256', typ: 'JWT' } as Record<string, unknown> } = {},
): string {
	const content = [header, { ...claimsFor(body), ...claims }]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

export function claimsFor(body: Buffer): Record<string, unknown> {
	return {
		iss: 'Vonage',
		iat: NOW / 1000,
		jti: 'c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5',
		payload_hash: createHash('sha256').update(body).digest('hex'),
		api_key: 'abcd1234',
		application_id: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
	};
}

/** The request with a matching bearer token, or with the given one. */
export function withToken(original: WebhookRequest, bearer = token(original.body)): WebhookRequest {
	return { ...original, headers: { ...original.headers, authorization: `Bearer ${bearer}` } };
}

export function without<T extends object>(record: T, ...names: (keyof T)[]): Partial<T> {
	const kept = Object.entries(record).filter(([name]) => !names.includes(name as keyof T));
	return Object.fromEntries(kept) as Partial<T>;
}

export function expectAccepted(
	verdict: Verdict,
): Extract<Verdict, { kind: 'accepted' }>['inbound'] {
	if (verdict.kind !== 'accepted') throw new Error(`refused: ${verdict.status} ${verdict.reason}`);
	return verdict.inbound;
}

/** The texts for the caller and the log. */
export function expectRefused(verdict: Verdict, status: RefusalStatus): string {
	expect(verdict).toMatchObject({ kind: 'refused', status });
	if (verdict.kind !== 'refused') throw new Error('accepted');
	expect(verdict.reason).not.toMatch(/[\r\n]/);
	return `${verdict.message} ${verdict.reason}`;
}

export function decide(webhook: WebhookRequest, by: WebhookPolicy = policy()): Verdict {
	return examine(webhook, by, NOW);
}
