import {
	type Fields,
	fieldsOf,
	isFields,
	MAX_IDENTIFIER_CHARACTERS,
	metadataOf,
	partNumberOf,
	textOf,
	timeOf,
	withoutSignature,
} from './fields';
import { messagesHeaderOf } from './messagesHeader';
import type { MediaLink, Unrecognised, WholeMessage } from './types';
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
		// The specification, the SDKs and real records each use another name.
		partsTotal: partNumberOf(sms.num_messages ?? sms.total_count ?? sms.count_total) ?? 1,
		media: isMms ? mediaOf(content) : [],
		participants: isMms ? participantsOf(record) : [],
	};
}

/** An MMS with several attachments lists its texts among them. An SMS without text is empty. */
function contentText(content: Fields): string {
	const text = textOf(content.text);
	if (text !== null || !Array.isArray(content.content)) return text ?? '';
	const texts = content.content.filter(isFields).map((item) => textOf(item.text));
	return texts.filter((item) => item !== null).join('\n');
}

/**
 * The attachments of an MMS, each once. The first has a field of its own; `content` lists the others, and in some of
 * Vonage's examples the first again.
 */
function mediaOf(content: Fields): MediaLink[] {
	const first = KINDS.map((kind) => linkOf(kind, content[kind]));
	const listed = Array.isArray(content.content) ? content.content : [];
	const links = [...first, ...listed.filter(isFields).map(linkOfItem)];
	return links.reduce<MediaLink[]>((known, link) => (link ? withLink(known, link) : known), []);
}

/** Phone numbers of a group conversation's other members (Messages API, `mms.participants`), unchanged. */
function participantsOf(record: Fields): string[] {
	const { participants } = fieldsOf(record.mms);
	if (!Array.isArray(participants)) return [];
	return participants
		.map(metadataOf)
		.filter((number) => number !== null)
		.filter((number) => number.length <= MAX_IDENTIFIER_CHARACTERS);
}

const KINDS = ['image', 'audio', 'video', 'vcard', 'file'];

function withLink(known: MediaLink[], link: MediaLink): MediaLink[] {
	const isSame = ({ type, url }: MediaLink) => type === link.type && url === link.url;
	if (!known.some(isSame)) return [...known, link];
	return known.map((other) =>
		isSame(other)
			? { ...other, name: other.name ?? link.name, caption: other.caption ?? link.caption }
			: other,
	);
}

/** `{ type, url, name, caption }`, or `{ type, image: { url, … } }` as in a message with one attachment. */
function linkOfItem(item: Fields): MediaLink | null {
	const kind = KINDS.find((known) => known === metadataOf(item.type));
	return kind === undefined ? null : (linkOf(kind, item[kind]) ?? linkOf(kind, item));
}

function linkOf(type: string, value: unknown): MediaLink | null {
	if (!isFields(value)) return null;
	const url = metadataOf(value.url);
	// No script and no local file: people open these links.
	if (url === null || !/^https?:\/\//i.test(url)) return null;
	return { type, url, name: metadataOf(value.name), caption: metadataOf(value.caption) };
}
