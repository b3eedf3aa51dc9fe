import { decodePayload, withGaps } from '../codec';
import type { DecodedPayload, PayloadFormat, PayloadPart } from '../codec';
import type { MessageType, SmsPart, WholeMessage } from '../inbound/types';
import { toE164 } from '../phone';
import type { Message, ReceivedPart } from '../reassembly/types';
import type { ItemOptions, RawFields } from './types';

/** E.164 for a phone number; a name or a short code unchanged. */
export function address(value: string | null): string | null {
	return value === null ? null : (toE164(value) ?? value);
}

/** The time in the record; the time of its arrival if the record has none. ISO 8601, UTC, with milliseconds. */
export function receivedAt({ inbound, receivedAt: arrival }: ReceivedPart): string {
	const sent = inbound.timestamp === null ? NaN : Date.parse(inbound.timestamp);
	return new Date(Number.isNaN(sent) ? arrival : sent).toISOString();
}

/** `records` for the option 'Output: Raw', else nothing. */
export function rawFields({ parts }: Message, { output }: ItemOptions): Partial<RawFields> {
	return output === 'raw' ? { records: parts.map(({ inbound }) => inbound.record) } : {};
}

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

/** Vonage sets the type of each part by its characters, so one Unicode part makes the message Unicode. */
export function typeOf(parts: MessagePart[]): MessageType {
	const types = new Set(parts.map(({ inbound }) => inbound.type));
	return PRECEDENCE.find((type) => types.has(type)) ?? 'text';
}

const PRECEDENCE: readonly MessageType[] = ['mms', 'binary', 'unicode', 'text'];

/** Octets of the parts that arrived, and their text with a gap for missing parts. */
export function decodeBinary(parts: MessagePart[], format: PayloadFormat): DecodedPayload {
	const payload = withGaps(parts).flatMap<PayloadPart | null>((part) => {
		if (part === null) return [null];
		const { data, udh } = part.inbound;
		return data === null ? [] : [{ data, udh }];
	});
	return decodePayload(payload, format);
}
