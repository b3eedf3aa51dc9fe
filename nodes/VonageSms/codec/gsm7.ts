import { alphabet, NO_CHARACTER, NO_PAIR } from './alphabet';
import type { Alphabet } from './alphabet';

/** How one segment's user data is laid out, and with which tables it is read. */
interface Gsm7Layout {
	/** Eight septets in seven octets (TS 23.038 6.1.2.1); otherwise one septet an octet. */
	packed: boolean;
	/** Number of septets; if undefined, as many as fit. */
	septets?: number;
	/** Zero bits before the first packed septet. */
	fillBits?: number;
	/** National Language Identifiers of information elements 25 and 24. */
	lockingShift?: number;
	singleShift?: number;
}

/**
 * Text of GSM 7 bit octets (TS 23.038 6.2). An unknown code after an escape gives the main table's
 * character, two escapes a space; an escape at the very end gives nothing.
 */
export function decodeGsm7(octets: Uint8Array, layout: Gsm7Layout): string {
	const tables = alphabet(layout.lockingShift ?? 0, layout.singleShift ?? 0);
	if (!layout.packed) {
		const septets = layout.septets === undefined ? octets : octets.subarray(0, layout.septets);
		return readSimple(septets, tables) ?? readSeptets(septets, tables);
	}
	const fillBits = layout.fillBits ?? 0;
	const count = Math.min(
		layout.septets ?? likelySeptets(octets, fillBits),
		septetCapacity(octets, fillBits),
	);
	if (fillBits === 0) {
		const text = readSimplePacked(octets, count, tables);
		if (text !== null) return text;
	}
	const septets = unpack(octets, count, fillBits);
	return readSimple(septets, tables) ?? readSeptets(septets, tables);
}

/**
 * Memory for the text of one part and of most whole messages, which saves an allocation each. It is
 * used only within one synchronous call.
 */
const scratch = Buffer.allocUnsafeSlow(4096);

/** The scratch buffer, or a new one if that is too small. */
function room(octets: number): Buffer {
	return octets <= scratch.length ? scratch : Buffer.allocUnsafe(octets);
}

/** Null unless every septet is a Latin-1 character of the main table, as nearly all text is. */
function readSimple(septets: Uint8Array, { main }: Alphabet): string | null {
	const text = room(septets.length);
	let seen = 0;
	for (let i = 0; i < septets.length; i++) {
		const unit = main[septets[i]! & 0x7f]!;
		text[i] = unit;
		seen |= unit;
	}
	return seen > 0xff ? null : text.toString('latin1', 0, septets.length);
}

/** The scratch buffer, two characters at a time. */
const scratchPairs = new Uint16Array(scratch.buffer);

/**
 * `readSimple` straight from packed octets without fill bits: two septets a look-up, eight septets of
 * seven octets a round.
 */
function readSimplePacked(octets: Uint8Array, count: number, { pairs }: Alphabet): string | null {
	if (count > scratch.length) return null;
	const rounds = count >> 3;
	for (let round = 0; round < rounds; round++) {
		const octet = 7 * round;
		const fourth = octets[octet + 3]!;
		const low =
			octets[octet]! | (octets[octet + 1]! << 8) | (octets[octet + 2]! << 16) | (fourth << 24);
		const high =
			(fourth >> 4) |
			(octets[octet + 4]! << 4) |
			(octets[octet + 5]! << 12) |
			(octets[octet + 6]! << 20);
		const first = pairs[low & 0x3fff]!;
		const second = pairs[(low >> 14) & 0x3fff]!;
		const third = pairs[high & 0x3fff]!;
		const last = pairs[high >> 14]!;
		if (first === NO_PAIR || second === NO_PAIR || third === NO_PAIR || last === NO_PAIR)
			return null;
		const pair = 4 * round;
		scratchPairs[pair] = first;
		scratchPairs[pair + 1] = second;
		scratchPairs[pair + 2] = third;
		scratchPairs[pair + 3] = last;
	}
	return finishSimplePacked(octets, 8 * rounds, count, pairs);
}

/** The septets after the last whole round. */
function finishSimplePacked(
	octets: Uint8Array,
	done: number,
	count: number,
	pairs: Uint16Array,
): string | null {
	for (let septet = done; septet < count; septet += 2) {
		const second = septet + 1 < count ? septetAt(octets, 7 * septet + 7) : 0;
		const pair = pairs[septetAt(octets, 7 * septet) | (second << 7)]!;
		if (pair === NO_PAIR) return null;
		scratchPairs[septet >> 1] = pair;
	}
	return scratch.toString('latin1', 0, count);
}

/** Any text: escapes, and characters beyond Latin-1. */
function readSeptets(septets: Uint8Array, { main, escaped }: Alphabet): string {
	const text = room(2 * septets.length);
	let end = 0;
	for (let i = 0; i < septets.length; i++) {
		let unit = main[septets[i]! & 0x7f]!;
		if (unit === NO_CHARACTER) {
			if (++i === septets.length) break;
			unit = escaped[septets[i]! & 0x7f]!;
		}
		end = text.writeUInt16LE(unit, end);
	}
	return text.toString('utf16le', 0, end);
}

/** Bits of padding between a header of this many octets and the first septet (TS 23.040 9.2.3.24). */
export function fillBitsAfter(headerOctets: number): number {
	return (7 - ((8 * headerOctets) % 7)) % 7;
}

/** How many whole septets fit into these octets after `fillBits`. */
export function septetCapacity(octets: Uint8Array, fillBits: number): number {
	return Math.max(0, Math.floor((8 * octets.length - fillBits) / 7));
}

/**
 * How many septets a sender meant if there is no count. Seven zero bits that end exactly with the
 * last octet are padding: they would read as an `@` that the sender did not write (TS 23.038 6.1.2.3.1).
 */
export function likelySeptets(octets: Uint8Array, fillBits: number): number {
	const capacity = septetCapacity(octets, fillBits);
	const full = (8 * octets.length - fillBits) % 7 === 0;
	return full && capacity > 0 && octets[octets.length - 1]! >> 1 === 0 ? capacity - 1 : capacity;
}

/** The first `count` septets, packed least significant bit first (TS 23.038 6.1.2.1.1) after `fillBits`. */
export function unpack(octets: Uint8Array, count: number, fillBits: number): Uint8Array {
	const septets = new Uint8Array(count);
	for (let i = 0; i < count; i++) septets[i] = septetAt(octets, fillBits + 7 * i);
	return septets;
}

/** The seven bits from this one on. */
export function septetAt(octets: Uint8Array, bit: number): number {
	const octet = bit >> 3;
	return ((octets[octet]! | (octets[octet + 1]! << 8)) >> (bit & 7)) & 0x7f;
}
