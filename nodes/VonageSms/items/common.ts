import type { Message, ReceivedPart } from '../reassembly/types';
import { toE164 } from '../phone';
import type { ItemOptions, RawFields } from './types';

/** E.164 for a phone number; a name or a short code as it came. */
export function address(value: string | null): string | null {
	return value === null ? null : (toE164(value) ?? value);
}

/** When Vonage says it sent the record; when it arrived, where Vonage says nothing. */
export function receivedAt({ inbound, receivedAt: arrival }: ReceivedPart): string {
	const sent = inbound.timestamp === null ? NaN : Date.parse(inbound.timestamp);
	return new Date(Number.isNaN(sent) ? arrival : sent).toISOString();
}

/** Empty unless the records are asked for. */
export function rawFields({ parts }: Message, { output }: ItemOptions): Partial<RawFields> {
	return output === 'raw' ? { records: parts.map(({ inbound }) => inbound.record) } : {};
}
