import { ESCAPE } from '../alphabet';
import {
	decodeGsm7,
	fillBitsAfter,
	likelySeptets,
	septetAt,
	septetCapacity,
	unpack,
} from '../gsm7';
import { decodeUcs2 } from '../ucs2';
import type { UserDataHeader } from '../userDataHeader';

/** Stands for missing parts in a text. */
export const GAP = '[…]';

/** The parts, in order, with null before each one whose predecessor is missing. */
export function withGaps<Part extends { part: number }>(
	parts: readonly Part[],
): Array<Part | null> {
	const known = new Set(parts.map(({ part }) => part));
	return parts.flatMap((part) =>
		part.part === 1 || known.has(part.part - 1) ? [part] : [null, part],
	);
}

/** Formats in which a part means the same at any position. */
type OctetFormat = 'utf8' | 'latin1' | 'ucs2';

/** How octets are read as text; GSM-7 part by part, each with its own header. */
export type TextFormat = OctetFormat | 'gsm7' | 'gsm7Packed';

/** The user data of one part. */
export interface Segment {
	/** The user data after the header. */
	octets: Buffer;
	header: UserDataHeader;
	/** Length of the header with its length octet, 0 without one. */
	headerOctets: number;
	/** Number of septets, if the sender's count is known. */
	septets?: number;
	/** If it differs from the rest of the message. */
	format?: TextFormat;
}

/**
 * Text of a message's parts, in order. Null is a missing part; several in a row are shown as one gap.
 * Neighbors with the same format are read as one, so that a character or an escape cut by the part
 * boundary survives.
 */
export function joinText(segments: ReadonlyArray<Segment | null>, format: TextFormat): string {
	const formats = segments.map((segment) => segment && (segment.format ?? format));
	let text = '';
	for (let start = 0, end; start < segments.length; start = end) {
		const shared = formats[start] ?? null;
		end = start + 1;
		while (end < segments.length && formats[end] === shared) end++;
		const run = segments.slice(start, end).filter((segment) => segment !== null);
		text += shared ? readRun(run, shared) : GAP;
	}
	return text;
}

function readRun(run: readonly Segment[], format: TextFormat): string {
	switch (format) {
		case 'gsm7':
			return readGsm7(run, unpackedSeptets);
		case 'gsm7Packed':
			return readGsm7(run, packedSeptets);
		default:
			return readOctets(Buffer.concat(run.map(({ octets }) => octets)), format);
	}
}

/** Text of a message whose parts can be joined octet by octet. */
export function readOctets(octets: Buffer, format: OctetFormat): string {
	switch (format) {
		case 'ucs2':
			return decodeUcs2(octets);
		case 'utf8':
			return withoutMark(octets.toString('utf8'));
		case 'latin1':
			return octets.toString('latin1');
	}
}

function withoutMark(text: string): string {
	return text.startsWith('\ufeff') ? text.slice(1) : text;
}

type SeptetsOf = (segment: Segment, next: Segment | undefined) => Uint8Array;

/**
 * Shift tables are valid only for their own segment (TS 23.038 6.2.1.2.1). An escape that a sender
 * left at a part's end belongs to the first septet of the next.
 */
function readGsm7(run: readonly Segment[], septetsOf: SeptetsOf): string {
	let text = '';
	let carried: number[] = [];
	for (const [index, segment] of run.entries()) {
		const septets = Uint8Array.from([...carried, ...septetsOf(segment, run[index + 1])]);
		const { lockingShift, singleShift } = segment.header;
		text += decodeGsm7(septets, { packed: false, lockingShift, singleShift });
		carried = endsInEscape(septets) ? [ESCAPE] : [];
	}
	return text;
}

const unpackedSeptets: SeptetsOf = ({ octets, septets }) => octets.subarray(0, septets);

const packedSeptets: SeptetsOf = (segment, next) => {
	const { octets } = segment;
	const fillBits = fillBitsAfter(segment.headerOctets);
	// A part before another is full, unless its sender would not cut an escape sequence in two.
	const full = next !== undefined && firstSeptet(next) !== ESCAPE;
	const likely = full ? septetCapacity(octets, fillBits) : likelySeptets(octets, fillBits);
	return unpack(octets, segment.septets ?? likely, fillBits);
};

function firstSeptet({ octets, headerOctets }: Segment): number {
	return septetAt(octets, fillBitsAfter(headerOctets));
}

/** Two escapes are a character of their own, so only an odd run at the end waits for more. */
function endsInEscape(septets: Uint8Array): boolean {
	let escapes = 0;
	while (septets[septets.length - 1 - escapes] === ESCAPE) escapes++;
	return escapes % 2 === 1;
}
