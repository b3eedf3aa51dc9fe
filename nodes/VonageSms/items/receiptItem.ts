import type { DeliveryReceipt, ReceiptStatus } from '../inbound/types';
import type { Message } from '../reassembly/types';
import { address, rawFields, receivedAt } from './parts';
import type { ItemOptions, ReceiptItem } from './types';

/** The item of a delivery receipt or message status. */
export function receiptItem(
	message: Message,
	receipt: DeliveryReceipt,
	options: ItemOptions,
): ReceiptItem {
	return {
		event: 'deliveryReceipt',
		id: receipt.messageId,
		status: receipt.status,
		final: FINAL.has(receipt.status),
		errorCode: receipt.errorCode,
		errorText: receipt.errorText,
		to: address(receipt.to),
		from: address(receipt.from),
		network: receipt.network,
		price: receipt.price,
		currency: receipt.currency,
		clientRef: receipt.clientRef,
		// Both are missing in a record that an earlier version stored.
		segments: receipt.segments ?? null,
		failedSegments: receipt.failedSegments ?? [],
		sentAt: receipt.sentAt,
		receivedAt: receivedAt(message.first),
		api: receipt.api,
		verified: receipt.verified,
		redelivered: message.redelivered,
		...rawFields(message, options),
	};
}

/** After `accepted`, `buffered`, `submitted` and `unknown`, another receipt may follow. */
const FINAL: ReadonlySet<ReceiptStatus> = new Set([
	'delivered',
	'expired',
	'failed',
	'rejected',
	'undeliverable',
] as const);
