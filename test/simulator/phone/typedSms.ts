import type { SignatureMethod } from '../webhooks/signing';
import type { ForwardMethod } from '../state';

/** An SMS that a person sends to a number of the account, and what happens to it on the way. */
export interface TypedSms {
	/** Digits, with or without `+`, or a sender ID. */
	from: string;
	/** A number of the account that supports SMS. */
	to: string;
	content: { text: string } | BinaryContent | MediaContent;
	/** The account's forward method by default. Only for the SMS API. */
	format?: ForwardMethod;
	/** `absent`: JSON without a content type, as once captured. */
	contentType?: 'stated' | 'absent';
	/** Order of the parts: as typed (default), shuffled, or part numbers from 1. A number given twice is a repeat. */
	order?: 'inOrder' | 'shuffled' | readonly number[];
	/** Parts are sent at the same time, instead of each after the response to the previous one. */
	parallel?: boolean;
	/** Part numbers that never arrive. */
	drop?: readonly number[];
	/** Part numbers sent twice with the same messageId, as after a lost response. */
	repeat?: readonly number[];
	/** Part numbers sent twice with different messageIds, as if the carrier had sent them twice. */
	carrierRepeat?: readonly number[];
	/**
	 * By default, signs as set in the account. A method signs with that method. For the Messages API, false leaves
	 * out the token.
	 */
	signed?: boolean | SignatureMethod;
	/** False simulates a carrier that strips the concatenation header, so parts have no `concat` fields. */
	concatenated?: boolean;
	/** A decimal counter by default. */
	concatRef?: string;
	/** IDs of the parts, by part number from 1; new ones by default. */
	messageIds?: readonly string[];
	/** Fields to set, or to leave out (null), in every record before it is signed. */
	fields?: Readonly<Record<string, string | null>>;
	/** The same after signing, as if the record had been changed in transit. */
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
	/** Older than 48 hours, so the URL no longer works. */
	expired?: boolean;
}

export interface BinaryContent {
	/** Hex. */
	data: string;
	/** Whole user data header with its length octet, hex. */
	udh?: string;
}
