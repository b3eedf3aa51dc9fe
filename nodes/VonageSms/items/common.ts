import type { Message, ReceivedPart } from '../reassembly/types';
import { toE164 } from '../phone';
import type { ItemOptions, RawFields } from './types';

/** E.164 where it is a number, else as it came. */
export function address(value: string | null): string | null {
	return value === null ? null : (toE164(value) ?? value);
}

/** When Vonage says the record was sent on, else when it arrived. */
export function receivedAt({ inbound, receivedAt: arrival }: ReceivedPart): string {
	const told = inbound.timestamp === null ? NaN : Date.parse(inbound.timestamp);
	return new Date(Number.isNaN(told) ? arrival : told).toISOString();
}

/** Nothing, unless the records as they came were asked for. */
export function rawFields({ parts }: Message, { output }: ItemOptions): Partial<RawFields> {
	return output === 'raw' ? { records: parts.map(({ inbound }) => inbound.record) } : {};
}
