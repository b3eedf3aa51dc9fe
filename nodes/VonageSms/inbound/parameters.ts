import { emptySet, parseForm, parseJsonObject, type ParameterSet } from './parameterSet';
import { Refusal } from './refusal';

/** Bytes of a query string, and of a body. Vonage's largest webhook has a few kilobytes. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** The parts of a request that are known before its body is read. */
export interface RequestHead {
	/** Path and raw query string. */
	url: string;
	headers: Record<string, string | string[] | undefined>;
}

/** A request as it arrived. */
export interface RawRequest extends RequestHead {
	/** The bytes of the body, empty for none. */
	body: Buffer;
}

/** The parameters of a request. Query and body stay apart, because a signed webhook's token covers only the body. */
export interface Parameters {
	query: ParameterSet;
	body: ParameterSet;
}

/**
 * Reads query and body. Vonage sends GET with a query, POST with a form, or POST with JSON, sometimes
 * without a content type.
 *
 * @throws Refusal 413 for too many bytes, 400 for bytes that can be read in more than one way, or in none
 */
export function readParameters({ url, headers, body }: RawRequest): Parameters {
	const start = url.indexOf('?');
	const query = start === -1 ? '' : url.slice(start + 1);
	checkLength(query.length);
	checkLength(body.length);
	return { query: readQuery(query), body: readBody(body, headers['content-type']) };
}

/** @throws Refusal 413 */
export function checkLength(bytes: number): void {
	if (bytes <= MAX_REQUEST_BYTES) return;
	throw new Refusal(413, `The request is larger than ${MAX_REQUEST_BYTES} bytes.`);
}

/**
 * How to read a body of this content type.
 *
 * @throws Refusal 400 for a content type that Vonage never sends
 */
export function bodyFormatOf(
	contentType: string | string[] | undefined,
): 'form' | 'json' | 'byContent' {
	const named = Array.isArray(contentType) ? contentType[0] : contentType;
	const mediaType = (named ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
	if (mediaType === 'application/x-www-form-urlencoded') return 'form';
	if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(mediaType)) return 'json';
	if (['', 'text/plain', 'application/octet-stream'].includes(mediaType)) return 'byContent';
	throw new Refusal(400, 'The body must be form-encoded or JSON, as sent by Vonage.');
}

/** The record of an unsigned request, or of one whose `sig` covers all parameters. If query and body contain the same name, the body wins. */
export function mergeParameters({ query, body }: Parameters): ParameterSet {
	if (isEmpty(query)) return body;
	const merged = emptySet();
	Object.assign(merged.values, query.values, body.values);
	const inBoth = Object.keys(body.values).find((name) => name in query.values);
	merged.repeated = query.repeated ?? body.repeated ?? inBoth ?? null;
	return merged;
}

/** While a URL is being registered, Vonage requests it without parameters. */
export function hasNoParameters({ query, body }: Parameters): boolean {
	return isEmpty(query) && isEmpty(body);
}

function isEmpty({ values }: ParameterSet): boolean {
	return Object.keys(values).length === 0;
}

function readQuery(query: string): ParameterSet {
	// RFC 3986 2: anything else must be escaped, and servers differ in how they read it if it is not.
	if (/[^\x21-\x7e]/.test(query)) {
		throw new Refusal(400, 'The query string contains characters that must be percent-encoded.');
	}
	return parseForm(query);
}

function readBody(body: Buffer, contentType: string | string[] | undefined): ParameterSet {
	const text = decodeUtf8(body);
	if (text === null) throw new Refusal(400, "The body isn't UTF-8.");
	if (text.trim() === '') return emptySet();
	const format = bodyFormatOf(contentType);
	const isJson = format === 'byContent' ? /^\s*[{[]/.test(text) : format === 'json';
	return isJson ? parseJsonObject(text) : parseForm(text);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string | null {
	try {
		return utf8.decode(bytes);
	} catch {
		return null;
	}
}
