import type { SignatureMethod } from '../webhooks/signing';
import type { ForwardMethod } from '../state';

/** An SMS that a person sends to a number of the account, and what happens to it on the way. */
export interface TypedSms {
	/** Digits, with or without `+`, or a name. */
	from: string;
	/** A number of the account that can SMS. */
	to: string;
	content: { text: string } | BinaryContent | MediaContent;
	/** The account's forward method by default. Only for the SMS API. */
	format?: ForwardMethod;
	/** `absent`: JSON without a content type, as once captured. */
	contentType?: 'stated' | 'absent';
	/** Order of the parts: as typed (default), shuffled, or part numbers from 1; a number named twice is a repeat. */
	order?: 'inOrder' | 'shuffled' | readonly number[];
	/** Parts leave at the same time, not each after the answer to the one before. */
	parallel?: boolean;
	/** Part numbers that never arrive. */
	drop?: readonly number[];
	/** Part numbers that come twice with the same messageId, as after an answer that was lost. */
	repeat?: readonly number[];
	/** Part numbers that come twice with different messageIds: the carrier sent them twice. */
	carrierRepeat?: readonly number[];
	/** As the account signs by default. A method signs with that method. Messages API: false leaves the token out. */
	signed?: boolean | SignatureMethod;
	/** False: a carrier that strips the concatenation header, so that parts come without `concat` fields. */
	concatenated?: boolean;
	/** Decimal counter when left out. */
	concatRef?: string;
	/** Ids of the parts, by part number from 1; new ones where left out. */
	messageIds?: readonly string[];
	/** Fields to set, or to leave out (null), in every record before it is signed. */
	fields?: Readonly<Record<string, string | null>>;
	/** The same after signing: a record that was changed on the way. */
	forgedFields?: Readonly<Record<string, string | null>>;
}

/** An MMS: the Messages API only. */
export interface MediaContent {
	/** At least one. */
	media: TypedMedia[];
	/** Text beside the media. */
	text?: string;
}

export interface TypedMedia {
	type: 'image' | 'audio' | 'video' | 'vcard' | 'file';
	/** File name. */
	name: string;
	mimeType: string;
	/** Base64. */
	bytes: string;
	caption?: string;
	/** Older than 48 hours: the link leads nowhere. */
	expired?: boolean;
}

export interface BinaryContent {
	/** Hex. */
	data: string;
	/** Whole user data header with its length octet, hex. */
	udh?: string;
}
