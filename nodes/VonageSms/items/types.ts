import type { MediaLink, MessageType, ReceiptStatus, VonageApi } from '../inbound/types';
import type { PayloadContent, PayloadFormat } from '../codec';

export interface ItemOptions {
	payloadFormat: PayloadFormat;
	/** `raw` adds the records as Vonage sent them. */
	output: 'simplified' | 'raw';
	/** An apostrophe before every text that a spreadsheet would run as a formula. */
	escapeFormulas: boolean;
}

/** One n8n item, free of n8n's types. */
export interface Item {
	json: MessageItem | ReceiptItem;
	/** Only in binary messages: n8n's binary property `data`. */
	binary?: { data: ItemFile };
}

interface ItemFile {
	bytes: Buffer;
	fileName: string;
	mimeType: string;
}

/*
 * Types, not interfaces: TypeScript lets only types, which cannot be extended, be assigned to n8n's
 * IDataObject.
 */

/** The fields of every message, in the order of the item's keys. Absent is null. */
export type MessageFields = {
	event: 'message';
	/** The same on every emission of one message. */
	id: string;
	/** E.164 with `+`, or a name or short code unchanged. */
	from: string | null;
	text: string | null;
	to: string | null;
	/** ISO 3166 alpha-2. */
	fromCountry: string | null;
	/** First word of part 1, upper case. */
	keyword: string | null;
	type: MessageType;
	/** ISO 8601, UTC, with milliseconds. */
	receivedAt: string;
	complete: boolean;
	partsTotal: number;
	partsReceived: number;
	missingParts: number[];
	messageIds: string[];
	optOut: boolean;
	accountId: string | null;
	api: VonageApi;
	verified: boolean;
	redelivered: boolean;
	late: boolean;
	/** Sender and own number. n8n's memory nodes identify a conversation by this field. */
	sessionId: string;
	/** The text, under the name that n8n's AI Agent expects. */
	chatInput: string | null;
};

/** Added by a binary message. */
export type BinaryFields = {
	/** User data of the parts that arrived, hex. */
	data: string;
	/** User Data Header of the first part that has one, hex. */
	udh: string | null;
	ports: { source: number; destination: number } | null;
	payloadFormat: PayloadContent;
};

/** An attachment. In the trigger's items, `error` says why it was not downloaded; null if it was, or was not to be. */
type MediaItem = MediaLink & { error?: string | null };

/** Added by an MMS. */
export type MmsFields = {
	/** Each attachment once. */
	media: MediaItem[];
	/** The other members of a group conversation, E.164 with `+`; empty for a message to one number. */
	participants: string[];
};

/** Added by `output: raw`: in part order. */
export type RawFields = { records: Array<Record<string, unknown>> };

/** Added if messages of one sender are merged: each of them, oldest first. */
export type BurstFields = {
	messages: Array<{
		id: string;
		text: string | null;
		/** ISO 8601, UTC, with milliseconds. */
		receivedAt: string;
	}>;
};

export type MessageItem = MessageFields &
	Partial<BinaryFields & MmsFields & RawFields & BurstFields>;

type ReceiptFields = {
	event: 'deliveryReceipt';
	/** Id of the message that was sent. */
	id: string;
	status: ReceiptStatus;
	/** Whether no further status is expected. */
	final: boolean;
	errorCode: string | null;
	errorText: string | null;
	/** Recipient. */
	to: string | null;
	/** Your sender. */
	from: string | null;
	/** MCCMNC. */
	network: string | null;
	price: number | null;
	currency: string | null;
	clientRef: string | null;
	/** How many SMS the message was sent as (Messages API), null if the receipt does not say. */
	segments: number | null;
	/** Numbers of the segments that were not delivered, ascending. */
	failedSegments: number[];
	sentAt: string | null;
	receivedAt: string;
	api: VonageApi;
	verified: boolean;
	redelivered: boolean;
};

export type ReceiptItem = ReceiptFields & Partial<RawFields>;
