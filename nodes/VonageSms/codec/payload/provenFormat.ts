import { isUtf8 } from 'node:buffer';
import { decodeUcs2 } from '../ucs2';

/**
 * The one format that octets prove themselves to be text of, null where they might be anything:
 * a byte order mark proves it, or enough octets that make sense only as this text.
 */
export function provenFormat(octets: Buffer): 'utf8' | 'ucs2' | null {
	if (isUtf8Text(octets)) return 'utf8';
	return isUcs2Text(octets) ? 'ucs2' : null;
}

/** Below these, chance or a binary protocol makes text too often. */
const FEWEST_UTF8_OCTETS = 10;
const FEWEST_UCS2_OCTETS = 8;

function isUtf8Text(octets: Buffer): boolean {
	if (!isUtf8(octets)) return false;
	const marked = octets.subarray(0, 3).toString('hex') === 'efbbbf';
	const text = octets.toString('utf8', marked ? 3 : 0);
	if (!isPrintable(text)) return false;
	if (marked) return true;
	// East Asian text has many high octets; in UTF-8 its three octets a character are proof enough.
	const western = text.replace(EAST_ASIAN, '');
	return (
		octets.length >= FEWEST_UTF8_OCTETS &&
		isOfOneScript(western) &&
		isMostly(LETTERS_AND_DIGITS, text)
	);
}

function isUcs2Text(octets: Buffer): boolean {
	if (octets.length % 2 !== 0) return false;
	const text = decodeUcs2(octets);
	if (!isPrintable(text)) return false;
	const mark = octets.subarray(0, 2).toString('hex');
	if (mark === 'feff' || mark === 'fffe') return true;
	return octets.length >= FEWEST_UCS2_OCTETS && isOfOneScript(text) && isMostly(LETTERS, text);
}

/** Neither controls, lone surrogates, private nor unassigned characters; not empty. */
function isPrintable(text: string): boolean {
	return /^[\t\n\f\r\P{C}\p{Cf}]+$/u.test(text);
}

/** Text of one alphabet keeps to one high octet and the common ones; numbers and compressed data do not. */
function isOfOneScript(text: string): boolean {
	const scripts = new Set<number>();
	for (let i = 0; i < text.length; i++) {
		const high = text.charCodeAt(i) >> 8;
		if (!COMMON.has(high) && (high & 0xf8) !== SURROGATES) scripts.add(high);
	}
	return scripts.size <= 1;
}

/** High octets that text of every script uses: Latin-1, and general punctuation. */
const COMMON = new Set([0x00, 0x20]);

/** D8 to DF: isPrintable saw that they pair up. */
const SURROGATES = 0xd8;

const EAST_ASIAN =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/gu;

const LETTERS_AND_DIGITS = /[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/u;

/** Digits do not count: big-endian numbers that happen to be printable are seldom letters. */
const LETTERS = /[\p{L}\p{M}\p{Extended_Pictographic}]/u;

function isMostly(kind: RegExp, text: string): boolean {
	const characters = [...text];
	return 2 * characters.filter((character) => kind.test(character)).length >= characters.length;
}
