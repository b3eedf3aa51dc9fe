/** Characters of an id, a number, a sender name or a reference. */
export const MAX_IDENTIFIER_CHARACTERS = 255;

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a nested object; none if the value is not an object. */
export function fieldsOf(value: unknown): Fields {
	return isFields(value) ? value : {};
}

/** The text, unchanged; numbers and booleans, which JSON may contain, as text. Null for anything else. */
export function textOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Like `textOf`, for metadata: the empty string and the word `null`, which Vonage has sent, count as absent. */
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

/** A time as Vonage writes it, or Unix seconds. ISO 8601, UTC; null for anything else. */
export function timeOf(value: unknown): string | null {
	const text = metadataOf(value);
	if (text === null) return null;
	return /^\d{1,11}$/.test(text) ? toIso(Number(text) * 1000) : writtenTimeOf(text);
}

/** `scts` of a receipt: the network's time as `YYMMDDHHMM`. ISO 8601, UTC; null for anything else. */
export function serviceCentreTimeOf(value: unknown): string | null {
	const text = metadataOf(value);
	if (text === null) return null;
	const digits = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
	if (digits === null) return writtenTimeOf(text);
	const [, year, month, day, hour, minute] = digits;
	return toIso(Date.parse(`20${year}-${month}-${day}T${hour}:${minute}:00Z`));
}

/** Why a value cannot be an id, a number, a name or a reference; null if it can. */
export function identifierFault(value: unknown): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value === 'number') return Number.isSafeInteger(value) ? null : "isn't a whole number";
	if (typeof value !== 'string') return 'is neither text nor a number';
	if (value.length > MAX_IDENTIFIER_CHARACTERS) {
		return `is longer than ${MAX_IDENTIFIER_CHARACTERS} characters`;
	}
	return /\p{Cc}/u.test(value) ? 'contains control characters' : null;
}

/** The record without its signature, which is no longer needed and would help to guess the secret. */
export function withoutSignature(record: Fields): Record<string, unknown> {
	return Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'sig'));
}

/** The two forms in Vonage's documents and webhooks: `2020-01-01 12:00:00`, which is UTC, and ISO 8601. */
function writtenTimeOf(text: string): string | null {
	const match = WRITTEN.exec(text);
	if (match === null) return null;
	const [, day, time, fraction = '', sign, hours, minutes] = match;
	const zone = hours === undefined ? 'Z' : `${sign === '-' ? '-' : '+'}${hours}:${minutes}`;
	return toIso(Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone}`));
}

// An unescaped plus in a query string arrives as a space.
const WRITTEN =
	/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})? ?(?:Z|UTC|([-+ ]?)(\d\d):?(\d\d))?$/;

function toIso(milliseconds: number): string | null {
	return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}
