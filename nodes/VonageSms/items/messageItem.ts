import type { DecodedPayload } from '../codec';
import type { SmsPart, WholeMessage } from '../inbound/types';
import type { Message } from '../reassembly/types';
import { countryOf, toE164 } from '../phone';
import {
	address,
	decodeBinary,
	type MessagePart,
	partsOf,
	rawFields,
	receivedAt,
	typeOf,
} from './parts';
import { firstWord, isOptOut } from './text';
import type {
	BinaryFields,
	BurstFields,
	Item,
	ItemOptions,
	MessageItem,
	MessageFields,
	MmsFields,
} from './types';

/** The item of an SMS or MMS, with its octets as a file if it is binary. */
export function messageItem(message: Message, options: ItemOptions): Item {
	if (message.joined?.length) return burstItem(message, message.joined, options);
	const parts = partsOf(message);
	const payload = typeOf(parts) === 'binary' ? decodeBinary(parts, options.payloadFormat) : null;
	const json = {
		...messageFields(message, parts, payload),
		...(payload && binaryFields(message, parts, payload)),
		...mmsFields(parts),
		...rawFields(message, options),
		...(message.joined && { messages: [summaryOf(message)] }),
	};
	if (!payload) return { json };
	const { bytes, fileName, mimeType } = payload;
	return { json, binary: { data: { bytes, fileName, mimeType } } };
}

/** One item for several messages of a sender: the fields of the first, with text, ids and media of all. */
function burstItem(leader: Message, joined: Message[], options: ItemOptions): Item {
	const all = [{ ...leader, joined: undefined }, ...joined];
	const items = all.map((message) => messageItem(message, options).json as MessageItem);
	const [first] = items as [MessageItem];
	// A picture without text adds no empty line.
	const text = items.flatMap((item) => item.text || []).join('\n');
	const media = items.flatMap((item) => item.media ?? []);
	const participants = [...new Set(items.flatMap((item) => item.participants ?? []))];
	const sum = (count: (item: MessageItem) => number) =>
		items.reduce((total, item) => total + count(item), 0);
	return {
		json: {
			...first,
			text,
			chatInput: text,
			type: typeOf(all.flatMap(partsOf)),
			messageIds: items.flatMap((item) => item.messageIds),
			partsTotal: sum((item) => item.partsTotal),
			partsReceived: sum((item) => item.partsReceived),
			// One opt-out is enough.
			optOut: items.some((item) => item.optOut),
			verified: items.every((item) => item.verified),
			...(media.length > 0 && { media, participants }),
			...(options.output === 'raw' && { records: items.flatMap((item) => item.records ?? []) }),
			messages: all.map(summaryOf),
		},
	};
}

function summaryOf(message: Message): BurstFields['messages'][number] {
	return { id: message.id, text: message.text, receivedAt: receivedAt(message.first) };
}

function messageFields(
	message: Message,
	parts: MessagePart[],
	payload: DecodedPayload | null,
): MessageFields {
	const { inbound } = message.first;
	const text = payload?.text ?? message.text;
	const sender = inbound.from === null ? null : toE164(inbound.from);
	const from = sender ?? inbound.from;
	const to = address(inbound.to);
	return {
		event: 'message',
		id: message.id,
		from,
		text,
		to,
		fromCountry: sender === null ? null : countryOf(sender),
		keyword: keywordOf(parts, payload),
		type: typeOf(parts),
		receivedAt: receivedAt(message.first),
		complete: message.complete,
		...partCounts(message, parts),
		missingParts: message.missingParts,
		messageIds: parts.map((part) => part.inbound.messageId),
		optOut: message.complete && isOptOut(text),
		accountId: inbound.accountId,
		api: inbound.api,
		verified: parts.every((part) => part.inbound.verified),
		redelivered: message.redelivered,
		late: message.late,
		// Two people must not share a memory, so a message without a sender is a conversation of its own.
		sessionId: `${from ?? message.id} ${to ?? ''}`.trimEnd(),
		chatInput: text,
	};
}

/** Of part 1 only. Vonage's own keyword ends only at spaces, and is not the sender's in a binary message. */
function keywordOf(parts: MessagePart[], payload: DecodedPayload | null): string | null {
	const opening = parts.find(({ part }) => part === 1)?.inbound;
	return opening ? firstWord(payload ? payload.text : opening.text) : null;
}

/** The Messages API joins the parts before it sends the message, and says how many there were. */
function partCounts(
	{ partsTotal, missingParts }: Message,
	parts: MessagePart[],
): Pick<MessageFields, 'partsTotal' | 'partsReceived'> {
	const total = Math.max(partsTotal, ...parts.map(({ inbound }) => joinedParts(inbound)));
	return { partsTotal: total, partsReceived: total - missingParts.length };
}

function joinedParts(inbound: SmsPart | WholeMessage): number {
	return inbound.kind === 'message' ? inbound.partsTotal : 1;
}

function binaryFields(
	message: Message,
	parts: MessagePart[],
	{ ports, payloadFormat }: DecodedPayload,
): BinaryFields {
	const udh = parts.find(({ inbound }) => inbound.udh !== null)?.inbound.udh ?? null;
	return { data: message.data ?? '', udh, ports, payloadFormat };
}

function mmsFields(parts: MessagePart[]): Partial<MmsFields> {
	if (typeOf(parts) !== 'mms') return {};
	const whole = parts.flatMap(({ inbound }) => (inbound.kind === 'message' ? [inbound] : []));
	return {
		media: whole.flatMap(({ media }) => media),
		// Missing in a record that an earlier version stored.
		participants: whole.flatMap((message) => (message.participants ?? []).map(inE164)),
	};
}

function inE164(participant: string): string {
	return toE164(participant) ?? participant;
}
