import type {
	DeliveryReceipt,
	SmsPart,
	WholeMessage,
} from '../../../nodes/VonageSms/inbound/types';
import {
	Reassembler,
	type Delivery,
	type MessageStore,
	type ReassemblyPolicy,
} from '../../../nodes/VonageSms/reassembly';
import type { StorePlace } from './stores';

export const SCOPE = 'workflow/node/production';

const received = {
	api: 'sms',
	accountId: 'abcd1234',
	verified: true,
	timestamp: '2020-01-01T12:00:00.000Z',
	record: {},
} as const;

const sms = {
	...received,
	from: '447700900123',
	to: '447700900001',
	type: 'text',
	keyword: null,
	data: null,
	udh: null,
} as const;

export function part(
	messageId: string,
	number: number,
	text: string,
	other: Partial<SmsPart> = {},
): SmsPart {
	return {
		kind: 'part',
		...sms,
		messageId,
		text,
		ref: '08B5',
		total: 2,
		part: number,
		refBits: null,
		...other,
	};
}

export function whole(
	messageId: string,
	text: string,
	other: Partial<WholeMessage> = {},
): WholeMessage {
	return {
		kind: 'message',
		...sms,
		messageId,
		text,
		partsTotal: 1,
		media: [],
		participants: [],
		...other,
	};
}

export function receipt(messageId: string, status: DeliveryReceipt['status']): DeliveryReceipt {
	return {
		kind: 'receipt',
		...received,
		messageId,
		status,
		errorCode: '0',
		errorText: 'Delivered',
		to: '447700900123',
		from: 'AcmeInc',
		network: '23410',
		price: 0.0333,
		currency: null,
		clientRef: null,
		segments: null,
		failedSegments: [],
		sentAt: '2020-01-01T12:00:00.000Z',
	};
}

/** A clock that a test sets, in seconds. */
export interface Clock {
	seconds: number;
}

/** A reassembler with a separate store and a registered dispatcher. */
export async function reassembler(
	place: StorePlace,
	clock: Clock,
	policy: Partial<ReassemblyPolicy> = {},
): Promise<Reassembler> {
	const created = reassemblerOn(await place.open(), clock, policy);
	await created.register(SCOPE);
	return created;
}

export function reassemblerOn(
	store: MessageStore,
	clock: Clock,
	policy: Partial<ReassemblyPolicy> = {},
): Reassembler {
	const defaults = { partTimeout: 600, deduplicationHours: 48, onIncomplete: 'emit' } as const;
	return new Reassembler(store, { ...defaults, ...policy }, () => clock.seconds * 1000);
}

/** Claims due messages and confirms them. */
export async function handOver(from: Reassembler): Promise<Delivery['message'][]> {
	const deliveries = await from.claim(SCOPE);
	for (const delivery of deliveries) await delivery.confirm();
	return deliveries.map(({ message }) => message);
}
