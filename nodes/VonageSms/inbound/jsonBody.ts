import { isFields } from './fields';
import { MAX_JSON_DEPTH, MAX_PARAMETERS } from './limits';
import { checkName, emptySet, type ParameterSet } from './parameterSet';
import { Refusal } from './refusal';

/**
 * Reads a JSON object.
 *
 * @throws Refusal 400 for anything else, for one that is nested too deeply or too large, and for numbers
 * that JavaScript would round: two different requests would read alike
 */
export function parseJsonObject(source: string): ParameterSet {
	const parsed = parse(source);
	if (!isFields(parsed)) throw new Refusal(400, "The body isn't a JSON object.");
	const entries = Object.entries(parsed);
	if (entries.length > MAX_PARAMETERS) {
		throw new Refusal(400, 'The request has too many parameters.');
	}
	checkValue(parsed, 0);

	const set = emptySet();
	for (const [name, value] of entries) set.values[name] = value;
	set.repeated = repeatedName(source);
	return set;
}

function parse(source: string): unknown {
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

/** `JSON.parse` keeps the last of two members with one name silently; this reads the source again. */
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
