import type {
	DeliveryReceipt,
	SmsPart,
	WholeMessage,
} from '../../../nodes/VonageSms/inbound/types';
import type { Message, ReceivedPart } from '../../../nodes/VonageSms/reassembly/types';

const ARRIVAL = Date.parse('2020-01-01T12:00:05.250Z');

const CONTENT = {
	api: 'sms',
	accountId: 'abcd1234',
	verified: true,
	timestamp: '2020-01-01T12:00:00.000Z',
	from: '14155550100',
	to: '447700900001',
	type: 'text',
	data: null,
	udh: null,
} as const;

/** A complete text message, as `recognise` returns it. */
export function whole(changes: Partial<WholeMessage> = {}): WholeMessage {
	return {
		...CONTENT,
		kind: 'message',
		record: { messageId: '0C000000538BA945' },
		messageId: '0C000000538BA945',
		text: 'Hello world',
		keyword: 'HELLO',
		partsTotal: 1,
		media: [],
		participants: [],
		...changes,
	};
}

/** One part of three. */
export function part(number: number, changes: Partial<SmsPart> = {}): SmsPart {
	return {
		...CONTENT,
		kind: 'part',
		record: { messageId: `M${number}` },
		messageId: `M${number}`,
		text: `text ${number}`,
		keyword: 'TEXT',
		ref: '4',
		total: 3,
		part: number,
		refBits: null,
		...changes,
	};
}

export function binary(data: string, udh: string | null): WholeMessage {
	return whole({ type: 'binary', text: null, keyword: 'BINARY', data, udh });
}

export function receipt(changes: Partial<DeliveryReceipt> = {}): DeliveryReceipt {
	return {
		kind: 'receipt',
		api: 'sms',
		accountId: 'abcd1234',
		verified: true,
		timestamp: '2020-07-17T02:34:35.000Z',
		record: { messageId: '14000000F9DBBBBB' },
		messageId: '14000000F9DBBBBB',
		status: 'delivered',
		errorCode: '0',
		errorText: 'Delivered',
		to: '14845552121',
		from: '16105553939',
		network: '310004',
		price: 0.00845,
		currency: 'EUR',
		clientRef: 'my-ref',
		segments: null,
		failedSegments: [],
		sentAt: '2020-07-17T02:34:00.000Z',
		...changes,
	};
}

/** The messages that the reassembler delivers for records in order of arrival. */
export function message(
	inbounds: Array<SmsPart | WholeMessage | DeliveryReceipt>,
	changes: Partial<Message> = {},
): Message {
	const arrived: ReceivedPart[] = inbounds.map((inbound, index) => ({
		part: inbound.kind === 'part' ? inbound.part : 1,
		receivedAt: ARRIVAL + index,
		inbound,
	}));
	const parts = arrived.toSorted((a, b) => a.part - b.part);
	const first = arrived[0]!;
	const contents = parts.flatMap(({ inbound }) => (inbound.kind === 'receipt' ? [] : [inbound]));
	const texts = contents.flatMap(({ text }) => (text === null ? [] : [text]));
	const data = contents.flatMap((content) => (content.data === null ? [] : [content.data]));
	return {
		id: first.inbound.messageId,
		event: first.inbound.kind === 'receipt' ? 'deliveryReceipt' : 'message',
		complete: true,
		late: false,
		redelivered: false,
		text: texts.length > 0 ? texts.join('') : null,
		data: data.length > 0 ? data.join('') : null,
		partsTotal: first.inbound.kind === 'part' ? first.inbound.total : 1,
		missingParts: [],
		parts,
		first,
		...changes,
	};
}
