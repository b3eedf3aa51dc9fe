import { encode } from '../../../nodes/VonageSms/actions/sending/encoding';
import { countSegments } from '../../../nodes/VonageSms/codec';

describe('the encoding of a text', () => {
	it('is GSM-7 when every character fits', () => {
		expect(encode('Hello {world} €', 'auto', false)).toMatchObject({
			encoding: 'GSM-7',
			segments: 1,
		});
	});

	it('switches to Unicode if a single character does not fit', () => {
		expect(encode('See you 👋', 'auto', false)).toMatchObject({
			encoding: 'UCS-2',
			text: 'See you 👋',
		});
	});

	it('can be forced to Unicode, with 70 characters in a single SMS or 67 in each of several', () => {
		expect(encode('a'.repeat(70), 'unicode', false)).toMatchObject({
			encoding: 'UCS-2',
			segments: 1,
		});
		expect(encode('a'.repeat(71), 'unicode', false)).toMatchObject({ segments: 2 });
		expect(encode('a'.repeat(135), 'unicode', false)).toMatchObject({ segments: 3 });
	});

	it('rejects GSM-7 for other characters, and names each character once but not the text', () => {
		expect(encode('…a…👋b', 'gsm7', false)).toEqual({
			kind: 'unencodable',
			codePoints: ['U+2026', 'U+1F44B'],
		});
	});
});

describe('smart encoding', () => {
	it('replaces typographic characters with GSM-7 ones and reports the SMS saved', () => {
		const text = `“${'a'.repeat(80)}” – it’s\u00A0done…`;
		expect(encode(text, 'auto', false)).toMatchObject({ encoding: 'UCS-2', segments: 2 });
		expect(encode(text, 'auto', true)).toEqual({
			kind: 'encoded',
			text: `"${'a'.repeat(80)}" - it's done...`,
			encoding: 'GSM-7',
			segments: 1,
			segmentsSaved: 1,
		});
	});

	it("makes a text fit that 'GSM-7' would otherwise reject", () => {
		expect(encode('it’s', 'gsm7', true)).toMatchObject({ text: "it's", encoding: 'GSM-7' });
	});

	it('does not change the text if another character makes it Unicode anyway', () => {
		expect(encode('“hello” 👋', 'auto', true)).toMatchObject({
			text: '“hello” 👋',
			encoding: 'UCS-2',
			segmentsSaved: 0,
		});
	});

	it('does not change the text if the replacements would need more SMS', () => {
		expect(encode('…'.repeat(70), 'auto', true)).toMatchObject({
			text: '…'.repeat(70),
			encoding: 'UCS-2',
			segments: 1,
		});
	});

	it('composes letters with combining accents', () => {
		expect(encode('cafe\u0301', 'auto', true)).toMatchObject({ text: 'café', encoding: 'GSM-7' });
	});

	it('does not replace letters, because that could change a word', () => {
		expect(encode('çok güzel', 'auto', true)).toMatchObject({
			text: 'çok güzel',
			encoding: 'UCS-2',
		});
	});

	it('does not change a text if Unicode is selected', () => {
		expect(encode('“hello”', 'unicode', true)).toMatchObject({
			text: '“hello”',
			encoding: 'UCS-2',
		});
	});

	it.each([
		'‘’‚‛′',
		'“”„‟″«»',
		'‐‑‒–—―−',
		'…',
		'\u00A0\u2003\u2009\u202F\u3000',
		'\u200B\uFEFF\u00AD',
		'•',
		'™©®',
	])('has a GSM-7 replacement for each of %j', (characters) => {
		const encoded = encode(characters, 'gsm7', true);
		expect(encoded.kind).toBe('encoded');
		expect(encoded.kind === 'encoded' && countSegments(encoded.text).encoding).toBe('GSM-7');
	});
});
