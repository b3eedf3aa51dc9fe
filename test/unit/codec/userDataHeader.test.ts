import { parseUdh } from '../../../nodes/VonageSms/codec';
import type { UserDataHeader } from '../../../nodes/VonageSms/codec';
import { titled, vectors } from './vectors';

interface UdhVector {
	source: string;
	note?: string;
	input: { udhHex: string };
	expected: UserDataHeader;
}

describe('parseUdh', () => {
	it.each(titled(vectors<UdhVector>('udh.json')))('reads vector %s', (_, { input, expected }) => {
		expect(parseUdh(input.udhHex)).toEqual(expected);
	});

	it('is case-insensitive', () => {
		expect(parseUdh('0605040B8423F0')).toEqual(parseUdh('0605040b8423f0'));
	});

	it('uses the last of two port elements, regardless of their widths', () => {
		expect(parseUdh('0a05040b8423f00402e4e4').ports).toEqual({ bits: 8, dest: 228, src: 228 });
	});

	it('keeps a valid concatenation element if a later one is invalid', () => {
		expect(parseUdh('0b0003ff0201080412340400').concat).toEqual({
			bits: 8,
			ref: 255,
			total: 2,
			part: 1,
		});
	});

	it('ignores a total of 0', () => {
		expect(parseUdh('0500030a0000')).not.toHaveProperty('concat');
	});

	it('reads the national language of both shifts', () => {
		expect(parseUdh('06240106250105')).toMatchObject({ singleShift: 6, lockingShift: 5 });
	});

	it('reads a special indication with the store flag', () => {
		expect(parseUdh('0401028103').special).toEqual({ store: true, type: 1, count: 3 });
	});

	it('keeps the complete elements of a truncated header', () => {
		expect(parseUdh('0b00032a020105040b84')).toMatchObject({
			elements: [{ iei: 0, data: '2a0201' }],
			truncated: true,
			malformed: true,
			concat: { ref: 42 },
		});
	});

	it('reports an element with the wrong length for its type, and does not read it', () => {
		const header = parseUdh('0400022a02');
		expect(header).toMatchObject({ elements: [{ iei: 0, data: '2a02' }], malformed: true });
		expect(header).not.toHaveProperty('concat');
	});

	it.each(['', '0', 'zz', 'abc123', 'ff'])('does not throw for %p', (hex) => {
		expect(parseUdh(hex).elements).toEqual([]);
	});
});
