import { timeOf } from './dates';
import { messagesErrorText } from './errorTexts';
import { amountOf, type Fields, isFields, metadataOf, withoutSignature } from './fields';
import { partiesOf } from './messagesParties';
import { receiptStatusOf } from './receiptStatus';
import type { DeliveryReceipt, Unrecognised } from './types';

/** Reads a message status of the Messages API, v1 or v0.1. */
export function recogniseMessagesStatus(record: Fields): DeliveryReceipt | Unrecognised {
	const parties = partiesOf(record);
	if ('kind' in parties) return parties;

	const usage = isFields(record.usage) ? record.usage : {};
	const destination = isFields(record.destination) ? record.destination : {};
	return {
		kind: 'receipt',
		api: 'messages',
		accountId: null,
		verified: false,
		timestamp: timeOf(metadataOf(record.timestamp)),
		record: withoutSignature(record),
		messageId: parties.messageId,
		status: receiptStatusOf(record.status),
		...errorOf(record.error),
		to: parties.to,
		from: parties.from,
		network: metadataOf(destination.network_code),
		price: amountOf(usage.price),
		currency: metadataOf(usage.currency),
		clientRef: metadataOf(record.client_ref),
		sentAt: null,
	};
}

/** v1 gives `{ type: "https://…#1000", title: "1000", detail }`, v0.1 `{ code, reason }`. */
function errorOf(error: unknown): Pick<DeliveryReceipt, 'errorCode' | 'errorText'> {
	const { title, type, detail, code, reason } = isFields(error) ? error : {};
	const errorCode =
		[title, code].map(metadataOf).find((value) => /^\d+$/.test(value ?? '')) ??
		/#(\d+)$/.exec(metadataOf(type) ?? '')?.[1] ??
		null;
	const said = [detail, reason, title].map(metadataOf).find((text) => text !== null) ?? null;
	return { errorCode, errorText: messagesErrorText(errorCode) ?? said };
}
