/** Which of Vonage's two APIs a webhook came from; the dashboard's "Default SMS Setting" decides. */
export type VonageApi = 'sms' | 'messages';

/** `unicode` and `text` differ in how the sender's phone encoded the text; only the Messages API sends `mms`. */
export type MessageType = 'text' | 'unicode' | 'binary' | 'mms';

/** What all records that are stored have in common. */
interface Received {
	api: VonageApi;
	/** API key of the receiving account, null where the record does not say. */
	accountId: string | null;
	/** Whether the signature was checked and is valid. `recognise` leaves it false. */
	verified: boolean;
	/** ISO 8601, UTC: the time in the record, null where it has none. */
	timestamp: string | null;
	/** The record as it came, without `sig`; storedRecord.ts says how much of it is stored. */
	record: Record<string, unknown>;
}

interface SmsContent extends Received {
	/** Vonage's id of this webhook record: opaque. */
	messageId: string;
	/** As it came: digits with or without `+`, a short code, or a name. Null where the record names none. */
	from: string | null;
	to: string | null;
	type: MessageType;
	/** Null for `binary`: what Vonage puts there ("Binary message") is not the sender's. Untrimmed. */
	text: string | null;
	/** First word of the text as Vonage sends it, which ends at a space only; null where it sends none. */
	keyword: string | null;
	/** Hex, upper case, as it came: the user data after the header. Null unless `binary`. */
	data: string | null;
	/** Hex, upper case, as it came: the whole User Data Header with its length octet. Null where there is none. */
	udh: string | null;
}

/** One part of a concatenated SMS (TS 23.040 9.2.3.24.1, 9.2.3.24.8). */
export interface SmsPart extends SmsContent {
	kind: 'part';
	/** Opaque, upper case: decimal or hexadecimal as Vonage or the UDH gave it. */
	ref: string;
	/** 1 to 255. */
	total: number;
	/** 1 to `total`. */
	part: number;
	/** Width of the reference; null where only `concat-ref` gives it. */
	refBits: 8 | 16 | null;
}

export interface MediaLink {
	/** `image`, `audio`, `video`, `vcard`, `file` as Vonage names it. */
	type: string;
	url: string;
	/** File name. */
	name: string | null;
	caption: string | null;
}

/** A message that arrived in one record. */
export interface WholeMessage extends SmsContent {
	kind: 'message';
	/** How many SMS Vonage joined (Messages API); 1 otherwise. */
	partsTotal: number;
	/** Attachments of an MMS, each once; empty otherwise. */
	media: MediaLink[];
	/** The other members of an MMS group conversation, as they came; empty otherwise. */
	participants: string[];
}

/** Delivery receipt (SMS API) or message status (Messages API), in one shape. */
export interface DeliveryReceipt extends Received {
	kind: 'receipt';
	/** Id of the message that was sent. */
	messageId: string;
	status: ReceiptStatus;
	errorCode: string | null;
	/** The meaning of `errorCode` in Vonage's tables, or the detail that came. */
	errorText: string | null;
	/** Recipient, as it came. */
	to: string | null;
	/** Your sender, as it came. */
	from: string | null;
	/** MCCMNC. */
	network: string | null;
	price: number | null;
	currency: string | null;
	clientRef: string | null;
	/** How many SMS the message was sent as, null where the record does not say. */
	segments: number | null;
	/** Numbers of the segments that were not delivered, ascending, from 1. */
	failedSegments: number[];
	/** ISO 8601, UTC: `scts` of the SMS API (minutes), null where none came. */
	sentAt: string | null;
}

/** `unknown` is Vonage's own word. */
const RECEIPT_STATUSES = [
	'delivered',
	'accepted',
	'buffered',
	'expired',
	'failed',
	'rejected',
	'submitted',
	'undeliverable',
	'unknown',
] as const;

export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** `unknown` also for a word that Vonage adds one day. */
export function receiptStatusOf(value: unknown): ReceiptStatus {
	const status = typeof value === 'string' ? value.toLowerCase() : null;
	return RECEIPT_STATUSES.find((known) => known === status) ?? 'unknown';
}

/** A request without parameters: Vonage sends one while a URL is being registered. */
export interface UrlCheck {
	kind: 'urlCheck';
}

/** Not an SMS or MMS webhook of Vonage. */
export interface Unrecognised {
	kind: 'unrecognised';
	/** Another channel of the same application, such as `whatsapp`: rightly sent, but not for this node. Null otherwise. */
	otherChannel: string | null;
	/** Names of the fields that a Vonage record would have. */
	missing: string[];
	/** For the caller: what is missing and, where another format was seen, the dashboard setting to change. */
	reason: string;
}

/** The records that are stored. */
export type Keepable = SmsPart | WholeMessage | DeliveryReceipt;

export type Inbound = Keepable | UrlCheck | Unrecognised;

/** The dashboard's five signature methods. */
export const SIGNATURE_METHODS = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const;

export type SignatureMethod = (typeof SIGNATURE_METHODS)[number];
