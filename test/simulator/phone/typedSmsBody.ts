import { isObject } from '../api/parameters';
import { isSignatureMethod } from '../webhooks/signing';
import type { TypedSms } from './typedSms';

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === 'string';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isNumbers: Check = (value) => Array.isArray(value) && value.every(Number.isInteger);
const isFields: Check = (value) =>
	isObject(value) && Object.values(value).every((field) => field === null || isString(field));
const isHex: Check = (value) => typeof value === 'string' && /^([0-9a-f]{2})*$/i.test(value);

const kinds = ['image', 'audio', 'video', 'vcard', 'file'];
const isMedia: Check = (value) =>
	isObject(value) &&
	Array.isArray(value.media) &&
	value.media.length > 0 &&
	value.media.every(
		(media: unknown) =>
			isObject(media) &&
			kinds.includes(String(media.type)) &&
			[media.name, media.mimeType, media.bytes].every(isString),
	);

const required: Readonly<Record<string, Check>> = {
	from: (value) => typeof value === 'string' && value !== '',
	to: isString,
	content: (value) =>
		isObject(value) &&
		(isMedia(value) ||
			isString(value.text) ||
			(isHex(value.data) && (value.udh === undefined || isHex(value.udh)))),
};

const optional: Readonly<Record<string, Check>> = {
	format: (value) => ['GET', 'POST', 'POST-JSON'].includes(String(value)),
	contentType: (value) => value === 'stated' || value === 'absent',
	order: (value) => value === 'inOrder' || value === 'shuffled' || isNumbers(value),
	parallel: isBoolean,
	drop: isNumbers,
	repeat: isNumbers,
	carrierRepeat: isNumbers,
	signed: (value) => isBoolean(value) || isSignatureMethod(value),
	concatenated: isBoolean,
	concatRef: isString,
	messageIds: (value) => Array.isArray(value) && value.every(isString),
	fields: isFields,
	forgedFields: isFields,
};

/** Names of invalid or unknown fields in a typed SMS received over HTTP; empty if it's valid. */
export function faultsOfTypedSms(body: Readonly<Record<string, unknown>>): string[] {
	const missing = Object.keys(required).filter((name) => !required[name]?.(body[name]));
	const wrong = Object.entries(body)
		.filter(([name, value]) => !(name in required) && !optional[name]?.(value))
		.map(([name]) => name);
	return [...missing, ...wrong];
}

export function isTypedSms(body: unknown): body is TypedSms {
	return isObject(body) && faultsOfTypedSms(body).length === 0;
}
