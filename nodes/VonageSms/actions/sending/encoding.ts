import { analyseText, countSegments } from '../../codec';
import { toGsmCharacters } from './smartEncoding';

/** `auto`: GSM-7 where every character fits, else Unicode. */
export type EncodingChoice = 'auto' | 'gsm7' | 'unicode';

/** A text as it will go out. */
export interface EncodedText {
	kind: 'encoded';
	text: string;
	encoding: 'GSM-7' | 'UCS-2';
	/** SMS that it takes. */
	segments: number;
	/** SMS that smart encoding saved. */
	segmentsSaved: number;
}

/** A text that does not fit the encoding that was asked for. */
export interface Unencodable {
	kind: 'unencodable';
	/** Characters that GSM-7 lacks, each once, in the form `U+2026`. */
	codePoints: string[];
}

/** @param smart whether typographic characters may be replaced by similar GSM-7 characters */
export function encode(
	text: string,
	choice: EncodingChoice,
	smart: boolean,
): EncodedText | Unencodable {
	if (choice === 'unicode') {
		return { kind: 'encoded', text, segmentsSaved: 0, ...count(text, 'UCS-2') };
	}
	const plain: EncodedText = { kind: 'encoded', text, segmentsSaved: 0, ...count(text) };
	if (plain.encoding === 'GSM-7') return plain;
	const swapped = smart ? swap(plain) : null;
	if (swapped && (choice === 'gsm7' || swapped.segmentsSaved >= 0)) return swapped;
	if (choice === 'auto') return plain;
	return { kind: 'unencodable', codePoints: analyseText(text).forcesUnicode.map(codePoint) };
}

function count(
	text: string,
	forced?: EncodedText['encoding'],
): Pick<EncodedText, 'encoding' | 'segments'> {
	const { encoding, segments } = countSegments(text, forced);
	return { encoding, segments };
}

/** Null where characters without a stand-in remain: they make the whole text Unicode, so swapping would gain nothing. */
function swap({ text, segments }: EncodedText): EncodedText | null {
	const swapped = toGsmCharacters(text);
	const counted = count(swapped);
	if (counted.encoding !== 'GSM-7') return null;
	return {
		kind: 'encoded',
		text: swapped,
		...counted,
		segmentsSaved: segments - counted.segments,
	};
}

function codePoint(character: string): string {
	const value = character.codePointAt(0) ?? 0;
	return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
}
