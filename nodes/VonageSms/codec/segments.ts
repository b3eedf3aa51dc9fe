import { ESCAPE } from './alphabet';
import { DEFAULT_ALPHABET, DEFAULT_EXTENSION } from './tables';

export type SmsEncoding = 'GSM-7' | 'UCS-2';

export interface SegmentCount {
	encoding: SmsEncoding;
	/** How many SMS the text needs. */
	segments: number;
	/** Septets of GSM-7, two for an extension character; UTF-16 code units of UCS-2. */
	units: number;
	/** Present when no concatenation header can number that many (TS 23.040 9.2.3.24.1). */
	error?: 'more than 255 parts';
}

interface TextAnalysis extends SegmentCount {
	/** Characters that GSM-7 lacks, each once, in order of appearance. */
	forcesUnicode: string[];
}

/**
 * How many SMS a text needs: in GSM-7 where every character fits, else in UCS-2, or in the encoding
 * asked for. Forced into GSM-7, a character that it lacks counts one septet, as the `?` in its place.
 */
export function countSegments(
	text: string,
	encoding: SmsEncoding = encodingOf(text),
): SegmentCount {
	const count = encoding === 'GSM-7' ? countSeptets(text) : countUnits(text);
	return count.segments > MOST_PARTS
		? { encoding, ...count, error: 'more than 255 parts' }
		: { encoding, ...count };
}

/** `countSegments`, and the characters that make UCS-2 necessary. */
export function analyseText(text: string): TextAnalysis {
	const lacking = new Set<string>();
	for (const character of text) if (!fitsGsm7(character)) lacking.add(character);
	return { ...countSegments(text), forcesUnicode: [...lacking] };
}

/** Whether the default alphabet and its extension contain every character. */
function fitsGsm7(text: string): boolean {
	for (let i = 0; i < text.length; i++) if (SEPTETS[text.charCodeAt(i)] === 0) return false;
	return true;
}

const MOST_PARTS = 255;

/** Units that fit into 140 octets, and into those that a concatenation header of six leaves. */
const GSM7_SINGLE = 160;
const GSM7_PART = 153;
const UCS2_SINGLE = 70;
const UCS2_PART = 67;

/** Septets that each UTF-16 code unit needs in the default alphabet, 0 where it has none. */
const SEPTETS = septetsByUnit();

function septetsByUnit(): Uint8Array {
	const septets = new Uint8Array(0x10000);
	for (const character of DEFAULT_ALPHABET.join('')) septets[character.charCodeAt(0)] = 1;
	for (const character of Object.values(DEFAULT_EXTENSION)) septets[character.charCodeAt(0)] = 2;
	septets[ESCAPE] = 0;
	return septets;
}

function encodingOf(text: string): SmsEncoding {
	return fitsGsm7(text) ? 'GSM-7' : 'UCS-2';
}

function countSeptets(text: string): { segments: number; units: number } {
	let units = 0;
	for (let i = 0; i < text.length; i++) units += SEPTETS[text.charCodeAt(i)] || 1;
	if (units <= GSM7_SINGLE) return { segments: 1, units };
	if (units === text.length) return { segments: Math.ceil(units / GSM7_PART), units };

	// A part is not to end between an escape and its character (TS 23.040 9.2.3.24.1).
	let segments = 1;
	let used = 0;
	for (let i = 0; i < text.length; i++) {
		const septets = SEPTETS[text.charCodeAt(i)] || 1;
		used += septets;
		if (used > GSM7_PART) {
			segments++;
			used = septets;
		}
	}
	return { segments, units };
}

function countUnits(text: string): { segments: number; units: number } {
	const units = text.length;
	if (units <= UCS2_SINGLE) return { segments: 1, units };

	// Nor between the halves of a surrogate pair, which some phones cannot put together again.
	let segments = 0;
	for (let start = 0; start < units; segments++) {
		start += UCS2_PART;
		if (start < units && isSurrogatePair(text, start - 1)) start--;
	}
	return { segments, units };
}

function isSurrogatePair(text: string, at: number): boolean {
	return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}
