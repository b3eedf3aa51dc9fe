import { DEFAULT_ALPHABET, DEFAULT_EXTENSION, NATIONAL_LANGUAGES } from './tables';
import type { LockingTable, SingleShiftTable } from './tables';

/** Septet that announces a character of the single shift table (TS 23.038 6.2.1). */
export const ESCAPE = 0x1b;

/** In `Alphabet.main`, the escape, which is not a character. Neither is U+FFFF, ever. */
export const NO_CHARACTER = 0xffff;

/** In `Alphabet.pairs`, two septets that are not two Latin-1 characters. */
export const NO_PAIR = 0;

/** Marks a position in a table file that the specification leaves undefined. */
const UNDEFINED = '\ufffd';
const SPACE = 0x20;

/** The tables that one segment is read with, as UTF-16 code units by septet. */
export interface Alphabet {
	/** A space for undefined positions, `NO_CHARACTER` at the escape. */
	main: Uint16Array;
	/** What a code means after an escape: complete, with the rules for unknown codes applied. */
	escaped: Uint16Array;
	/** Two Latin-1 characters, in the order of the octets, by two septets, the first in the low bits. */
	pairs: Uint16Array;
}

/**
 * Tables for a segment by its two National Language Identifiers, 0 or a reserved one meaning the
 * default (TS 23.038 6.2.1.2.4). Built once for each pair.
 */
export function alphabet(lockingShift: number, singleShift: number): Alphabet {
	const known = LANGUAGES.length;
	const key =
		(lockingShift < known ? lockingShift : 0) * known + (singleShift < known ? singleShift : 0);
	return (built[key] ??= build(lockingTable(lockingShift), singleShiftTable(singleShift)));
}

/** Main table of an identifier: the default alphabet if the language has none. */
function lockingTable(identifier: number): LockingTable {
	return LANGUAGES[identifier]?.locking ?? DEFAULT_ALPHABET;
}

/** Single shift table of an identifier: the default extension if the identifier is reserved. */
function singleShiftTable(identifier: number): SingleShiftTable {
	return LANGUAGES[identifier]?.singleShift ?? DEFAULT_EXTENSION;
}

/** By identifier; 0 is the default alphabet. */
const LANGUAGES = [null, ...NATIONAL_LANGUAGES];
const built: Alphabet[] = [];

function build(locking: LockingTable, singleShift: SingleShiftTable): Alphabet {
	const main = Uint16Array.from(locking.join(''), (character) =>
		character === UNDEFINED ? SPACE : character.charCodeAt(0),
	);
	// A code that the single shift table lacks shows the main table's character (6.2.1.1),
	// and an escape after an escape, reserved for a further table, a space.
	const escaped = main.map((unit, code) => singleShift[code]?.charCodeAt(0) ?? unit);
	escaped[ESCAPE] = SPACE;
	main[ESCAPE] = NO_CHARACTER;
	return { main, escaped, pairs: pairsOf(main) };
}

function pairsOf(main: Uint16Array): Uint16Array {
	// Written as octets, so that a store of one number puts them in order on every machine.
	const octets = new Uint8Array(2 * 0x4000);
	for (let septets = 0; septets < 0x4000; septets++) {
		const first = main[septets & 0x7f]!;
		const second = main[septets >> 7]!;
		if (first > 0xff || second > 0xff) continue;
		octets[2 * septets] = first;
		octets[2 * septets + 1] = second;
	}
	return new Uint16Array(octets.buffer);
}
