import { ESCAPE } from '../nodes/VonageSms/codec/alphabet';
import {
	DEFAULT_ALPHABET,
	DEFAULT_EXTENSION,
	NATIONAL_LANGUAGES,
} from '../nodes/VonageSms/codec/tables';

/** An undefined position in a table. */
const UNDEFINED = '\ufffd';

/** National Language Identifiers of information elements 25 and 24; 0 is the default alphabet. */
export interface ShiftTables {
	lockingShift: number;
	singleShift: number;
}

export interface Gsm7Fit extends ShiftTables {
	/** Without a header. */
	septets: number;
}

/**
 * The tables in which a text needs the fewest septets, the default ones where they contain all of it;
 * null where no pair of one language's tables does.
 */
export function fitGsm7(text: string): Gsm7Fit | null {
	const plain = fitWith(text, { lockingShift: 0, singleShift: 0 });
	if (plain) return plain;
	let best: Gsm7Fit | null = null;
	for (const { identifier, locking } of NATIONAL_LANGUAGES) {
		const lockingShifts = locking ? [0, identifier] : [0];
		for (const lockingShift of lockingShifts) {
			for (const singleShift of [0, identifier]) {
				const fit = fitWith(text, { lockingShift, singleShift });
				if (fit && (!best || fit.septets < best.septets)) best = fit;
			}
		}
	}
	return best;
}

/** One septet an octet, or packed behind `fillBits` zero bits. Null where a character is in neither table. */
export function encodeGsm7(
	text: string,
	layout: { packed: boolean; fillBits?: number } & Partial<ShiftTables>,
): Uint8Array | null {
	const codes = codesOf({
		lockingShift: layout.lockingShift ?? 0,
		singleShift: layout.singleShift ?? 0,
	});
	const septets: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const code = codes.get(text.charCodeAt(i));
		if (!code) return null;
		septets.push(...code);
	}
	const octets = Uint8Array.from(septets);
	return layout.packed ? pack(octets, layout.fillBits ?? 0) : octets;
}

function fitWith(text: string, tables: ShiftTables): Gsm7Fit | null {
	const codes = codesOf(tables);
	let septets = 0;
	for (let i = 0; i < text.length; i++) {
		const code = codes.get(text.charCodeAt(i));
		if (!code) return null;
		septets += code.length;
	}
	return { ...tables, septets };
}

const known = new Map<string, Map<number, number[]>>();

/** The septets of every character, by UTF-16 code unit; the main table's where both tables have it. */
function codesOf({ lockingShift, singleShift }: ShiftTables): Map<number, number[]> {
	const key = `${lockingShift}/${singleShift}`;
	let codes = known.get(key);
	if (!codes) {
		codes = new Map();
		for (const [code, character] of Object.entries(
			languageOf(singleShift)?.singleShift ?? DEFAULT_EXTENSION,
		)) {
			codes.set(character.charCodeAt(0), [ESCAPE, Number(code)]);
		}
		for (const [code, character] of [
			...(languageOf(lockingShift)?.locking ?? DEFAULT_ALPHABET).join(''),
		].entries()) {
			if (code !== ESCAPE && character !== UNDEFINED) codes.set(character.charCodeAt(0), [code]);
		}
		known.set(key, codes);
	}
	return codes;
}

/** Septets packed least significant bit first (TS 23.038 6.1.2.1.1), behind `fillBits` zero bits. */
function pack(septets: Uint8Array, fillBits: number): Uint8Array {
	const octets = new Uint8Array(Math.ceil((fillBits + 7 * septets.length) / 8));
	let bit = fillBits;
	for (const septet of septets) {
		const octet = bit >> 3;
		const shifted = septet << (bit & 7);
		octets[octet]! |= shifted;
		if (shifted > 0xff) octets[octet + 1]! |= shifted >> 8;
		bit += 7;
	}
	return octets;
}

function languageOf(identifier: number) {
	return NATIONAL_LANGUAGES.find((language) => language.identifier === identifier);
}
