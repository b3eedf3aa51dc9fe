/** How a phone splits a text into SMS. No imports, because the phone page also runs this file in the browser. */

export type SmsEncoding = 'GSM-7' | 'UCS-2';

export interface SplitText {
	encoding: SmsEncoding;
	/** Septets of the whole text (GSM-7), or UTF-16 code units (UCS-2). */
	units: number;
	/** Units that fit into one part of this text. */
	unitsPerPart: number;
	/** The parts in order, at least one. Joined, they are the original text. */
	parts: string[];
}

/**
 * Capacity of a part in septets or code units: alone, or with the six octets of a concatenation header (TS 23.040
 * 9.2.3.24.1).
 */
const capacity = {
	'GSM-7': { alone: 160, concatenated: 153 },
	'UCS-2': { alone: 70, concatenated: 67 },
} as const;

/** TS 23.038 6.2.1, default alphabet without the escape. */
const basicAlphabet =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** TS 23.038 6.2.1.1, extension table: an escape and a septet. */
const extensionTable = '\f^{}\\[~]|€';

const basic = new Set(basicAlphabet);
const extension = new Set(extensionTable);

/** GSM-7 when every character is in the default alphabet or its extension, else UCS-2. */
export function encodingOf(text: string): SmsEncoding {
	return [...text].every((character) => basic.has(character) || extension.has(character))
		? 'GSM-7'
		: 'UCS-2';
}

/** The text in the default alphabet, with `?` for every character that isn't in it. */
export function forceGsm7(text: string): string {
	return [...text]
		.map((character) => (encodingOf(character) === 'GSM-7' ? character : '?'))
		.join('');
}

/**
 * Splits a text into parts of 153 septets or 67 code units, regardless of words. With `cutSurrogates`, a split can
 * fall inside a surrogate pair, as on phones. Without it, the split moves before the pair, for formats that can't
 * contain half of one.
 */
export function splitText(
	text: string,
	options: { cutSurrogates: boolean; encoding?: SmsEncoding },
): SplitText {
	const encoding = options.encoding ?? encodingOf(text);
	const pieces = options.cutSurrogates && encoding === 'UCS-2' ? text.split('') : [...text];
	const cost = (piece: string): number =>
		encoding === 'UCS-2' ? piece.length : extension.has(piece) ? 2 : 1;
	const units = pieces.reduce((sum, piece) => sum + cost(piece), 0);
	const { alone, concatenated } = capacity[encoding];
	if (units <= alone) return { encoding, units, unitsPerPart: alone, parts: [text] };
	return { encoding, units, unitsPerPart: concatenated, parts: fill(pieces, cost, concatenated) };
}

function fill(pieces: string[], cost: (piece: string) => number, limit: number): string[] {
	const parts: string[] = [];
	let current = '';
	let used = 0;
	for (const piece of pieces) {
		if (used + cost(piece) > limit) {
			parts.push(current);
			current = '';
			used = 0;
		}
		current += piece;
		used += cost(piece);
	}
	return [...parts, current];
}
