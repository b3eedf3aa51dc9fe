import { GAP, withGaps } from '../codec';
import type { Keepable } from '../inbound/types';
import type { ClaimedMessage, StoredPart } from './claim';
import type { Message, ReceivedPart } from './types';

/** Joins the records from the store into one message. Null if the store is damaged and no part can be read. */
export function toMessage(
	claimed: Pick<ClaimedMessage, 'given' | 'redelivered' | 'total' | 'parts'>,
): Message | null {
	const arrived = claimed.parts.flatMap(toReceivedPart);
	const [first] = arrived;
	if (!first) return null;

	const parts = [...arrived].sort((a, b) => a.part - b.part);
	const missingParts = missingOf(parts, claimed.total);
	return {
		id: first.inbound.messageId,
		event: first.inbound.kind === 'receipt' ? 'deliveryReceipt' : 'message',
		complete: missingParts.length === 0,
		late: claimed.given > 0,
		redelivered: claimed.redelivered,
		text: joinText(parts),
		data: joinData(parts),
		partsTotal: claimed.total,
		missingParts,
		parts,
		first,
	};
}

/** A part that can't be read counts as missing, so that it doesn't hold up others. */
function toReceivedPart({ part, receivedAt, body }: StoredPart): [ReceivedPart] | [] {
	try {
		return [{ part, receivedAt, inbound: JSON.parse(body) as Keepable }];
	} catch {
		return [];
	}
}

function missingOf(parts: ReceivedPart[], total: number): number[] {
	const known = new Set(parts.map(({ part }) => part));
	return Array.from({ length: total }, (_, index) => index + 1).filter((part) => !known.has(part));
}

/** Code units are joined as received, so a surrogate pair split by a part boundary is complete again. */
function joinText(parts: ReceivedPart[]): string | null {
	const texts = withGaps(parts).map((part) => (part === null ? GAP : textOf(part)));
	const known = texts.filter((text) => text !== null);
	return parts.some((part) => textOf(part) !== null) ? known.join('') : null;
}

function textOf({ inbound }: ReceivedPart): string | null {
	return inbound.kind === 'receipt' ? null : inbound.text;
}

function joinData(parts: ReceivedPart[]): string | null {
	const data = parts.flatMap(({ inbound }) =>
		inbound.kind === 'receipt' || inbound.data === null ? [] : [inbound.data],
	);
	return data.length > 0 ? data.join('') : null;
}
