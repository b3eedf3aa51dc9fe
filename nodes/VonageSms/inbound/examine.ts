import { type AllowedAddresses, checkAddress } from './addresses';
import { authenticate, type SignaturePolicy } from './authenticate';
import {
	bodyFormatOf,
	checkLength,
	hasNoParameters,
	type RawRequest,
	readParameters,
	type RequestHead,
} from './parameters';
import { recognise } from './recognise';
import { Refusal, type RefusalStatus } from './refusal';
import type { Keepable, UrlCheck } from './types';

/** Characters of one part: the longest text that Vonage accepts for a whole message. */
const MAX_PART_CHARACTERS = 3_200;

/** Octets of user data of one part: eight times the size of one SMS (TS 23.040 9.2.3.24). */
const MAX_PART_OCTETS = 1_120;

/** Characters that are read from a record besides its text and data: names, references, links, captions. */
const MAX_METADATA_CHARACTERS = 16 * 1024;

/** A request's head, and the address of the caller. */
export interface WebhookRequestHead extends RequestHead {
	/** `GET` or `POST`, as the Vonage account is set; both may have a query and a body. */
	method: string;
	/** The caller's address, undefined if the connection is gone. */
	ip: string | undefined;
}

export type WebhookRequest = WebhookRequestHead & RawRequest;

export interface WebhookPolicy extends SignaturePolicy {
	/** Null: anyone may call. */
	allowedIps: AllowedAddresses | null;
}

/** A request that is not stored, with the status of its answer. */
export interface Refused {
	kind: 'refused';
	status: RefusalStatus;
	/** For the caller: contains nothing that the caller must not know. */
	message: string;
	/** For the log and a test run's output panel, with what to do; without content or secrets. */
	reason: string;
}

export type Verdict = { kind: 'accepted'; inbound: Keepable | UrlCheck } | Refused;

/**
 * Decides whether the body of a request may be read: by the caller's address, the announced length and the content
 * type. Never throws for anything that a caller can send.
 *
 * @returns null if it may
 */
export function examineHead(
	head: WebhookRequestHead,
	policy: Pick<WebhookPolicy, 'allowedIps'>,
): Refused | null {
	try {
		if (announcesBody(head) || head.url.includes('?')) checkHead(head, policy);
		return null;
	} catch (error) {
		return refusalOf(error);
	}
}

/**
 * Decides what happens with a request to the webhook: first who is calling, then whether the signature is valid, and
 * only then what it says. Never throws for anything that a caller can send.
 *
 * @param now milliseconds since the epoch
 */
export function examine(request: WebhookRequest, policy: WebhookPolicy, now: number): Verdict {
	try {
		return { kind: 'accepted', inbound: admit(request, policy, now) };
	} catch (error) {
		return refusalOf(error);
	}
}

function admit(request: WebhookRequest, policy: WebhookPolicy, now: number): Keepable | UrlCheck {
	// Contains nothing, and the addresses from which Vonage checks a URL are not documented.
	if (request.body.length === 0 && !request.url.includes('?')) return { kind: 'urlCheck' };
	checkHead(request, policy);
	const parameters = readParameters(request);
	if (hasNoParameters(parameters)) return { kind: 'urlCheck' };

	const { record, verified, accountId } = authenticate(request, parameters, policy, now);
	const inbound = recognise(record);
	if (inbound.kind === 'urlCheck') return inbound;
	if (inbound.kind === 'unrecognised') {
		throw new Refusal(inbound.otherChannel === null ? 400 : 200, inbound.reason);
	}
	checkContent(inbound);
	return { ...inbound, verified, accountId: inbound.accountId ?? accountId };
}

function checkHead(
	head: WebhookRequestHead,
	{ allowedIps }: Pick<WebhookPolicy, 'allowedIps'>,
): void {
	checkAddress(head.ip, allowedIps);
	checkLength(Number(head.headers['content-length'] ?? 0));
	if (announcesBody(head)) bodyFormatOf(head.headers['content-type']);
}

/** RFC 9112 6: a body has a length or is chunked. */
function announcesBody({ headers }: RequestHead): boolean {
	return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

function refusalOf(error: unknown): Refused {
	if (!(error instanceof Refusal)) throw error;
	const { status, message, reason } = error;
	return { kind: 'refused', status, message, reason };
}

/** Limits the space of one record in the store. The Messages API joins parts before it sends them. */
function checkContent(inbound: Keepable): void {
	if (inbound.kind !== 'receipt') {
		const parts = inbound.kind === 'message' ? inbound.partsTotal : 1;
		if ((inbound.text?.length ?? 0) > parts * MAX_PART_CHARACTERS) {
			throw new Refusal(
				413,
				`The text of a part is longer than ${MAX_PART_CHARACTERS} characters.`,
			);
		}
		if ((inbound.data?.length ?? 0) > 2 * MAX_PART_OCTETS) {
			throw new Refusal(413, `The data of a part is longer than ${MAX_PART_OCTETS} bytes.`);
		}
	}
	const metadata = JSON.stringify({ ...inbound, record: {}, text: null, data: null });
	if (metadata.length > MAX_METADATA_CHARACTERS) {
		throw new Refusal(
			413,
			`The record is larger than ${MAX_METADATA_CHARACTERS} characters without its text.`,
		);
	}
}
