import { isFields } from './fields';
import { recogniseMessagesInbound } from './messagesInbound';
import { recogniseMessagesReceipt } from './messagesReceipt';
import { recogniseSmsInbound } from './smsInbound';
import { recogniseSmsReceipt } from './smsReceipt';
import type { Inbound } from './types';
import { unrecognised } from './unrecognised';

/**
 * Recognizes what a record is. The dashboard's "Default SMS Setting" decides which of the two APIs sends it, and
 * only the record itself shows which, by fields that only one of them sends.
 *
 * @param record decoded parameters or a JSON body; strings, numbers and booleans are all understood
 * @returns never throws: any other record is `unrecognised`, with the names of the fields that are missing
 */
export function recognise(record: Record<string, unknown>): Inbound {
	if (Object.keys(record).length === 0) return { kind: 'urlCheck' };
	if ('message_uuid' in record || ('channel' in record && !('messageId' in record))) {
		return hasValue(record.status)
			? recogniseMessagesReceipt(record)
			: recogniseMessagesInbound(record);
	}
	if (hasContent(record)) return recogniseSmsInbound(record);
	if (hasValue(record.status) || hasValue(record.scts)) return recogniseSmsReceipt(record);
	if ('messageId' in record) return unrecognised('sms', ['text']);
	if (isFields(record.message)) return unrecognised('messages', ['message_uuid']);
	return unrecognised(null, ['messageId', 'text']);
}

/** A receipt never has content; an empty `text` beside a `status` does not count. */
function hasContent(record: Record<string, unknown>): boolean {
	const { text, data, type, status } = record;
	return hasValue(text) || hasValue(data) || hasValue(type) || (text === '' && !hasValue(status));
}

function hasValue(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}
