import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { SubmittedPart } from '../../vonage/sendResult';
import type { Outgoing, Skipped } from './message';
import type { ItemOutcome } from './retryMemory';

/**
 * The item of a message that Vonage accepted. Every field is always there and keeps its type; null means unknown.
 * `to` and `from` are E.164 as in the trigger's items, so that message, reply and receipt can be joined.
 */
export function submittedItem(message: Outgoing, parts: SubmittedPart[]): IDataObject {
	return {
		...sharedFields(message, parts, 'submitted'),
		reason: null,
	};
}

/** The item of a message that was deliberately not sent: never, or not yet. */
export function unsentItem(
	{ to, shownFrom: from }: Outgoing,
	status: 'skipped' | 'waiting',
	reason: string,
): IDataObject {
	return { ...skippedItem({ kind: 'skipped', reason, from, to: `+${to}` }), status };
}

export function skippedItem({ to, from, reason }: Skipped): IDataObject {
	return {
		...{ id: null, to, status: 'skipped', segments: 0, price: null, currency: null },
		...{ from, api: null, encoding: null, segmentsSaved: 0, remainingBalance: null, network: null },
		...{ clientRef: null, ids: [] },
		reason,
	};
}

/** The item that n8n shows while the execution waits. It contains no error: with 'Retry On Fail', n8n runs a node that returns errors again. */
export function shownWhileWaiting(item: INodeExecutionData): INodeExecutionData {
	const { error } = item.json;
	return error === undefined ? item : { ...item, json: { status: 'failed', reason: error } };
}

export function itemOutcome(json: IDataObject, itemIndex: number): ItemOutcome {
	return { kind: 'item', item: { json, pairedItem: { item: itemIndex } } };
}

/** The `details` of the error of a message that was not sent, or only in part. */
export function failedDetails(
	message: Outgoing,
	parts: SubmittedPart[],
	status: 'failed' | 'partial' | 'unknown',
): IDataObject {
	return sharedFields(message, parts, status);
}

/** In the order of importance, because the editor's table shows only the first few. */
function sharedFields(message: Outgoing, parts: SubmittedPart[], status: string): IDataObject {
	const { content } = message;
	const price = sum(parts.map((part) => part.price));
	return {
		id: parts[0]?.id ?? null,
		to: `+${message.to}`,
		status,
		segments: content.kind === 'encoded' ? content.segments : Math.max(1, parts.length),
		price,
		currency: price === null ? null : 'EUR',
		from: message.shownFrom,
		api: message.api,
		encoding: content.kind === 'encoded' ? content.encoding : content.kind,
		segmentsSaved: content.kind === 'encoded' ? content.segmentsSaved : 0,
		remainingBalance: smallest(parts.map((part) => part.remainingBalance)),
		network: parts.find((part) => part.network !== null)?.network ?? null,
		clientRef: message.fields.clientRef || null,
		ids: parts.map(({ id }) => id),
	};
}

/** Prices have up to eight decimals: added as floating point they would grow a tail. */
function sum(amounts: Array<number | null>): number | null {
	const known = amounts.filter((amount) => amount !== null);
	if (known.length === 0) return null;
	return Number(known.reduce((total, amount) => total + amount, 0).toFixed(8));
}

/** Entries come in the order of the parts, but the balance after the last one is the lowest. */
function smallest(amounts: Array<number | null>): number | null {
	const known = amounts.filter((amount) => amount !== null);
	return known.length === 0 ? null : Math.min(...known);
}
