import { timeOf } from './dates';
import {
	type Fields,
	isFields,
	metadataOf,
	partNumberOf,
	textOf,
	withoutSignature,
} from './fields';
import { mediaOf } from './media';
import { partiesOf } from './messagesParties';
import type { Unrecognised, WholeMessage } from './types';
import { unrecognised } from './unrecognised';

/** Reads an inbound SMS or MMS of the Messages API, v1 or v0.1. Vonage has joined its parts. */
export function recogniseMessagesInbound(record: Fields): WholeMessage | Unrecognised {
	const parties = partiesOf(record);
	if ('kind' in parties) return parties;

	const message = isFields(record.message) ? record.message : {};
	// v0.1 holds under `message.content` what v1 holds in the record itself.
	const content = isFields(message.content) ? message.content : record;
	const media = parties.channel === 'mms' ? mediaOf(content) : [];
	const text = contentText(content);
	if (text === null && parties.channel === 'sms') return unrecognised('messages', ['text']);

	const sms = [record.sms, message.sms].find(isFields) ?? {};
	return {
		kind: 'message',
		api: 'messages',
		accountId: null,
		verified: false,
		timestamp: timeOf(metadataOf(record.timestamp)),
		record: withoutSignature(record),
		messageId: parties.messageId,
		from: parties.from,
		to: parties.to,
		type: parties.channel === 'mms' ? 'mms' : 'text',
		text: text ?? '',
		keyword: metadataOf(sms.keyword),
		data: null,
		udh: null,
		// The specification, the SDKs and real records each have a name of their own.
		partsTotal: partNumberOf(sms.num_messages ?? sms.total_count ?? sms.count_total) ?? 1,
		media,
	};
}

/** An MMS of several things lists its texts among them. */
function contentText(content: Fields): string | null {
	const text = textOf(content.text);
	if (text !== null || !Array.isArray(content.content)) return text;
	const texts = content.content.filter(isFields).map((item) => textOf(item.text));
	return texts.filter((item) => item !== null).join('\n');
}
