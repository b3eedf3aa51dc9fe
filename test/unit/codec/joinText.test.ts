import { parseUdh } from '../../../nodes/VonageSms/codec';
import {
	joinText,
	type Segment,
	type TextFormat,
} from '../../../nodes/VonageSms/codec/payload/joinText';
import { octets, titled, vectors } from './vectors';

interface PartInput {
	udhHex: string | null;
	dataHex: string;
	septets?: number;
	/** Data Coding Scheme (TS 23.038 4), of a part taken from a complete PDU. */
	dcs?: number;
	alphabet?: 'gsm7-unpacked' | 'ucs2';
	concat?: { part: number };
}

interface ConcatVector {
	source: string;
	note?: string;
	input: { parts: PartInput[] };
	expected: { text: string };
}

interface PduVector {
	source: string;
	note?: string;
	input: PartInput & { udl: number };
	expected: { text?: string; alphabet: 'gsm7' | 'ucs2' | '8bit' };
}

function segment(part: PartInput, format: TextFormat): Segment {
	return {
		octets: octets(part.dataHex),
		header: parseUdh(part.udhHex ?? ''),
		headerOctets: (part.udhHex ?? '').length / 2,
		septets: part.septets,
		format,
	};
}

function formatOf({ alphabet, dcs = 0 }: PartInput): TextFormat {
	if (alphabet === 'ucs2') return 'ucs2';
	if (alphabet === 'gsm7-unpacked') return 'gsm7';
	const isUcs2 = (dcs & 0xcc) === 0x08;
	return isUcs2 ? 'ucs2' : 'gsm7Packed';
}

describe('joinText', () => {
	it.each(titled(vectors<ConcatVector>('concat.json')))(
		'joins vector %s',
		(_, { input, expected }) => {
			const parts = input.parts.toSorted((a, b) => (a.concat?.part ?? 0) - (b.concat?.part ?? 0));
			expect(
				joinText(
					parts.map((part) => segment(part, formatOf(part))),
					'gsm7',
				),
			).toBe(expected.text);
		},
	);

	it.each(titled(vectors<PduVector>('pdu.json').filter(({ expected }) => expected.text)))(
		'reads the user data of PDU %s',
		(_, { input, expected }) => {
			const packed = expected.alphabet === 'gsm7';
			const headerSeptets = Math.ceil((8 * (input.udhHex ?? '').length) / 2 / 7);
			const septets = packed ? input.udl - headerSeptets : undefined;
			const format = packed ? 'gsm7Packed' : 'ucs2';
			expect(joinText([segment({ ...input, septets }, format)], format)).toBe(expected.text);
		},
	);

	const part = (dataHex: string, udhHex: string | null = null) => ({
		octets: octets(dataHex),
		header: parseUdh(udhHex ?? ''),
		headerOctets: (udhHex ?? '').length / 2,
	});

	it('shows adjacent missing parts as one gap, and decodes nothing across it', () => {
		expect(joinText([null, part('61621b'), null, null, part('6563')], 'gsm7')).toBe('[…]ab[…]ec');
	});

	it('reads an escape split at the boundary with the tables of the next part', () => {
		expect(joinText([part('611b'), part('69', '03240102')], 'gsm7')).toBe('aí');
	});

	it('does not mistake a pair of escapes at the end for an open one', () => {
		expect(joinText([part('611b1b'), part('65')], 'gsm7')).toBe('a e');
	});

	it('keeps an at sign that ends a full packed part', () => {
		expect(joinText([part('ca77392f64d701'), part('31')], 'gsm7Packed')).toBe('JoeyBlu@1');
	});

	it('drops the padding of a part whose sender moved an escape sequence to the next', () => {
		expect(joinText([part('ca77392f64d701'), part('9b32')], 'gsm7Packed')).toBe('JoeyBlu€');
	});

	it('skips the fill bits after each part’s own header', () => {
		expect(joinText([part('fe', '050003190201'), part('7f')], 'gsm7Packed')).toBe('àà');
	});

	it('joins a character whose octets are split between two parts', () => {
		expect(joinText([part('c3'), part('a9e282'), part('ac')], 'utf8')).toBe('é€');
		expect(joinText([part('d83dde'), part('01')], 'ucs2')).toBe('😁');
	});

	it('drops a UTF-8 byte order mark', () => {
		expect(joinText([part('efbbbf41')], 'utf8')).toBe('A');
	});

	it('reads every octet as Latin-1', () => {
		expect(joinText([part('e9ff')], 'latin1')).toBe('éÿ');
	});
});
