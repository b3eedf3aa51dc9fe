import { isFields } from './fields';
import { Refusal } from './refusal';

/** The parameters of a query string or a body. */
export interface ParameterSet {
	/** See `bareObject`: no name finds anything but a parameter. */
	values: Record<string, unknown>;
	/** The first name that occurs twice, null if none does. The last value wins. */
	repeated: string | null;
}

/** Parameters of a request. An SMS webhook has about twenty. */
const MAX_PARAMETERS = 200;

/** Levels of a JSON body. A Messages API webhook has four. */
const MAX_JSON_DEPTH = 8;

export function emptySet(): ParameterSet {
	return { values: bareObject(), repeated: null };
}

const nothing: object = Object.freeze(Object.create(null));

/**
 * An object on which only its own names are found. It has an empty prototype, because V8 treats an object without a
 * prototype as a hash table, which takes several times as long to copy and to list.
 */
export function bareObject<Value>(): Record<string, Value> {
	return Object.create(nothing) as Record<string, Value>;
}

/**
 * Reads `application/x-www-form-urlencoded` text, strictly: if broken escapes were repaired, two different requests
 * could have the same signature.
 *
 * @throws Refusal 400 for a broken escape, text that is not UTF-8, or too many parameters
 */
export function parseForm(source: string): ParameterSet {
	const pairs = source.split('&', MAX_PARAMETERS + 1);
	checkCount(pairs.length);
	const set = emptySet();
	for (const pair of pairs) {
		if (pair === '') continue;
		const equals = pair.indexOf('=');
		const name = decode(equals === -1 ? pair : pair.slice(0, equals));
		checkName(name);
		if (name in set.values) set.repeated ??= name;
		set.values[name] = equals === -1 ? '' : decode(pair.slice(equals + 1));
	}
	return set;
}

/**
 * Reads a JSON object.
 *
 * @throws Refusal 400 for anything else, for an object that is nested too deeply or too large, and for numbers that
 * JavaScript would round, because two different requests would then read alike
 */
export function parseJsonObject(source: string): ParameterSet {
	const parsed = parseJson(source);
	if (!isFields(parsed)) throw new Refusal(400, "The body isn't a JSON object.");
	const entries = Object.entries(parsed);
	checkCount(entries.length);
	checkValue(parsed, 0);

	const set = emptySet();
	for (const [name, value] of entries) set.values[name] = value;
	set.repeated = repeatedName(source);
	return set;
}

function checkCount(parameters: number): void {
	if (parameters > MAX_PARAMETERS) throw new Refusal(400, 'The request has too many parameters.');
}

/**
 * Refuses names that no parameter of Vonage has, but that would reach an object's prototype wherever a later program
 * copies the record key by key.
 */
function checkName(name: string): void {
	if (name === '__proto__' || name === 'constructor' || name === 'prototype') {
		throw new Refusal(400, `A parameter may not be called "${name}".`);
	}
}

function decode(encoded: string): string {
	const decoded = unescapePercent(encoded.replaceAll('+', ' '));
	if (decoded !== null) return decoded;
	throw new Refusal(
		400,
		"A parameter contains a percent-encoding that is malformed or isn't UTF-8.",
	);
}

function unescapePercent(encoded: string): string | null {
	try {
		return decodeURIComponent(encoded);
	} catch {
		return null;
	}
}

function parseJson(source: string): unknown {
	try {
		return JSON.parse(source);
	} catch {
		return undefined;
	}
}

function checkValue(value: unknown, depth: number): void {
	if (typeof value === 'number') {
		if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
			throw new Refusal(400, 'A number in the JSON body is too large to be read exactly.');
		}
		return;
	}
	if (typeof value !== 'object' || value === null) return;
	if (depth > MAX_JSON_DEPTH) throw new Refusal(400, 'The JSON body is nested too deeply.');
	for (const [name, inner] of Object.entries(value)) {
		checkName(name);
		checkValue(inner, depth + 1);
	}
}

/** Reads the source again, because `JSON.parse` silently keeps the last of two members with the same name. */
function repeatedName(source: string): string | null {
	const names = new Set<string>();
	let depth = 0;
	for (const [token, name] of source.matchAll(/[{}[\]]|("(?:[^"\\]|\\.)*")\s*(:)?/gs)) {
		if (token === '{' || token === '[') depth++;
		else if (token === '}' || token === ']') depth--;
		else if (depth === 1 && name !== undefined && token.endsWith(':')) {
			const decoded = String(JSON.parse(name));
			if (names.has(decoded)) return decoded;
			names.add(decoded);
		}
	}
	return null;
}
