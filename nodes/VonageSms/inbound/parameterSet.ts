import { Refusal } from './refusal';

/** What a query string or a body holds. */
export interface ParameterSet {
	/** Without a prototype, so that no name finds anything but a parameter. */
	values: Record<string, unknown>;
	/** The first name that came twice, null where none did. The last value wins. */
	repeated: string | null;
}

export function emptySet(): ParameterSet {
	return { values: Object.create(null) as Record<string, unknown>, repeated: null };
}

/**
 * Refuses names that are no parameter's, but would reach an object's prototype wherever a later program
 * copies the record key by key.
 */
export function checkName(name: string): void {
	if (name === '__proto__' || name === 'constructor' || name === 'prototype') {
		throw new Refusal(400, `A parameter may not be called "${name}".`);
	}
}
