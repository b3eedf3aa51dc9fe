import { hash } from 'node:crypto';

import type { Keepable, SmsPart } from '../inbound/types';

/** One record on its way into a store. Identifiers are hashes: of fixed width, free of characters that a database refuses. */
export interface IncomingRecord {
	scope: string;
	/** What the parts of one message have in common. */
	key: string;
	sender: string;
	/** Delivery receipts are handed over without any wait. */
	isReceipt: boolean;
	/** Whether other records may belong to the same message. */
	concatenated: boolean;
	/** 1 to 255. */
	total: number;
	/** 1 to `total`. */
	part: number;
	/** Identity of the record among those of its key, the same on every retry; null where the key is its identity. */
	recordKey: string | null;
	/** Equal for equal content; null for a message of one record. */
	digest: string | null;
	/** What the record says of its time, in milliseconds; null where it says nothing. */
	sentAt: number | null;
	/** The record as ASCII JSON, so that a lone surrogate survives every database. */
	body: string;
}

/** Prepares an inbound record for the store: its key, its identity, and its content in a form that every database keeps. */
export function toRecord(scope: string, inbound: Keepable): IncomingRecord {
	const isReceipt = inbound.kind === 'receipt';
	return {
		scope,
		isReceipt,
		...identify(inbound),
		sentAt: timeOf(inbound),
		body: toAsciiJson(inbound),
	};
}

type Identity = Omit<IncomingRecord, 'scope' | 'isReceipt' | 'sentAt' | 'body'>;

function identify(inbound: Keepable): Identity {
	switch (inbound.kind) {
		case 'part':
			return identifyPart(inbound);
		case 'message':
			return identifyWhole(senderKey(inbound.from), messageIdentity(inbound.messageId));
		case 'receipt':
			// One message has several receipts; `message-timestamp` differs between retries of one.
			return identifyWhole(digestOf(['receipt', inbound.messageId]), [
				'receipt',
				inbound.messageId,
				inbound.status,
				inbound.errorCode,
				inbound.sentAt,
			]);
	}
}

function identifyPart(part: SmsPart): Identity {
	const key = hashOf([
		'part',
		part.accountId,
		normaliseAddress(part.from),
		normaliseAddress(part.to),
		part.ref.toUpperCase(),
		part.total,
		part.refBits,
	]);
	return {
		key: narrow(key),
		sender: senderKey(part.from),
		concatenated: true,
		total: part.total,
		part: part.part,
		// Some senders give all parts of a message one id.
		recordKey: digestOf([key, part.messageId, part.part]),
		digest: contentDigest(part),
	};
}

/** Two texts alike under two ids are two messages, so the content takes no part in the identity. */
function identifyWhole(senderKey: string, identity: unknown[]): Identity {
	return {
		key: digestOf(identity),
		sender: senderKey,
		concatenated: false,
		total: 1,
		part: 1,
		recordKey: null,
		digest: null,
	};
}

/** The key of a message of one record. */
export function messageKey(messageId: string): string {
	return digestOf(messageIdentity(messageId));
}

function messageIdentity(messageId: string): string[] {
	return ['message', messageId];
}

/** The digest of a part that contains only text, as in a record without a User Data Header. */
export function textDigest(text: string | null): string {
	return contentDigest({ text, data: null, udh: null });
}

function contentDigest({ text, data, udh }: Pick<SmsPart, 'text' | 'data' | 'udh'>): string {
	return digestOf([text, data, udh]);
}

/** A hash by which all messages of one sender are found, whatever the account. */
export function senderKey(address: string | null): string {
	return digestOf(['sender', normaliseAddress(address)]);
}

/** One number has several spellings (`+44…`, `0044…`, spaces); a name or a short code has one. */
export function normaliseAddress(address: string | null): string | null {
	if (address === null) return null;
	const digits = address.replace(/[\s().-]/g, '').replace(/^(\+|00)/, '');
	return /^\d+$/.test(digits) ? digits : address;
}

function timeOf({ timestamp }: Keepable): number | null {
	const time = timestamp === null ? NaN : Date.parse(timestamp);
	return Number.isNaN(time) ? null : time;
}

function digestOf(value: unknown[]): string {
	return narrow(hashOf(value));
}

function hashOf(value: unknown[]): string {
	return hash('sha256', JSON.stringify(value), 'base64url');
}

/** 128 bits: no two of billions are alike by chance, and the indexes stay narrow. */
function narrow(hash: string): string {
	return hash.slice(0, 22);
}

/** Escapes everything outside ASCII: a lone surrogate survives, whatever the database's encoding. */
function toAsciiJson(value: unknown): string {
	return JSON.stringify(value).replace(
		/[\u007f-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
