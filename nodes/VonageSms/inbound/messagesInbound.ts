import {
	type Fields,
	fieldsOf,
	isFields,
	metadataOf,
	partNumberOf,
	textOf,
	timeOf,
	withoutSignature,
} from './fields';
import { messagesHeaderOf } from './messagesHeader';
import { mediaOf, participantsOf } from './mms';
import type { Unrecognised, WholeMessage } from './types';
import { unusable } from './unrecognised';

/** Reads an inbound SMS or MMS of the Messages API, v1 or v0.1. Vonage has joined its parts. */
export function recogniseMessagesInbound(record: Fields): WholeMessage | Unrecognised {
	const header = messagesHeaderOf(record);
	if ('kind' in header) return header;

	const message = fieldsOf(record.message);
	// v0.1 has under `message.content` what v1 has in the record itself.
	const content = isFields(message.content) ? message.content : record;
	if (content.text !== undefined && content.text !== null && textOf(content.text) === null) {
		return unusable('messages', 'text', 'is not text');
	}
	const isMms = header.channel === 'mms';
	const sms = [record.sms, message.sms].find(isFields) ?? {};
	return {
		kind: 'message',
		api: 'messages',
		accountId: null,
		verified: false,
		timestamp: timeOf(record.timestamp),
		record: withoutSignature(record),
		messageId: header.messageId,
		from: header.from,
		to: header.to,
		type: isMms ? 'mms' : 'text',
		text: contentText(content),
		keyword: metadataOf(sms.keyword),
		data: null,
		udh: null,
		// The specification, the SDKs and real records each have a name of their own.
		partsTotal: partNumberOf(sms.num_messages ?? sms.total_count ?? sms.count_total) ?? 1,
		media: isMms ? mediaOf(content) : [],
		participants: isMms ? participantsOf(record) : [],
	};
}

/** An MMS of several attachments lists its texts among them. An SMS without text is an empty one. */
function contentText(content: Fields): string {
	const text = textOf(content.text);
	if (text !== null || !Array.isArray(content.content)) return text ?? '';
	const texts = content.content.filter(isFields).map((item) => textOf(item.text));
	return texts.filter((item) => item !== null).join('\n');
}
