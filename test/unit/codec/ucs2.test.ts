import fc from 'fast-check';
import { decodeUcs2 } from '../../../nodes/VonageSms/codec';
import { octets, titled, vectors } from './vectors';

interface Ucs2Vector {
	source: string;
	note?: string;
	input: { hex: string };
	expected: { text: string };
}

interface JoinedVector {
	source: string;
	note?: string;
	input: { hexParts: string[] };
	expected: { text: string };
}

describe('decodeUcs2', () => {
	it.each(titled(vectors<Ucs2Vector>('ucs2.json')))('reads vector %s', (_, { input, expected }) => {
		expect(decodeUcs2(octets(input.hex))).toBe(expected.text);
	});

	it.each(titled(vectors<JoinedVector>('ucs2-bom.json')))(
		'reads joined vector %s',
		(_, { input, expected }) => {
			expect(decodeUcs2(octets(input.hexParts.join('')))).toBe(expected.text);
		},
	);

	it('reads little-endian octets after their byte order mark', () => {
		expect(decodeUcs2(octets('fffe410042003dd801de'))).toBe('AB😁');
	});

	it('keeps a lone surrogate and a byte order mark within the text', () => {
		expect(decodeUcs2(octets('0041d83d'))).toBe('A\ud83d');
		expect(decodeUcs2(octets('0041feff0042'))).toBe('A\ufeffB');
	});

	it('does not change the octets passed to it', () => {
		const given = octets('00410042');
		decodeUcs2(given);
		expect(given.toString('hex')).toBe('00410042');
	});

	it('reads every sequence of code units', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 0xfefe })), (units) => {
				const encoded = Buffer.alloc(2 * units.length);
				units.forEach((unit, index) => encoded.writeUInt16BE(unit, 2 * index));
				expect(decodeUcs2(encoded)).toBe(String.fromCharCode(...units));
			}),
		);
	});
});
