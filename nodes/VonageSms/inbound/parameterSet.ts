import { Refusal } from './refusal';

/** The parameters of a query string or a body. */
export interface ParameterSet {
	/** See `bareObject`: no name finds anything but a parameter. */
	values: Record<string, unknown>;
	/** The first name that occurs twice, null where none does. The last value wins. */
	repeated: string | null;
}

export function emptySet(): ParameterSet {
	return { values: bareObject(), repeated: null };
}

const nothing: object = Object.freeze(Object.create(null));

/**
 * An object on which only its own names are found. Its prototype is empty: an object without one is a hash table to V8,
 * which needs several times as long to copy and to list.
 */
export function bareObject<Value>(): Record<string, Value> {
	return Object.create(nothing) as Record<string, Value>;
}

/**
 * Refuses names that no parameter of Vonage has, but that would reach an object's prototype wherever a later program
 * copies the record key by key.
 */
export function checkName(name: string): void {
	if (name === '__proto__' || name === 'constructor' || name === 'prototype') {
		throw new Refusal(400, `A parameter may not be called "${name}".`);
	}
}
