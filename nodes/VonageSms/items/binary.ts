import { decodePayload } from '../codec';
import type { DecodedPayload, PayloadFormat, PayloadPart } from '../codec';
import type { Content } from './contents';

/** Octets of the known parts, and their text with a gap before a part whose forerunner is missing. */
export function decodeBinary(contents: Content[], format: PayloadFormat): DecodedPayload {
	const parts: Array<PayloadPart | null> = [];
	let expected = 1;
	for (const { part, inbound } of contents) {
		if (part > expected) parts.push(null);
		if (inbound.data !== null) parts.push({ data: inbound.data, udh: inbound.udh });
		expected = part + 1;
	}
	return decodePayload(parts, format);
}
