import { type Fields, isFields, metadataOf } from './fields';
import type { Unrecognised } from './types';
import { otherChannel, unrecognised, unusable, unusableIdentifier } from './unrecognised';

interface MessagesHeader {
	messageId: string;
	channel: 'sms' | 'mms';
	from: string | null;
	to: string | null;
}

/** Reads which message this is, and who wrote to whom on which channel: v1 has names in the record, v0.1 objects. */
export function messagesHeaderOf(record: Fields): MessagesHeader | Unrecognised {
	const channel = channelOf(record);
	// Other channels have other identifiers, so nothing else of them is looked at.
	if (channel !== null && OTHER_CHANNEL.test(channel)) return otherChannel(channel);

	const ends: Fields = { from: numberOf(record.from), to: numberOf(record.to) };
	const unfit =
		unusableIdentifier('messages', record, ['message_uuid']) ??
		unusableIdentifier('messages', ends, ['from', 'to']);
	if (unfit !== null) return unfit;

	const messageId = metadataOf(record.message_uuid);
	if (messageId === null) return unrecognised('messages', ['message_uuid']);
	if (channel === null) return unrecognised('messages', ['channel']);
	if (channel !== 'sms' && channel !== 'mms') {
		return unusable('messages', 'channel', "isn't a channel name");
	}
	return { messageId, channel, from: metadataOf(ends.from), to: metadataOf(ends.to) };
}

/** `whatsapp`, `rcs`, `viber_service`, `messenger`, … and what Vonage adds one day. */
const OTHER_CHANNEL = /^(?!(?:sms|mms)$)[a-z][a-z\d_.-]{1,39}$/;

function numberOf(end: unknown): unknown {
	return isFields(end) ? (end.number ?? end.id) : end;
}

function channelOf({ channel, from, to }: Fields): string | null {
	const sides = [from, to].map((end) => (isFields(end) ? metadataOf(end.type) : null));
	const name = metadataOf(channel) ?? sides.find((type) => type !== null);
	return name?.trim().toLowerCase() ?? null;
}
