import type { DecodedPayload } from '../codec';
import type { Message } from '../reassembly/types';
import { countryOf, toE164 } from '../phone';
import { decodeBinary } from './binary';
import { address, rawFields, receivedAt } from './common';
import { contentsOf, typeOf } from './contents';
import type { Content } from './contents';
import { escapeFormula } from './escapeFormula';
import { firstWord, isOptOut } from './words';
import type { BinaryFields, Item, ItemOptions, MediaFields, MessageFields } from './types';

/** The item of an SMS or MMS, with its octets as a file where it is binary. */
export function messageItem(message: Message, options: ItemOptions): Item {
	const contents = contentsOf(message);
	const payload =
		typeOf(contents) === 'binary' ? decodeBinary(contents, options.payloadFormat) : null;
	const json = {
		...messageFields(message, contents, payload, options),
		...(payload && binaryFields(message, contents, payload)),
		...mediaFields(contents),
		...rawFields(message, options),
	};
	if (!payload) return { json };
	const { bytes, fileName, mimeType } = payload;
	return { json, binary: { data: { bytes, fileName, mimeType } } };
}

function messageFields(
	message: Message,
	contents: Content[],
	payload: DecodedPayload | null,
	{ escapeFormulas }: ItemOptions,
): MessageFields {
	const { inbound } = message.first;
	const text = payload?.text ?? message.text;
	const shown = (value: string | null) =>
		value !== null && escapeFormulas ? escapeFormula(value) : value;
	const { from, to } = inbound;
	const sender = from === null ? null : toE164(from);
	return {
		event: 'message',
		id: message.id,
		from: sender ?? from,
		fromCountry: sender === null ? null : countryOf(sender),
		to: address(to),
		text: shown(text),
		keyword: shown(keywordOf(contents, payload)),
		type: typeOf(contents),
		receivedAt: receivedAt(message.first),
		complete: message.complete,
		partsTotal: message.partsTotal,
		partsReceived: message.partsTotal - message.missingParts.length,
		missingParts: message.missingParts,
		messageIds: contents.map((content) => content.inbound.messageId),
		optOut: message.complete && isOptOut(text),
		accountId: inbound.accountId,
		api: inbound.api,
		verified: contents.every((content) => content.inbound.verified),
		redelivered: message.redelivered,
		late: message.late,
	};
}

/** Of part 1 alone. What Vonage takes for the first word of a binary message is not its sender's. */
function keywordOf(contents: Content[], payload: DecodedPayload | null): string | null {
	const opening = contents.find(({ part }) => part === 1)?.inbound;
	if (!opening) return null;
	if (payload) return firstWord(payload.text);
	return opening.keyword?.toUpperCase() ?? firstWord(opening.text);
}

function binaryFields(
	message: Message,
	contents: Content[],
	{ ports, payloadFormat }: DecodedPayload,
): BinaryFields {
	const udh = contents.find(({ inbound }) => inbound.udh !== null)?.inbound.udh ?? null;
	return { data: message.data ?? '', udh, ports, payloadFormat };
}

function mediaFields(contents: Content[]): Partial<MediaFields> {
	if (typeOf(contents) !== 'mms') return {};
	return {
		media: contents.flatMap(({ inbound }) => (inbound.kind === 'message' ? inbound.media : [])),
	};
}
