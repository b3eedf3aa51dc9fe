import { encode } from '../../../nodes/VonageSms/actions/sending/encoding';
import { countSegments } from '../../../nodes/VonageSms/codec';

describe('encoding of a text', () => {
	it('is GSM-7 when every character fits', () => {
		expect(encode('Hello {world} €', 'auto', false)).toMatchObject({
			encoding: 'GSM-7',
			segments: 1,
		});
	});

	it('turns to Unicode for a single character that does not fit', () => {
		expect(encode('See you 👋', 'auto', false)).toMatchObject({
			encoding: 'UCS-2',
			text: 'See you 👋',
		});
	});

	it('can be forced to Unicode, and then counts 70 characters an SMS and 67 in each of several', () => {
		expect(encode('a'.repeat(70), 'unicode', false)).toMatchObject({
			encoding: 'UCS-2',
			segments: 1,
		});
		expect(encode('a'.repeat(71), 'unicode', false)).toMatchObject({ segments: 2 });
		expect(encode('a'.repeat(135), 'unicode', false)).toMatchObject({ segments: 3 });
	});

	it('refuses GSM-7 for other characters and names each once, not the text', () => {
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

	it('composes letters and accents', () => {
		expect(encode('cafe\u0301', 'auto', true)).toMatchObject({ text: 'café', encoding: 'GSM-7' });
	});

	it('does not touch letters, since another letter can be another word', () => {
		expect(encode('çok güzel', 'auto', true)).toMatchObject({
			text: 'çok güzel',
			encoding: 'UCS-2',
		});
	});

	it('does not touch a text that was asked to be Unicode', () => {
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
