/**
 * Characters that word processors and phones put in place of plain ones, and what GSM-7 has for them. Only
 * characters whose replacement reads the same: accents are kept, since dropping one can change a word.
 */
const replacements: ReadonlyArray<readonly [characters: string, replacement: string]> = [
	// Single quotation marks, primes, grave accent and modifier letters used as apostrophes.
	[
		'\u2018\u2019\u201A\u201B\u2032\u2035\u2039\u203A\u00B4\u0060\u02B9\u02BB\u02BC\u02C8\uFF07',
		"'",
	],
	[
		'\u201C\u201D\u201E\u201F\u2033\u2036\u00AB\u00BB\u02BA\u02DD\u275D\u275E\u301D\u301E\uFF02',
		'"',
	],
	// Hyphens, dashes, minus sign.
	['\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\uFE58\uFE63\uFF0D', '-'],
	['\u2026', '...'],
	// No-break, en, em, thin and other spaces.
	[
		'\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000',
		' ',
	],
	['\u0009', ' '],
	['\u2028\u2029\u0085\u000B', '\n'],
	// Zero-width space, word joiner, byte order mark, soft hyphen: nothing to see.
	['\u200B\u2060\uFEFF\u00AD', ''],
	['\u2022\u2023\u25CF', '-'],
	['\u2044\u2215\uFF0F', '/'],
	['\u02DC\u223C\uFF5E', '~'],
	['\u02C6', '^'],
	['\u203C', '!!'],
	['\u2047', '??'],
	['\u2048', '?!'],
	['\u2049', '!?'],
	['\u00D7', 'x'],
	['\u2122', 'TM'],
	['\u00A9', '(c)'],
	['\u00AE', '(R)'],
];

const table: ReadonlyMap<string, string> = new Map(
	replacements.flatMap(([characters, replacement]) =>
		[...characters].map((character) => [character, replacement] as const),
	),
);

/**
 * The text with typographic characters swapped for the GSM-7 characters that replace them, letters and combining
 * accents composed first (NFC).
 */
export function toGsmCharacters(text: string): string {
	return Array.from(text.normalize('NFC'), (character) => table.get(character) ?? character).join(
		'',
	);
}
