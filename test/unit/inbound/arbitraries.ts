import fc from 'fast-check';

import type { WebhookPolicy, WebhookRequest } from '../../../nodes/VonageSms/inbound';
import { byForm, byJson, byQuery, messagesV1, METHODS, policy, post, request } from './requests';
import { SECRET, sms, token } from './requests';

const FIELDS = [...Object.keys(sms), 'concat', 'concat-ref', 'concat-total', 'concat-part', 'data'];
const MORE_FIELDS = ['udh', 'status', 'scts', 'err-code', 'price', 'sig', 'timestamp', 'nonce'];
const MESSAGES_FIELDS = [
	...Object.keys(messagesV1),
	'message',
	'status',
	'error',
	'usage',
	'image',
];
const PART = { concat: 'true', 'concat-ref': '4', 'concat-total': '3', 'concat-part': '2' };
const name = fc.oneof(
	fc.constantFrom(...FIELDS, ...MORE_FIELDS, ...MESSAGES_FIELDS),
	fc.constantFrom('__proto__', 'constructor', 'content', 'url', 'number', '', '&=', '\0'),
);
const odd = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom('', 'null', 'true', '0', '255', '1e9', '9'.repeat(400), '00F', '0500032A0201'),
	fc.constantFrom('sms', 'mms', 'binary', '2020-01-01 12:00:00', '\uD83D', '\u202E', '%', '%zz'),
);
const json = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		odd,
		fc.double(),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(name, tie('value'), { maxKeys: 6 }),
	),
})).value;
const fields = fc.dictionary(name, fc.oneof(odd, odd, json), { maxKeys: 14 });
const record = fc.oneof(
	fields,
	fields.map((other) => ({ ...sms, ...other })),
	fields.map((other) => ({ ...other, ...sms, ...PART })),
	fields.map((other) => ({ ...messagesV1, ...other })),
);
const contentType = fc.constantFrom(
	'application/json',
	'application/x-www-form-urlencoded; charset=UTF-8',
	'text/plain',
	'multipart/form-data',
	null,
);

export const anyRequest: fc.Arbitrary<WebhookRequest> = fc.oneof(
	record.map((content) => byQuery(asText(content))),
	record.map((content) => byForm(asText(content))),
	fc.tuple(record, contentType).map(([content, type]) => byJson(content, type)),
	fc.tuple(json, contentType).map(([content, type]) => post(JSON.stringify(content) ?? '', type)),
	fc
		.tuple(fc.uint8Array({ maxLength: 200 }), contentType)
		.map(([bytes, type]) => post(Buffer.from(bytes), type)),
	fc.string({ unit: 'binary', maxLength: 100 }).map((query) => request({ url: `/?${query}` })),
	fc.stringMatching(/^[a-zA-Z%&=+0-9_-]{0,80}$/).map((query) => request({ url: `/?${query}` })),
);
export const anyHeaders = fc.record(
	{
		authorization: fc.oneof(
			fc.constant(`Bearer ${token(Buffer.alloc(0))}`),
			odd.map((text) => `Bearer ${text}`),
			odd,
		),
		cookie: odd,
	},
	{ requiredKeys: [] },
);
export const anyPolicy: fc.Arbitrary<WebhookPolicy> = fc
	.record({
		signatureCheck: fc.constantFrom<WebhookPolicy['signatureCheck'][]>(
			'enforce',
			'ifPresent',
			'off',
		),
		signatureSecret: fc.constantFrom(SECRET, ''),
		signatureMethod: fc.constantFrom(...METHODS),
		maxWebhookAge: fc.constantFrom(0, 300),
	})
	.map(policy);

/** Flips a bit, or removes, inserts or repeats a few bytes. */
export const mutation = fc.record({
	kind: fc.constantFrom('flip', 'flip', 'remove', 'insert', 'repeat'),
	at: fc.nat(),
	bit: fc.nat(7),
	length: fc.integer({ min: 1, max: 12 }),
});
export type Mutation = typeof mutation extends fc.Arbitrary<infer Shape> ? Shape : never;

export const genuine = fc
	.record({
		text: fc.string({ unit: 'grapheme' }),
		keyword: fc.string({ unit: 'grapheme', maxLength: 10 }),
		nonce: fc.uuid(),
		'concat-ref': fc.constantFrom('4', '08B5', '222'),
		'concat-total': fc.constantFrom('2', '3'),
		'concat-part': fc.constantFrom('1', '2'),
	})
	.map((other) => ({ ...sms, ...other }));
export const format = fc.constantFrom('GET', 'form', 'JSON', 'none');

export function mutate(bytes: Buffer, { kind, at, bit, length }: Mutation): Buffer {
	const place = at % bytes.length;
	const [before, from] = [bytes.subarray(0, place), bytes.subarray(place)];
	switch (kind) {
		case 'flip':
			return Buffer.concat([before, Buffer.from([(from[0] ?? 0) ^ (1 << bit)]), from.subarray(1)]);
		case 'remove':
			return Buffer.concat([before, from.subarray(length)]);
		case 'insert':
			return Buffer.concat([before, Buffer.from([at & 0xff]), from]);
		default:
			return Buffer.concat([before, from.subarray(0, length), from]);
	}
}

function asText(content: Record<string, unknown>): Record<string, string> {
	const entries = Object.entries(content);
	return Object.fromEntries(
		entries.map(([key, value]) => [
			key,
			typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
		]),
	);
}
