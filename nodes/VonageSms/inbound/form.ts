import { MAX_PARAMETERS } from './limits';
import { checkName, emptySet, type ParameterSet } from './parameterSet';
import { Refusal } from './refusal';

/**
 * Reads `application/x-www-form-urlencoded` text, strictly: where a lenient reader would repair an escape,
 * two different requests could carry one signature.
 *
 * @throws Refusal 400 for a broken escape, text that is not UTF-8, or too many parameters
 */
export function parseForm(source: string): ParameterSet {
	const pairs = source.split('&', MAX_PARAMETERS + 1);
	if (pairs.length > MAX_PARAMETERS) throw new Refusal(400, 'The request has too many parameters.');

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
