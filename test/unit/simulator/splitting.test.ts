import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodingOf, forceGsm7, splitText } from '../../simulator/phone/splitting';
import type { SmsEncoding } from '../../simulator/phone/splitting';

interface SegmentVector {
	source: string;
	input: { text?: string; repeat?: string; times?: number; suffix?: string };
	expected: {
		encoding: SmsEncoding;
		forceEncoding?: SmsEncoding;
		segments?: number;
		units?: number;
	};
}

const { vectors }: { vectors: SegmentVector[] } = JSON.parse(
	readFileSync(join(__dirname, '../../vectors/segments.json'), 'utf8'),
);

describe('splitting a text into SMS parts', () => {
	it.each(vectors.map((vector) => [vector.source, vector] as const))(
		'agrees with %s',
		(_source, { input, expected }) => {
			const text = input.text ?? `${input.repeat?.repeat(input.times ?? 0)}${input.suffix ?? ''}`;
			const options = { cutSurrogates: false, encoding: expected.forceEncoding };
			const { encoding, units, parts } = splitText(text, options);
			expect(encoding).toBe(expected.encoding);
			if (expected.units !== undefined) expect(units).toBe(expected.units);
			if (expected.segments !== undefined) expect(parts).toHaveLength(expected.segments);
		},
	);

	it.each([
		['GSM-7', 'x', 160, 153],
		['UCS-2', 'ж', 70, 67],
	])('fills %s parts to the last unit', (_encoding, character, alone, concatenated) => {
		const parts = (count: number): number[] =>
			splitText(character.repeat(count), { cutSurrogates: true }).parts.map(({ length }) => length);
		expect(parts(alone)).toEqual([alone]);
		expect(parts(alone + 1)).toEqual([concatenated, alone + 1 - concatenated]);
		expect(parts(concatenated * 2 + 1)).toEqual([concatenated, concatenated, 1]);
	});

	it('counts extension characters twice and never separates one from its escape', () => {
		const { parts, units } = splitText(`${'x'.repeat(152)}€${'x'.repeat(20)}`, {
			cutSurrogates: true,
		});
		expect(units).toBe(174);
		expect(parts[0]).toBe('x'.repeat(152));
		expect(parts[1]?.startsWith('€')).toBe(true);
	});

	it('splits a surrogate pair if the format can contain half of one', () => {
		const { parts } = splitText(`${'ж'.repeat(66)}😀!!!!`, { cutSurrogates: true });
		expect(parts).toEqual([`${'ж'.repeat(66)}\ud83d`, '\ude00!!!!']);
	});

	it('moves the pair to the next part if it cannot', () => {
		const { parts } = splitText(`${'ж'.repeat(66)}😀!!!!`, { cutSurrogates: false });
		expect(parts).toEqual(['ж'.repeat(66), '😀!!!!']);
	});

	it('knows which characters need UCS-2, and their replacements without it', () => {
		expect(encodingOf('Grüße à Ω €')).toBe('GSM-7');
		expect(encodingOf('ç')).toBe('UCS-2');
		expect(forceGsm7('ça 😀 ok')).toBe('?a ? ok');
	});
});
