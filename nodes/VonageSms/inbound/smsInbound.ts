import { parseUdh } from '../codec';
import {
	type Fields,
	hexOf,
	metadataOf,
	partNumberOf,
	textOf,
	timeOf,
	withoutSignature,
} from './fields';
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
		timestamp: timeOf(metadataOf(record['message-timestamp']) ?? record.timestamp),
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
		? { kind: 'message', ...content, partsTotal: 1, media: [], participants: [] }
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
			return unusable('sms', name, "isn't valid hexadecimal");
		}
	}
	return null;
}

/** Where the type is absent or unknown, the content decides. */
function typeOf(record: Fields): MessageType {
	const type = metadataOf(record.type)?.toLowerCase();
	if (type === 'text' || type === 'unicode' || type === 'binary') return type;
	return metadataOf(record.data) !== null && !textOf(record.text) ? 'binary' : 'text';
}

/** The position of a record in its message. */
type PartPosition = Pick<SmsPart, 'ref' | 'total' | 'part' | 'refBits'>;

/**
 * Reads the concatenation of a record. The User Data Header is the sender's own and wins over Vonage's `concat-*`.
 *
 * @returns null for a record that is a message of its own, or whose numbers are impossible
 */
function partPositionOf(record: Fields, udh: string | null): PartPosition | null {
	return (udh === null ? null : positionInHeader(udh)) ?? positionInFields(record);
}

/** TS 23.040 9.2.3.24.1 (8-bit reference) and 9.2.3.24.8 (16-bit reference). */
function positionInHeader(udh: string): PartPosition | null {
	const { concat } = parseUdh(udh);
	if (concat === undefined) return null;
	const { bits, ref, total, part } = concat;
	const hex = ref
		.toString(16)
		.toUpperCase()
		.padStart(bits / 4, '0');
	return { ref: hex, total, part, refBits: bits };
}

function positionInFields(record: Fields): PartPosition | null {
	if (FALSE.includes(metadataOf(record.concat)?.toLowerCase() ?? 'true')) return null;
	const ref = metadataOf(record['concat-ref']);
	const total = partNumberOf(record['concat-total']);
	const part = partNumberOf(record['concat-part']);
	if (ref === null || total === null || part === null || part > total) return null;
	return { ref: ref.toUpperCase(), total, part, refBits: null };
}

/** Vonage leaves `concat` out where it does not apply; programs that forward its webhooks write it out. */
const FALSE = ['false', '0', 'no'];
