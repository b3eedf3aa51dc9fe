import { MAX_IDENTIFIER_CHARACTERS } from './limits';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text as it came; numbers and booleans, which JSON may hold, as text. Null for anything else. */
export function textOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Like `textOf`, for metadata: the empty string and the word `null`, which Vonage has sent, are absent. */
export function metadataOf(value: unknown): string | null {
	const text = textOf(value);
	return text === '' || text === 'null' ? null : text;
}

/** A decimal amount, null for anything else. */
export function amountOf(value: unknown): number | null {
	const text = metadataOf(value);
	return text !== null && /^-?\d{1,15}(\.\d{1,20})?$/.test(text) ? Number(text) : null;
}

/** An integer from 1 to 255, the range of a part number and of a total (TS 23.040 9.2.3.24.1). */
export function partNumberOf(value: unknown): number | null {
	const text = metadataOf(value)?.trim() ?? '';
	const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
	return number >= 1 && number <= 255 ? number : null;
}

/** Hex octets in upper case, null for anything else. */
export function hexOf(value: unknown): string | null {
	const text = metadataOf(value);
	return text !== null && /^(?:[\da-f]{2})+$/i.test(text) ? text.toUpperCase() : null;
}

/** What keeps a value from serving as an id, a number, a name or a reference; null where nothing does. */
export function identifierFault(value: unknown): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value === 'number') return Number.isSafeInteger(value) ? null : 'is no whole number';
	if (typeof value !== 'string') return 'is neither text nor a number';
	if (value.length > MAX_IDENTIFIER_CHARACTERS) {
		return `is longer than ${MAX_IDENTIFIER_CHARACTERS} characters`;
	}
	return /\p{Cc}/u.test(value) ? 'has control characters' : null;
}

/** The record as it is kept: the signature has done its work and would identify the account. */
export function withoutSignature(record: Fields): Record<string, unknown> {
	return Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'sig'));
}
