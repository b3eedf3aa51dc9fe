import fc from 'fast-check';
import { decodeGsm7 } from '../../../nodes/VonageSms/codec';
import { encodeGsm7, fitGsm7 } from '../../gsm7Encode';
import { load, octets, titled, vectors } from './vectors';

interface PackedVector {
	source: string;
	note?: string;
	input: { packedHex: string; septets: number; fillBits: number };
	expected: { text?: string; septetsHex?: string };
}

interface UnpackedVector {
	source: string;
	note?: string;
	input: { hex: string };
	expected: { text: string };
}

interface NationalVector {
	source: string;
	note?: string;
	input: {
		hex: string;
		packed: boolean;
		septets: number;
		lockingShift: number;
		singleShift: number;
	};
	expected: { text: string };
}

interface Tables {
	languages: string[];
	locking: Array<Array<string | null> | null>;
	single: Array<Array<string | null>>;
}

const tables = load<Tables>('national-tables.json');
const languages = tables.languages.map((name, identifier) => ({ name, identifier }));

describe('decodeGsm7', () => {
	it.each(titled(vectors<PackedVector>('gsm7-packed.json')))(
		'reads packed vector %s',
		(_, { input, expected }) => {
			const packed = octets(input.packedHex);
			const { septets, fillBits } = input;
			if (expected.text !== undefined) {
				expect(decodeGsm7(packed, { packed: true, septets, fillBits })).toBe(expected.text);
			}
			if (expected.septetsHex !== undefined) {
				const unpacked = decodeGsm7(octets(expected.septetsHex), { packed: false });
				expect(decodeGsm7(packed, { packed: true, septets, fillBits })).toBe(unpacked);
			}
		},
	);

	it.each(titled(vectors<UnpackedVector>('gsm7-unpacked.json')))(
		'reads unpacked vector %s',
		(_, { input, expected }) => {
			expect(decodeGsm7(octets(input.hex), { packed: false })).toBe(expected.text);
		},
	);

	it.each(titled(vectors<NationalVector>('national-decode.json')))(
		'reads national vector %s',
		(_, { input, expected }) => {
			const { hex, ...layout } = input;
			expect(decodeGsm7(octets(hex), layout)).toBe(expected.text);
		},
	);

	it.each(languages)('has every position of the $name locking table', ({ identifier }) => {
		const table = tables.locking[identifier] ?? tables.locking[0]!;
		for (const [code, character] of table.entries()) {
			if (code === 0x1b) continue;
			const text = decodeGsm7(Uint8Array.of(code), { packed: false, lockingShift: identifier });
			expect(text).toBe(character ?? ' ');
		}
	});

	it.each(languages)('has every position of the $name single shift table', ({ identifier }) => {
		for (const [code, character] of tables.single[identifier]!.entries()) {
			if (code === 0x1b) continue;
			const septets = Uint8Array.of(0x1b, code);
			const text = decodeGsm7(septets, { packed: false, singleShift: identifier });
			expect(text).toBe(character ?? tables.locking[0]![code] ?? ' ');
		}
	});

	it('reads two escapes as a space', () => {
		expect(decodeGsm7(octets('611b1b62'), { packed: false })).toBe('a b');
	});

	it('shows the locking table’s character for a code the single shift table lacks', () => {
		expect(decodeGsm7(octets('1b18'), { packed: false, lockingShift: 3 })).toBe('€');
	});

	it('treats seven zero bits at the very end as padding if no count is known', () => {
		expect(decodeGsm7(octets('ca77392f64d701'), { packed: true })).toBe('JoeyBlu');
		expect(decodeGsm7(octets('ca77392f64d701'), { packed: true, septets: 8 })).toBe('JoeyBlu@');
	});

	it('keeps a zero septet that does not fill seven spare bits', () => {
		expect(decodeGsm7(octets('00'), { packed: true })).toBe('@');
	});

	it('reads only the octets that exist, even if the count is higher', () => {
		expect(decodeGsm7(octets('31d90c'), { packed: true, septets: 160 })).toBe('123');
		expect(decodeGsm7(octets(''), { packed: true, septets: 5 })).toBe('');
		expect(decodeGsm7(octets(''), { packed: true })).toBe('');
	});

	it('reads texts longer than any part', () => {
		const text = 'grüße €'.repeat(1000);
		expect(decodeGsm7(encodeGsm7(text, { packed: true })!, { packed: true })).toBe(text);
		const plain = 'grüße'.repeat(1000);
		expect(decodeGsm7(encodeGsm7(plain, { packed: true })!, { packed: true })).toBe(plain);
	});
});

describe('encodeGsm7', () => {
	it.each(languages)('encodes text that decodeGsm7 decodes again, in $name', ({ identifier }) => {
		const characters = [
			...(tables.locking[identifier] ?? tables.locking[0]!),
			...tables.single[identifier]!,
		].filter((character) => character !== null);
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom(...characters)),
				fc.integer({ min: 0, max: 6 }),
				fc.boolean(),
				(chosen, fillBits, packed) => {
					const text = chosen.join('');
					const shifts = { lockingShift: identifier, singleShift: identifier };
					const encoded = encodeGsm7(text, { packed, fillBits, ...shifts })!;
					const septets = encodeGsm7(text, { packed: false, ...shifts })!.length;
					expect(decodeGsm7(encoded, { packed, septets, fillBits, ...shifts })).toBe(text);
				},
			),
		);
	});

	it('packs the septets of vector pattern!!', () => {
		const packed = encodeGsm7('pattern!!', { packed: true })!;
		expect(Buffer.from(packed).toString('hex')).toBe('f0309d5e96bb4321');
	});

	it('rejects a character that is in neither table', () => {
		expect(encodeGsm7('ş', { packed: false })).toBeNull();
		expect(encodeGsm7('\u001b', { packed: false })).toBeNull();
	});
});

describe('fitGsm7', () => {
	it('prefers the default tables', () => {
		expect(fitGsm7('Hello €')).toEqual({ lockingShift: 0, singleShift: 0, septets: 8 });
	});

	it('finds the tables that need the fewest septets', () => {
		expect(fitGsm7('şğı')).toEqual({ lockingShift: 1, singleShift: 0, septets: 3 });
		expect(fitGsm7('así')).toEqual({ lockingShift: 3, singleShift: 0, septets: 3 });
		expect(fitGsm7('कख')).toEqual({ lockingShift: 6, singleShift: 0, septets: 2 });
	});

	it('has no tables for Cyrillic', () => {
		expect(fitGsm7('Привет')).toBeNull();
	});
});
