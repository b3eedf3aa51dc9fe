import { smsErrorText } from './vonageCodes';
import {
	amountOf,
	type Fields,
	metadataOf,
	serviceCentreTimeOf,
	timeOf,
	withoutSignature,
} from './fields';
import { type DeliveryReceipt, receiptStatusOf, type Unrecognised } from './types';
import { unrecognised, unusableIdentifier } from './unrecognised';

/** Reads a delivery receipt of the SMS API (Vonage, "Delivery receipts"). `msisdn` is the recipient here. */
export function recogniseSmsReceipt(record: Fields): DeliveryReceipt | Unrecognised {
	const unfit = unusableIdentifier('sms', record, ['messageId', 'msisdn', 'to']);
	if (unfit !== null) return unfit;
	const messageId = metadataOf(record.messageId);
	if (messageId === null) return unrecognised('sms', ['messageId']);

	const errorCode = metadataOf(record['err-code']);
	return {
		kind: 'receipt',
		api: 'sms',
		accountId: metadataOf(record['api-key']),
		verified: false,
		timestamp: timeOf(metadataOf(record['message-timestamp']) ?? record.timestamp),
		record: withoutSignature(record),
		messageId,
		status: receiptStatusOf(record.status),
		errorCode,
		errorText: smsErrorText(errorCode),
		to: metadataOf(record.msisdn),
		from: metadataOf(record.to),
		network: metadataOf(record['network-code']),
		price: amountOf(record.price),
		currency: null,
		clientRef: metadataOf(record['client-ref']),
		// The SMS API sends a receipt of its own for each segment.
		segments: null,
		failedSegments: [],
		sentAt: serviceCentreTimeOf(record.scts),
	};
}
