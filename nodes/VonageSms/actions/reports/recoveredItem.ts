import type { IDataObject } from 'n8n-workflow';
import { countSegments } from '../../codec';
import type { Keepable } from '../../inbound/types';
import { receiptStatusOf, type ReceiptStatus } from '../../inbound/types';
import { messagesErrorText, smsErrorText } from '../../inbound/vonageCodes';
import { toItem } from '../../items';
import type { Message } from '../../reassembly/types';
import { textOf } from '../../vonage/json';
import type { ReportProduct, ReportRecord } from '../../vonage/reports';

/**
 * The item that the trigger would have created from an inbound record, marked as recovered. Records don't say
 * whether a message was binary or part of a long message, so each is treated as a separate, complete message.
 */
export function recoveredItem(record: ReportRecord, product: ReportProduct): IDataObject {
	const text = textOf(record.message_body);
	return itemOf({
		...sharedFields(record, product),
		kind: 'message',
		messageId: idOf(record),
		from: textOf(record.from),
		to: textOf(record.to),
		type: text !== null && countSegments(text).encoding === 'UCS-2' ? 'unicode' : 'text',
		text,
		keyword: null,
		data: null,
		udh: null,
		partsTotal: 1,
		media: [],
		participants: [],
	});
}

/**
 * An outbound record as the item of a delivery receipt, marked as recovered.
 *
 * @param id as the send response contained it
 */
export function recoveredReceipt(
	record: ReportRecord,
	product: ReportProduct,
	id: string,
): IDataObject {
	const errorCode = textOf(record.error_code);
	const meaning = product === 'SMS' ? smsErrorText(errorCode) : messagesErrorText(errorCode);
	return itemOf({
		...sharedFields(record, product),
		kind: 'receipt',
		messageId: id,
		status: statusOf(record.status),
		errorCode,
		// Records of the Messages API have no description.
		errorText: textOf(record.error_code_description) ?? meaning,
		to: textOf(record.to),
		from: textOf(record.from),
		network: textOf(record.network),
		price: numberOf(record.total_price) ?? numberOf(record.estimated_price),
		currency: textOf(record.currency),
		clientRef: textOf(record.client_ref),
		segments: null,
		failedSegments: [],
		sentAt: timeOf(record.date_received),
		timestamp: timeOf(record.date_finalized) ?? timeOf(record.date_received),
	});
}

/** Whether an outbound record is about the message with this ID. */
export function namesRecord(id: string, record: ReportRecord): boolean {
	return [record.message_id, record.id].some(
		(each) => textOf(each)?.toLowerCase() === id.toLowerCase(),
	);
}

/** Reports list two more statuses than webhooks: a message that was read, and one that the network deleted. */
function statusOf(status: unknown): ReceiptStatus {
	if (status === 'read') return 'delivered';
	return status === 'deleted' ? 'failed' : receiptStatusOf(status);
}

function numberOf(value: unknown): number | null {
	const text = textOf(value);
	return text === null || Number.isNaN(Number(text)) ? null : Number(text);
}

/**
 * The ID that the webhook and the send response contain. SMS API IDs are 16 hexadecimal digits. In Vonage's example
 * of an SMS record, only `id` has this format; in other records, `message_id` has it.
 */
export function idOf(record: ReportRecord): string {
	const ids = [textOf(record.message_id), textOf(record.id)].filter((id) => id !== null);
	return ids.find((id) => /^[0-9A-F]{16}$/i.test(id)) ?? ids[0] ?? '';
}

function sharedFields(record: ReportRecord, product: ReportProduct) {
	return {
		api: product === 'SMS' ? ('sms' as const) : ('messages' as const),
		accountId: textOf(record.account_id),
		// Read from Vonage itself with the account's secret.
		verified: true,
		timestamp: timeOf(record.date_received),
		record,
	};
}

function itemOf(inbound: Keepable): IDataObject {
	const first = { part: 1, receivedAt: Date.now(), inbound };
	const message: Message = {
		id: inbound.messageId,
		event: inbound.kind === 'receipt' ? 'deliveryReceipt' : 'message',
		complete: true,
		late: false,
		redelivered: false,
		text: inbound.kind === 'receipt' ? null : inbound.text,
		data: null,
		partsTotal: 1,
		missingParts: [],
		parts: [first],
		first,
	};
	const options = { payloadFormat: 'auto', output: 'simplified', escapeFormulas: false } as const;
	return { ...toItem(message, options).json, recovered: true };
}

/** ISO 8601, UTC, of a date with the offset `+00:00` or `+0000`. */
function timeOf(value: unknown): string | null {
	const text = textOf(value)?.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
	const time = text === undefined ? NaN : Date.parse(text);
	return Number.isNaN(time) ? null : new Date(time).toISOString();
}
