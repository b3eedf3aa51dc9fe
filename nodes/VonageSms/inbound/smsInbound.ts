import { partPositionOf } from './concatenation';
import { timeOf } from './dates';
import { type Fields, hexOf, metadataOf, textOf, withoutSignature } from './fields';
import type { MessageType, SmsPart, Unrecognised, WholeMessage } from './types';
import { unrecognised, unusable, unusableIdentifier } from './unrecognised';

/** Reads an inbound SMS of the SMS API (Vonage, "Inbound SMS"). */
export function recogniseSmsInbound(record: Fields): SmsPart | WholeMessage | Unrecognised {
	const unfit =
		unusableIdentifier('sms', record, ['messageId', 'msisdn', 'to', 'concat-ref']) ??
		unusableContent(record);
	if (unfit !== null) return unfit;
	const messageId = metadataOf(record.messageId);
	if (messageId === null) return unrecognised('sms', ['messageId']);

	const type = typeOf(record);
	const binary = type === 'binary';
	const udh = hexOf(record.udh);
	const content = {
		api: 'sms' as const,
		accountId: metadataOf(record['api-key']),
		verified: false,
		timestamp: timeOf(metadataOf(record['message-timestamp']) ?? metadataOf(record.timestamp)),
		record: withoutSignature(record),
		messageId,
		from: metadataOf(record.msisdn),
		to: metadataOf(record.to),
		type,
		text: binary ? null : (textOf(record.text) ?? ''),
		keyword: metadataOf(record.keyword),
		data: binary ? (hexOf(record.data) ?? '') : null,
		udh,
	};
	const position = partPositionOf(record, udh);
	return position === null
		? { kind: 'message', ...content, partsTotal: 1, media: [] }
		: { kind: 'part', ...content, ...position };
}

function unusableContent(record: Fields): Unrecognised | null {
	for (const name of ['text', 'type', 'data', 'udh']) {
		const value = record[name];
		if (value !== undefined && value !== null && textOf(value) === null) {
			return unusable('sms', name, 'is not text');
		}
	}
	if (typeOf(record) !== 'binary') return null;
	// Samples put placeholders into a text's `data` and `udh`; in a binary message they are the message.
	for (const name of ['data', 'udh']) {
		if (metadataOf(record[name]) !== null && hexOf(record[name]) === null) {
			return unusable('sms', name, 'is not hex of whole octets');
		}
	}
	return null;
}

/** An unknown or absent type is told by the content. */
function typeOf(record: Fields): MessageType {
	const type = metadataOf(record.type)?.toLowerCase();
	if (type === 'text' || type === 'unicode' || type === 'binary') return type;
	return metadataOf(record.data) !== null && !textOf(record.text) ? 'binary' : 'text';
}
