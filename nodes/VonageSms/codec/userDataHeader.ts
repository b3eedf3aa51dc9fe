/** One information element (TS 23.040 9.2.3.24). */
interface InformationElement {
	/** Information Element Identifier. */
	iei: number;
	/** Hex, lower case. */
	data: string;
}

/** Position of a part in a concatenated message (TS 23.040 9.2.3.24.1, 9.2.3.24.8). */
interface Concatenation {
	/** Width of the reference. */
	bits: 8 | 16;
	ref: number;
	/** 1 to 255. */
	total: number;
	/** 1 to `total`. */
	part: number;
}

/** Application port addressing (TS 23.040 9.2.3.24.3, 9.2.3.24.4). */
interface ApplicationPorts {
	bits: 8 | 16;
	dest: number;
	src: number;
}

/** Special SMS message indication: messages waiting elsewhere (TS 23.040 9.2.3.24.2). */
interface SpecialIndication {
	/** Whether this SMS is to be stored, too. */
	store: boolean;
	/** 0 voice mail, 1 fax, 2 e-mail, 3 other; profile and extension in the higher bits. */
	type: number;
	count: number;
}

/** What a User Data Header says. Keys that do not apply are absent. */
export interface UserDataHeader {
	/** Every element that is whole, in the order of the header. */
	elements: InformationElement[];
	/** The header announces more octets than there are. */
	truncated: boolean;
	/** An element runs past the end, or has an invalid length for its kind. */
	malformed?: true;
	concat?: Concatenation;
	ports?: ApplicationPorts;
	special?: SpecialIndication;
	/** National Language Identifiers (TS 23.038 6.2.1.2.4). */
	lockingShift?: number;
	singleShift?: number;
	/** Octets or septets of e-mail header before the e-mail's body (TS 23.040 9.2.3.24.11). */
	rfc822HeaderLength?: number;
}

/**
 * Reads a User Data Header, length octet included, from hex of either case. Never throws: what
 * cannot be read is reported by `truncated` and `malformed`. Elements come in any order; of those
 * that exclude each other the last valid one wins (TS 23.040 9.2.3.24).
 */
export function parseUdh(hex: string): UserDataHeader {
	const header: UserDataHeader = { elements: [], truncated: false };
	const known = readHex(hex);
	if (known === 0) return header;

	const announced = 1 + octets[0]!;
	header.truncated = announced > known;
	const end = Math.min(announced, known);
	if (header.truncated) header.malformed = true;

	const lower = hex.toLowerCase();
	let at = 1;
	while (at + 2 <= end) {
		const iei = octets[at]!;
		const start = at + 2;
		const next = start + octets[at + 1]!;
		if (next > end) break;
		header.elements.push({ iei, data: lower.slice(2 * start, 2 * next) });
		if (!readElement(header, iei, start, next - start)) header.malformed = true;
		at = next;
	}
	if (at !== end) header.malformed = true;
	return header;
}

/** A header has 256 octets at most. Filled and read within one call: no allocation, half the time. */
const octets = new Uint8Array(256);

/** Octets before the first one that is not hex. */
function readHex(hex: string): number {
	const most = Math.min(hex.length >> 1, octets.length);
	for (let at = 0; at < most; at++) {
		const octet = (nibble(hex.charCodeAt(2 * at)) << 4) | nibble(hex.charCodeAt(2 * at + 1));
		if (octet > 0xff) return at;
		octets[at] = octet;
	}
	return most;
}

/** Above 0xff for anything but a hexadecimal digit. */
function nibble(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = code | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 0x100;
}

/** False if the element's length is invalid for its kind. */
function readElement(header: UserDataHeader, iei: number, at: number, length: number): boolean {
	const first = octets[at]!;
	const second = octets[at + 1]!;
	switch (iei) {
		case 0x00:
			if (length === 3) setConcat(header, 8, first, second, octets[at + 2]!);
			return length === 3;
		case 0x01:
			if (length === 2) {
				header.special = { store: first >= 0x80, type: first & 0x7f, count: second };
			}
			return length === 2;
		case 0x04:
			if (length === 2) header.ports = { bits: 8, dest: first, src: second };
			return length === 2;
		case 0x05:
			if (length === 4) {
				const src = (octets[at + 2]! << 8) | octets[at + 3]!;
				header.ports = { bits: 16, dest: (first << 8) | second, src };
			}
			return length === 4;
		case 0x08:
			if (length === 4) {
				setConcat(header, 16, (first << 8) | second, octets[at + 2]!, octets[at + 3]!);
			}
			return length === 4;
		case 0x20:
			if (length === 1) header.rfc822HeaderLength = first;
			return length === 1;
		case 0x24:
			if (length === 1) header.singleShift = first;
			return length === 1;
		case 0x25:
			if (length === 1) header.lockingShift = first;
			return length === 1;
		default:
			return true;
	}
}

/** An element without a valid place is to be ignored (TS 23.040 9.2.3.24.1). */
function setConcat(
	header: UserDataHeader,
	bits: 8 | 16,
	ref: number,
	total: number,
	part: number,
): void {
	if (part >= 1 && part <= total) header.concat = { bits, ref, total, part };
}
