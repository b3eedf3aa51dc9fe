import { utils } from 'node-pdu';
import { alphabets, UDH } from 'sms-3gpp';
import { SegmentedMessage } from 'sms-segments-calculator';
import { encodings } from 'smpp';
import { split } from 'split-sms';

import { countSegments, decodeGsm7, decodeUcs2, parseUdh } from '../../../nodes/VonageSms/codec';
import { octets, vectors } from '../../unit/codec/vectors';
import { OURS } from './codec';

export interface VectorRow {
	task: string;
	vectors: number;
	/** How many each package gets right. */
	right: { contender: string; count: number }[];
}

/** The test vectors, collected from the suites of a dozen other projects, through every package that takes such input. */
export function vectorCounts(): VectorRow[] {
	return [packed(), unpacked(), national(), ucs2(), concatenation(), segments()];
}

interface HexVector<Input> {
	input: Input;
	expected: { text?: string };
}

function packed(): VectorRow {
	type Input = { packedHex: string; septets: number; fillBits: number };
	const all = vectors<HexVector<Input>>('gsm7-packed.json').filter(hasText);
	return count('GSM-7, packed', all, ({ expected }) => expected.text, {
		[OURS]: ({ input }) => decodeGsm7(octets(input.packedHex), { packed: true, ...input }),
		'sms-3gpp': ({ input }) => alphabets.gsm7bit.decode(octets(input.packedHex)),
		'node-pdu': ({ input }) =>
			utils.Helper.decode7Bit(input.packedHex, input.septets, input.fillBits),
	});
}

function unpacked(): VectorRow {
	const all = vectors<HexVector<{ hex: string }>>('gsm7-unpacked.json');
	return count('GSM-7, one octet a character', all, ({ expected }) => expected.text, {
		[OURS]: ({ input }) => decodeGsm7(octets(input.hex), { packed: false }),
		smpp: ({ input }) => encodings.ASCII.decode(octets(input.hex)),
	});
}

function national(): VectorRow {
	type Input = {
		hex: string;
		packed: boolean;
		septets: number;
		lockingShift: number;
		singleShift: number;
	};
	const all = vectors<HexVector<Input>>('national-decode.json');
	return count('GSM-7 with national language tables', all, ({ expected }) => expected.text, {
		[OURS]: ({ input }) => decodeGsm7(octets(input.hex), input),
	});
}

function ucs2(): VectorRow {
	const all = vectors<HexVector<{ hex: string }>>('ucs2.json');
	return count('UCS-2', all, ({ expected }) => expected.text, {
		[OURS]: ({ input }) => decodeUcs2(octets(input.hex)),
		'sms-3gpp': ({ input }) => alphabets.ucs2.decode(octets(input.hex)),
		smpp: ({ input }) => encodings.UCS2.decode(octets(input.hex)),
		'node-pdu': ({ input }) => utils.Helper.decode16Bit(input.hex),
	});
}

function concatenation(): VectorRow {
	type Concat = { ref: number; total: number; part: number };
	type UdhVector = { input: { udhHex: string }; expected: { concat?: Concat | null } };
	const all = vectors<UdhVector>('udh.json');
	const shown = (concat: Concat | null | undefined) =>
		concat ? [concat.ref, concat.total, concat.part].join('/') : '';
	return count('UDH, concatenation', all, ({ expected }) => shown(expected.concat), {
		[OURS]: ({ input }) => shown(parseUdh(input.udhHex).concat),
		'sms-3gpp': ({ input }) => {
			const { sms } = UDH.decode(octets(input.udhHex));
			return shown(sms && { ref: sms.ref, total: sms.total, part: sms.seq });
		},
	});
}

function segments(): VectorRow {
	type Input = { text?: string; repeat?: string; times?: number; suffix?: string };
	type SegmentVector = {
		input: Input;
		expected: { segments?: number; forceEncoding?: string; error?: unknown };
	};
	const all = vectors<SegmentVector>('segments.json').filter(
		({ expected }) => expected.forceEncoding === undefined && expected.segments !== undefined,
	);
	const textOf = ({ text, repeat = '', times = 0, suffix = '' }: Input) =>
		text ?? repeat.repeat(times) + suffix;
	return count('Segments of a text', all, ({ expected }) => expected.segments, {
		[OURS]: ({ input }) => countSegments(textOf(input)).segments,
		'split-sms': ({ input }) => split(textOf(input)).parts.length,
		'sms-segments-calculator': ({ input }) => new SegmentedMessage(textOf(input)).segmentsCount,
	});
}

function count<V>(
	task: string,
	all: V[],
	expected: (vector: V) => unknown,
	contenders: Record<string, (vector: V) => unknown>,
): VectorRow {
	const right = Object.entries(contenders).map(([contender, run]) => ({
		contender,
		count: all.filter((vector) => resultOf(run, vector) === expected(vector)).length,
	}));
	return { task, vectors: all.length, right };
}

function resultOf<V>(run: (vector: V) => unknown, vector: V): unknown {
	try {
		return run(vector);
	} catch {
		return undefined;
	}
}

function hasText({ expected }: { expected: { text?: string } }): boolean {
	return expected.text !== undefined;
}
