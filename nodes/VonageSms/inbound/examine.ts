import { type AllowedAddresses, checkAddress } from './addresses';
import { authenticate, type SignaturePolicy } from './authenticate';
import { MAX_PART_CHARACTERS, MAX_PART_OCTETS } from './limits';
import { hasNoParameters, type RawRequest, readParameters } from './parameters';
import { recognise } from './recognise';
import { Refusal, type RefusalStatus } from './refusal';
import type { Keepable, UrlCheck } from './types';

export interface WebhookRequest extends RawRequest {
	/** `GET` or `POST`; Vonage's account decides which, and both may carry a query and a body. */
	method: string;
	/** The caller's address, undefined where the connection is gone. */
	ip: string | undefined;
}

export interface WebhookPolicy extends SignaturePolicy {
	/** Null: everyone may call. */
	allowedIps: AllowedAddresses | null;
}

export type Verdict =
	| { kind: 'accepted'; inbound: Keepable | UrlCheck }
	| {
			kind: 'refused';
			status: RefusalStatus;
			/** For the caller: holds nothing that the caller must not know. */
			message: string;
			/** One line for the log, without content or secrets. */
			reason: string;
	  };

/**
 * Decides what becomes of a request to the webhook: who is calling, whether the signature is right, and only
 * then what it says. Never throws for anything that a caller can send.
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
	// Nothing comes in with it, and nobody knows the addresses that Vonage checks a URL from.
	if (isBare(request)) return { kind: 'urlCheck' };
	checkAddress(request.ip, policy.allowedIps);
	const parameters = readParameters(request);
	if (hasNoParameters(parameters)) return { kind: 'urlCheck' };

	const { record, verified, accountId } = authenticate(request, parameters, policy, now);
	const inbound = recognise(record);
	if (inbound.kind === 'urlCheck') return inbound;
	if (inbound.kind === 'unrecognised') throw new Refusal(400, inbound.reason);
	checkContent(inbound);
	return { ...inbound, verified, accountId: inbound.accountId ?? accountId };
}

function isBare({ url, body }: RawRequest): boolean {
	return body.length === 0 && !url.includes('?');
}

function refusalOf(error: unknown): Verdict {
	if (!(error instanceof Refusal)) throw error;
	const { status, message, reason } = error;
	return { kind: 'refused', status, message, reason };
}

/** Bounds what one record can take in the store; the Messages API joins parts before it sends them. */
function checkContent(inbound: Keepable): void {
	if (inbound.kind === 'receipt') return;
	const parts = inbound.kind === 'message' ? inbound.partsTotal : 1;
	if ((inbound.text?.length ?? 0) > parts * MAX_PART_CHARACTERS) {
		throw new Refusal(413, `The text is longer than ${MAX_PART_CHARACTERS} characters a part.`);
	}
	if ((inbound.data?.length ?? 0) > 2 * MAX_PART_OCTETS) {
		throw new Refusal(413, `The data is longer than ${MAX_PART_OCTETS} bytes a part.`);
	}
}
