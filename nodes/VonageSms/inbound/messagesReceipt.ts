import { messagesErrorText } from './vonageCodes';
import {
	amountOf,
	type Fields,
	fieldsOf,
	isFields,
	metadataOf,
	partNumberOf,
	timeOf,
	withoutSignature,
} from './fields';
import { messagesHeaderOf } from './messagesHeader';
import { type DeliveryReceipt, receiptStatusOf, type Unrecognised } from './types';

/** Reads a message status of the Messages API, v1 or v0.1. */
export function recogniseMessagesReceipt(record: Fields): DeliveryReceipt | Unrecognised {
	const header = messagesHeaderOf(record);
	if ('kind' in header) return header;

	const usage = fieldsOf(record.usage);
	return {
		kind: 'receipt',
		api: 'messages',
		accountId: null,
		verified: false,
		timestamp: timeOf(record.timestamp),
		record: withoutSignature(record),
		messageId: header.messageId,
		status: receiptStatusOf(record.status),
		...errorOf(record.error),
		to: header.to,
		from: header.from,
		network: metadataOf(fieldsOf(record.destination).network_code),
		price: amountOf(usage.price),
		currency: metadataOf(usage.currency),
		clientRef: metadataOf(record.client_ref),
		...segmentsOf(record.sms),
		sentAt: null,
	};
}

/** v1 gives `{ type: "https://…#1000", title: "1000", detail }`, v0.1 `{ code, reason }`, one SDK's test a nested error. */
function errorOf(error: unknown): Pick<DeliveryReceipt, 'errorCode' | 'errorText'> {
	const outer = fieldsOf(error);
	const { title, type, detail, code, reason } = isFields(outer.error) ? outer.error : outer;
	const errorCode =
		[title, code].map(metadataOf).find((value) => /^\d+$/.test(value ?? '')) ??
		/#(\d+)$/.exec(metadataOf(type) ?? '')?.[1] ??
		null;
	const said = [detail, reason, title].map(metadataOf).find((text) => text !== null) ?? null;
	return { errorCode, errorText: messagesErrorText(errorCode) ?? said };
}

/** `sms.count_total`, and `sms.segments` in the order of the segments: `[{ timestamp, status, error_code? }]`. */
function segmentsOf(value: unknown): Pick<DeliveryReceipt, 'segments' | 'failedSegments'> {
	const sms = fieldsOf(value);
	const listed = Array.isArray(sms.segments) ? sms.segments.slice(0, 255) : [];
	return {
		segments:
			partNumberOf(sms.count_total ?? sms.total_count ?? sms.num_messages) ??
			(listed.length > 0 ? listed.length : null),
		failedSegments: listed.flatMap((segment, index) => (hasFailed(segment) ? [index + 1] : [])),
	};
}

function hasFailed(segment: unknown): boolean {
	const { status, error_code: errorCode } = fieldsOf(segment);
	const failed = ['rejected', 'undeliverable', 'failed', 'expired'];
	return failed.includes(receiptStatusOf(status)) || metadataOf(errorCode) !== null;
}
