import { Refusal } from './refusal';

/** What a query string or a body holds. */
export interface ParameterSet {
	/** See `bareObject`: no name finds anything but a parameter. */
	values: Record<string, unknown>;
	/** The first name that came twice, null where none did. The last value wins. */
	repeated: string | null;
}

export function emptySet(): ParameterSet {
	return { values: bareObject(), repeated: null };
}

const nothing: object = Object.freeze(Object.create(null));

/**
 * An object on which no name is found but its own. Its prototype is empty: an object that has none at all is a hash
 * table to V8, which takes several times as long to copy and to list.
 */
export function bareObject<Value>(): Record<string, Value> {
	return Object.create(nothing) as Record<string, Value>;
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
