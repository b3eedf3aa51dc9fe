const LITTLE_ENDIAN_MARK = 0xfffe;
const BIG_ENDIAN_MARK = 0xfeff;

/**
 * Text of UCS-2 octets, which in practice are UTF-16: big-endian unless a byte order mark at the
 * start says otherwise. Takes the octets of the joined message, because a part boundary may cut a
 * surrogate pair. An odd last octet is dropped, a lone surrogate kept.
 */
export function decodeUcs2(octets: Uint8Array): string {
	const units = Buffer.from(octets.length % 2 === 0 ? octets : octets.subarray(0, -1));
	const mark = units.length === 0 ? 0 : (units[0]! << 8) | units[1]!;
	const start = mark === LITTLE_ENDIAN_MARK || mark === BIG_ENDIAN_MARK ? 2 : 0;
	// After the mark FF FE the octets are in the order that Node's utf16le reads.
	if (mark !== LITTLE_ENDIAN_MARK) units.swap16();
	return units.toString('utf16le', start);
}
