import { hash } from 'node:crypto';

import type { Keepable, SmsPart, WholeMessage } from '../inbound/types';
import type { IncomingRecord } from './store';

/** Prepares what came in for a store: its key, its identity, its content as a database keeps it. */
export function toRecord(scope: string, inbound: Keepable): IncomingRecord {
	return { scope, ...identify(inbound), body: toAsciiJson(inbound) };
}

type Identity = Omit<IncomingRecord, 'scope' | 'body'>;

function identify(inbound: Keepable): Identity {
	switch (inbound.kind) {
		case 'part':
			return identifyPart(inbound);
		case 'message':
			return identifyWhole(sender(inbound), ['message', inbound.messageId]);
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
	return {
		key: digestOf([
			'part',
			part.accountId,
			normaliseAddress(part.from),
			normaliseAddress(part.to),
			part.ref.toUpperCase(),
			part.total,
			part.refBits,
		]),
		sender: sender(part),
		concatenated: true,
		total: part.total,
		part: part.part,
		recordKey: digestOf(['part', part.messageId]),
		digest: digestOf([part.text, part.data, part.udh]),
	};
}

/** Two texts alike under two ids are two messages, so the content takes no part in the identity. */
function identifyWhole(senderKey: string, identity: unknown[]): Identity {
	const recordKey = digestOf(identity);
	return {
		key: recordKey,
		sender: senderKey,
		concatenated: false,
		total: 1,
		part: 1,
		recordKey,
		digest: recordKey,
	};
}

function sender(inbound: SmsPart | WholeMessage): string {
	return digestOf(['sender', inbound.accountId, normaliseAddress(inbound.from)]);
}

/** One number has several spellings (`+44…`, `0044…`, spaces); a name or a short code has one. */
function normaliseAddress(address: string | null): string | null {
	if (address === null) return null;
	const digits = address.replace(/[\s().-]/g, '').replace(/^(\+|00)/, '');
	return /^\d+$/.test(digits) ? digits : address;
}

function digestOf(value: unknown[]): string {
	return hash('sha256', JSON.stringify(value), 'base64url');
}

/** Escapes everything outside ASCII: a lone surrogate survives, whatever the database's encoding. */
function toAsciiJson(value: unknown): string {
	return JSON.stringify(value).replace(
		/[\u007f-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
