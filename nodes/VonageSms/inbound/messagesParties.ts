import { type Fields, isFields, metadataOf } from './fields';
import type { Unrecognised } from './types';
import { unrecognised, unusable, unusableIdentifier } from './unrecognised';

interface Parties {
	messageId: string;
	channel: 'sms' | 'mms';
	from: string | null;
	to: string | null;
}

/** Reads who wrote to whom, on which channel: v1 has names in the record, v0.1 one object for each side. */
export function partiesOf(record: Fields): Parties | Unrecognised {
	const ends: Fields = { from: numberOf(record.from), to: numberOf(record.to) };
	const unfit =
		unusableIdentifier('messages', record, ['message_uuid']) ??
		unusableIdentifier('messages', ends, ['from', 'to']);
	if (unfit !== null) return unfit;

	const messageId = metadataOf(record.message_uuid);
	if (messageId === null) return unrecognised('messages', ['message_uuid']);
	const channel = channelOf(record);
	if (channel === null) return unrecognised('messages', ['channel']);
	if (channel !== 'sms' && channel !== 'mms') {
		return unusable('messages', 'channel', 'is neither sms nor mms, the two that this node takes');
	}
	return { messageId, channel, from: metadataOf(ends.from), to: metadataOf(ends.to) };
}

function numberOf(end: unknown): unknown {
	return isFields(end) ? (end.number ?? end.id) : end;
}

function channelOf({ channel, from, to }: Fields): string | null {
	const sides = [from, to].map((end) => (isFields(end) ? metadataOf(end.type) : null));
	return (metadataOf(channel) ?? sides.find((type) => type !== null))?.toLowerCase() ?? null;
}
