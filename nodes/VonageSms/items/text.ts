/**
 * The first word in upper case, without the punctuation and invisible characters around it; null if the text has
 * no word. Words end at white space: `2.5`, `opt-out` and an emoji are words, `?!` is not.
 */
export function firstWord(text: string | null): string | null {
	for (const candidate of (text ?? '').split(/\s+/)) {
		const word = withoutAround(candidate);
		if (/[^\p{DI}]/u.test(word)) return word.toUpperCase();
	}
	return null;
}

/** Character by character: an expression that ends in `+$` looks at a long run again from each of its characters. */
function withoutAround(candidate: string): string {
	const characters = [...candidate];
	const isWord = (character: string) => !AROUND.test(character);
	const start = characters.findIndex(isWord);
	if (start === -1) return '';
	return characters.slice(start, characters.findLastIndex(isWord) + 1).join('');
}

/** Punctuation, the ASCII symbols used as quotes and brackets, and invisible characters. */
const AROUND = /[\p{P}\p{Cc}\p{Cf}\u2800<>|~\u0060\u00b4]/u;

/**
 * Whether the whole text is one of the words that stop a subscription, however it is written: `Opt out.`, `"STOP"` and
 * full-width letters count, `We have got to STOP this` does not.
 */
export function isOptOut(text: string | null): boolean {
	return text !== null && OPT_OUT.has(lettersOf(text));
}

/** Whether the whole text is one of the words that revoke an opt-out, read in the same way. */
export function isOptIn(text: string | null): boolean {
	return text !== null && OPT_IN.has(lettersOf(text));
}

function lettersOf(text: string): string {
	return text.normalize('NFKC').replace(IGNORED, '').toUpperCase();
}

const OPT_IN: ReadonlySet<string> = new Set(['START', 'UNSTOP']);

/** White space, punctuation, and invisible characters (Unicode: Default_Ignorable_Code_Point). */
const IGNORED = /[\s\p{P}\p{Cc}\p{Cf}\p{DI}\u2800<>|~\u0060\u00b4]/gu;

/** 47 CFR 64.1200(a)(10), and the words that US carriers and CTIA require senders to honor. */
const OPT_OUT: ReadonlySet<string> = new Set([
	'STOP',
	'STOPALL',
	'UNSUBSCRIBE',
	'CANCEL',
	'END',
	'QUIT',
	'REVOKE',
	'OPTOUT',
]);

/**
 * The value with an apostrophe, which spreadsheets hide, before every text in it that a spreadsheet would run as a
 * formula (OWASP, "CSV Injection"). Names of fields count as well: in a raw record, the sender of the request chose
 * them. Phone numbers stay as they are: as a formula, `+447700900001` is only a number.
 */
export function escapeFormulas<T>(value: T): T {
	return escaped(value) as T;
}

function escaped(value: unknown): unknown {
	if (typeof value === 'string') return startsFormula(value) ? `'${value}` : value;
	if (Array.isArray(value)) return value.map(escaped);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [escaped(name), escaped(inner)]),
	);
}

function startsFormula(text: string): boolean {
	if (PHONE_NUMBERS.test(text)) return false;
	return /^[\t\r\n\0]/.test(text) || /^[=+\-@]/.test(visible(text));
}

/** Programs differ in what they remove before they look for a formula; NFKC makes full-width signs ASCII. */
function visible(text: string): string {
	return text
		.replace(/^[\s\p{Cc}\p{Cf}\p{DI}]+/u, '')
		.slice(0, 1)
		.normalize('NFKC');
}

/** One number in E.164, or two as in `sessionId`. */
const PHONE_NUMBERS = /^\+[1-9]\d{6,14}(?: \+[1-9]\d{6,14})?$/;
