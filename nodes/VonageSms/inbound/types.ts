/** Which of Vonage's two APIs a webhook came from; the dashboard's "Default SMS Setting" decides. */
export type VonageApi = 'sms' | 'messages';

/** `unicode` and `text` differ in how the sender's phone encoded the text; `mms` comes from the Messages API alone. */
export type MessageType = 'text' | 'unicode' | 'binary' | 'mms';

/** What every record that is kept has in common. */
interface Received {
	api: VonageApi;
	/** API key of the receiving account, null where the record does not say. */
	accountId: string | null;
	/** Whether the signature was checked and found right. `recognise` leaves it false. */
	verified: boolean;
	/** ISO 8601, UTC: what the record says of its time, null where it says nothing. */
	timestamp: string | null;
	/** The record as it came, without `sig`. */
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
	/** First word of the text as Vonage gives it, null where it gives none. */
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
	/** Width of the reference, where the UDH tells it. */
	refBits: 8 | 16 | null;
}

export interface MediaLink {
	/** `image`, `audio`, `video`, `vcard`, `file` as Vonage names it. */
	type: string;
	url: string;
	caption: string | null;
}

/** A message that is whole as it came. */
export interface WholeMessage extends SmsContent {
	kind: 'message';
	/** How many SMS Vonage joined (Messages API); 1 otherwise. */
	partsTotal: number;
	/** MMS alone; empty otherwise. */
	media: MediaLink[];
}

/** Delivery receipt (SMS API) or message status (Messages API), in one shape. */
export interface DeliveryReceipt extends Received {
	kind: 'receipt';
	/** Id of the message that was sent. */
	messageId: string;
	status: ReceiptStatus;
	errorCode: string | null;
	/** What Vonage's tables say of `errorCode`, or the detail that came. */
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
	/** ISO 8601, UTC: `scts` of the SMS API (minutes), null where none came. */
	sentAt: string | null;
}

export type ReceiptStatus =
	| 'delivered'
	| 'accepted'
	| 'buffered'
	| 'expired'
	| 'failed'
	| 'rejected'
	| 'submitted'
	| 'undeliverable'
	| 'unknown';

/** A request without parameters: Vonage sends one while a URL is being registered. */
export interface UrlCheck {
	kind: 'urlCheck';
}

/** No webhook of Vonage's that this package knows. */
export interface Unrecognised {
	kind: 'unrecognised';
	/** Names of the fields that a Vonage record would have. */
	missing: string[];
	/** One sentence for the caller: what is missing and, where another format was seen, the dashboard setting to change. */
	reason: string;
}

/** What is worth keeping. */
export type Keepable = SmsPart | WholeMessage | DeliveryReceipt;

export type Inbound = Keepable | UrlCheck | Unrecognised;

/** The dashboard's five signature methods. */
export const SIGNATURE_METHODS = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const;

export type SignatureMethod = (typeof SIGNATURE_METHODS)[number];
