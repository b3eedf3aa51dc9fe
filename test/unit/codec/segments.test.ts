import { analyseText, countSegments } from '../../../nodes/VonageSms/codec';
import type { SegmentCount, SmsEncoding } from '../../../nodes/VonageSms/codec';
import { titled, vectors } from './vectors';

interface SegmentVector {
	source: string;
	note?: string;
	input: { text?: string; repeat?: string; times?: number; suffix?: string };
	expected: Partial<SegmentCount> & { forceEncoding?: SmsEncoding };
}

function textOf({ text, repeat = '', times = 0, suffix = '' }: SegmentVector['input']): string {
	return text ?? repeat.repeat(times) + suffix;
}

describe('countSegments', () => {
	it.each(titled(vectors<SegmentVector>('segments.json')))(
		'counts vector %s',
		(_, { input, expected }) => {
			const { encoding, segments, units, error } = expected;
			const told = Object.entries({ encoding, segments, units, error });
			const wanted = Object.fromEntries(told.filter(([, value]) => value !== undefined));
			expect(countSegments(textOf(input), expected.forceEncoding)).toMatchObject(wanted);
		},
	);

	it('counts an empty text as one GSM-7 message', () => {
		expect(countSegments('')).toEqual({ encoding: 'GSM-7', segments: 1, units: 0 });
	});

	it('counts code units if UCS-2 is forced, even if the text fits into GSM-7', () => {
		expect(countSegments('x'.repeat(71), 'UCS-2')).toEqual({
			encoding: 'UCS-2',
			segments: 2,
			units: 71,
		});
	});

	it('counts a character forced into GSM-7 as one septet, because it becomes a question mark', () => {
		expect(countSegments('ő€', 'GSM-7')).toEqual({ encoding: 'GSM-7', segments: 1, units: 3 });
	});

	it('moves an escape sequence to the next part if it would be split', () => {
		const text = `${'x'.repeat(152)}€${'x'.repeat(152)}`;
		expect(countSegments(text)).toMatchObject({ units: 306, segments: 3 });
	});

	it('moves a surrogate pair to the next part if it would be split', () => {
		const text = `${'ő'.repeat(66)}😀${'ő'.repeat(66)}`;
		expect(countSegments(text)).toMatchObject({ units: 134, segments: 3 });
	});
});

describe('analyseText', () => {
	it('names the characters that force Unicode, each once', () => {
		expect(analyseText('ő 😀 a ő’')).toEqual({
			encoding: 'UCS-2',
			segments: 1,
			units: 9,
			forcesUnicode: ['ő', '😀', '’'],
		});
	});

	it('names no characters if the text fits', () => {
		expect(analyseText('[Grüße] €5').forcesUnicode).toEqual([]);
		expect(analyseText('[Grüße] €5').units).toBe(13);
	});

	it.each([
		['Ç', 'GSM-7'],
		['\f', 'GSM-7'],
		['ç', 'UCS-2'],
		['`', 'UCS-2'],
		['\u001b', 'UCS-2'],
	])('knows the pitfalls of the default alphabet: %j is %s', (character, encoding) => {
		expect(analyseText(character)).toMatchObject({
			encoding,
			forcesUnicode: encoding === 'GSM-7' ? [] : [character],
		});
	});
});
