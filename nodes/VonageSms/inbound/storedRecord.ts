import type { Keepable } from './types';

/** Characters that are stored of an original record besides its text and data. */
const MAX_RECORD_CHARACTERS = 8 * 1024;

/**
 * The inbound with the part of its original record that is stored. All that an item needs has been read already, so
 * the record is only for the option 'Output: Raw'. Text and data have their own limits. The other fields are kept,
 * Vonage's first, as long as they fit into `MAX_RECORD_CHARACTERS`.
 */
export function withStoredRecord<T extends Keepable>(inbound: T, output: 'simplified' | 'raw'): T {
	return { ...inbound, record: output === 'raw' ? bounded(inbound.record) : {} };
}

function bounded(record: Record<string, unknown>): Record<string, unknown> {
	let left = MAX_RECORD_CHARACTERS;
	const kept = new Set(OWN_LIMITS);
	const names = Object.keys(record).toSorted((a, b) => rank(a) - rank(b));
	for (const name of names.filter((other) => !kept.has(other))) {
		const size = JSON.stringify({ [name]: record[name] }).length;
		if (size > left) continue;
		left -= size;
		kept.add(name);
	}
	return Object.fromEntries(Object.entries(record).filter(([name]) => kept.has(name)));
}

function rank(name: string): number {
	return VONAGE.has(name) ? 0 : 1;
}

const OWN_LIMITS: readonly string[] = ['text', 'data'];

/** Fields of Vonage's webhooks: SMS API 1.5.1, Messages API 1.20.0 and v0.1. */
const VONAGE: ReadonlySet<string> = new Set(
	`messageId msisdn to type keyword message-timestamp timestamp nonce api-key udh concat concat-ref
	concat-total concat-part status scts err-code price network-code client-ref message_uuid from
	channel message_type message sms mms image audio video vcard file content usage origin client_ref
	error destination workflow direction`.split(/\s+/),
);
