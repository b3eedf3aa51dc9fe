/** Bits of padding between a header of this many octets and the first septet (TS 23.040 9.2.3.24). */
export function fillBitsAfter(headerOctets: number): number {
	return (7 - ((8 * headerOctets) % 7)) % 7;
}

/** How many whole septets fit into these octets after `fillBits`. */
export function septetCapacity(octets: Uint8Array, fillBits: number): number {
	return Math.max(0, Math.floor((8 * octets.length - fillBits) / 7));
}

/**
 * How many septets a sender meant where there is no count. Seven zero bits that end exactly with the
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
