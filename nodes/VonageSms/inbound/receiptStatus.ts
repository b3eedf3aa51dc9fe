import { metadataOf } from './fields';
import type { ReceiptStatus } from './types';

/** `unknown` is Vonage's own word, and ours for a word that Vonage adds. */
export function receiptStatusOf(value: unknown): ReceiptStatus {
	const status = metadataOf(value)?.toLowerCase();
	return STATUSES.find((known) => known === status) ?? 'unknown';
}

const STATUSES: readonly ReceiptStatus[] = [
	'delivered',
	'accepted',
	'buffered',
	'expired',
	'failed',
	'rejected',
	'submitted',
	'undeliverable',
	'unknown',
];
