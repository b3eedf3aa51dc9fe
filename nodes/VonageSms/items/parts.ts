import { decodePayload, withGaps } from '../codec';
import type { DecodedPayload, PayloadFormat, PayloadPart } from '../codec';
import type { MessageType, SmsPart, WholeMessage } from '../inbound/types';
import type { Message } from '../reassembly/types';

/** One record of a message and its part number. */
export interface MessagePart {
	part: number;
	inbound: SmsPart | WholeMessage;
}

/** The parts that arrived, by part number. */
export function partsOf({ parts }: Message): MessagePart[] {
	return parts.flatMap(({ part, inbound }) =>
		inbound.kind === 'receipt' ? [] : [{ part, inbound }],
	);
}

/** Vonage sets the type of each part by the characters in it: one Unicode part makes the message Unicode. */
export function typeOf(parts: MessagePart[]): MessageType {
	const types = new Set(parts.map(({ inbound }) => inbound.type));
	return PRECEDENCE.find((type) => types.has(type)) ?? 'text';
}

const PRECEDENCE: readonly MessageType[] = ['mms', 'binary', 'unicode', 'text'];

/** Octets of the parts that arrived, and their text with a gap where parts are missing. */
export function decodeBinary(parts: MessagePart[], format: PayloadFormat): DecodedPayload {
	const payload = withGaps(parts).flatMap<PayloadPart | null>((part) => {
		if (part === null) return [null];
		const { data, udh } = part.inbound;
		return data === null ? [] : [{ data, udh }];
	});
	return decodePayload(payload, format);
}
