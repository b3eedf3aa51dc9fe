import { parseForm } from './form';
import { parseJsonObject } from './jsonBody';
import { MAX_REQUEST_BYTES } from './limits';
import { emptySet, type ParameterSet } from './parameterSet';
import { Refusal } from './refusal';

/** A request as it came, before anything trusted it. */
export interface RawRequest {
	/** Path and raw query string. */
	url: string;
	headers: Record<string, string | string[] | undefined>;
	/** The bytes of the body, empty for none. */
	body: Buffer;
}

/** What a request says. Query and body stay apart, because a signed webhook's token covers the body alone. */
export interface Parameters {
	query: ParameterSet;
	body: ParameterSet;
}

/**
 * Reads query and body. Vonage sends GET with a query, POST with a form, or POST with JSON, at times without
 * a content type.
 *
 * @throws Refusal 413 for what is too large, 400 for what cannot be read in exactly one way
 */
export function readParameters({ url, headers, body }: RawRequest): Parameters {
	const start = url.indexOf('?');
	const query = start === -1 ? '' : url.slice(start + 1);
	if (query.length > MAX_REQUEST_BYTES || body.length > MAX_REQUEST_BYTES) {
		throw new Refusal(413, `The request is larger than ${MAX_REQUEST_BYTES} bytes.`);
	}
	return { query: readQuery(query), body: readBody(body, headers['content-type']) };
}

/** The record, as an unsigned request or a `sig` over all parameters gives it: where both have a name, the body wins. */
export function mergeParameters({ query, body }: Parameters): ParameterSet {
	if (isEmpty(query)) return body;
	const merged = emptySet();
	Object.assign(merged.values, query.values, body.values);
	const inBoth = Object.keys(body.values).find((name) => name in query.values);
	merged.repeated = query.repeated ?? body.repeated ?? inBoth ?? null;
	return merged;
}

/** Vonage asks the URL without parameters while it is being registered. */
export function hasNoParameters({ query, body }: Parameters): boolean {
	return isEmpty(query) && isEmpty(body);
}

function isEmpty({ values }: ParameterSet): boolean {
	return Object.keys(values).length === 0;
}

function readQuery(query: string): ParameterSet {
	// RFC 3986 2: anything else must be escaped, and servers differ in how they read it when it is not.
	if (/[^\x21-\x7e]/.test(query)) {
		throw new Refusal(400, 'The query string has characters that must be percent-encoded.');
	}
	return parseForm(query);
}

function readBody(body: Buffer, contentType: string | string[] | undefined): ParameterSet {
	const text = decodeUtf8(body);
	if (text === null) throw new Refusal(400, 'The body is not UTF-8.');
	if (text.trim() === '') return emptySet();
	return isJson(text, contentType) ? parseJsonObject(text) : parseForm(text);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string | null {
	try {
		return utf8.decode(bytes);
	} catch {
		return null;
	}
}

function isJson(text: string, contentType: string | string[] | undefined): boolean {
	const named = Array.isArray(contentType) ? contentType[0] : contentType;
	const mediaType = (named ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
	if (mediaType === 'application/x-www-form-urlencoded') return false;
	if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(mediaType)) return true;
	if (['', 'text/plain', 'application/octet-stream'].includes(mediaType)) {
		return /^\s*[{[]/.test(text);
	}
	throw new Refusal(400, 'The body must be a form or JSON, as Vonage sends it.');
}
