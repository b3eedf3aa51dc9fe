import { textOf } from './fields';
import { bareObject, type ParameterSet } from './parameterSet';
import { mergeParameters, type Parameters, type RawRequest } from './parameters';
import { COMPARE_SECRET, nameForErrors, Refusal, unauthorised } from './refusal';
import { coveredBySignature } from './signature';
import { type Recipient, verifySignedWebhook } from './signedWebhook';
import type { SignatureMethod } from './types';

/**
 * `enforce` refuses unsigned requests, `ifPresent` accepts them as unverified. Without a secret nothing can be checked,
 * and everything is accepted as unverified.
 */
export type SignatureCheck = 'enforce' | 'ifPresent' | 'off';

export interface SignaturePolicy extends Recipient {
	signatureCheck: SignatureCheck;
	signatureMethod: SignatureMethod;
	/** Seconds by which a signed webhook's time may differ from now; 0 for any. */
	maxWebhookAge: number;
}

/** The parameters that the signature covers, or all parameters if no signature was checked. */
interface AuthenticRecord {
	record: Record<string, unknown>;
	/** A signature was checked and is valid. */
	verified: boolean;
	/** The account that the token names, null if it names none. */
	accountId: string | null;
}

/**
 * Decides whether the request may be read.
 *
 * @throws Refusal 503 for a missing or wrong signature, 400 if the parameters can be signed in more than one way, or in none
 */
export function authenticate(
	request: RawRequest,
	parameters: Parameters,
	policy: SignaturePolicy,
	now: number,
): AuthenticRecord {
	const merged = mergeParameters(parameters);
	const unverified = { record: merged.values, verified: false, accountId: null };
	if (policy.signatureCheck === 'off' || policy.signatureSecret === '') return unverified;

	const token = bearerToken(request.headers.authorization);
	if (token !== null) {
		const { issuedAt, apiKey } = verifySignedWebhook(token, request.body, policy, now);
		checkAge(issuedAt, policy.maxWebhookAge, now);
		// The token covers only the body: anyone may have written or added to the query.
		const record = parameters.body.values;
		if (Object.keys(record).length > 0) return { record, verified: true, accountId: apiKey };
		throw unauthorised('the token covers the body, and the record is in the query');
	}
	if ('sig' in merged.values) {
		const record = coveredParameters(merged, policy);
		checkAge(secondsOf(record.timestamp), policy.maxWebhookAge, now);
		return { record, verified: true, accountId: null };
	}
	if (policy.signatureCheck === 'ifPresent') return unverified;
	throw unauthorised(
		"the request isn't signed, but the credential has a 'Signature Secret'. Ask Vonage support to turn on signed webhooks for your account. Until they have, clear 'Signature Secret' in the credential, or set 'Signature Check' to 'Check if Present'",
	);
}

function bearerToken(header: string | string[] | undefined): string | null {
	const value = Array.isArray(header) ? header.join(', ') : (header ?? '');
	const bearer = /^bearer(?: +(.*))?$/is.exec(value.trim());
	return bearer === null ? null : (bearer[1] ?? '');
}

function coveredParameters(
	{ values, repeated }: ParameterSet,
	{ signatureSecret, signatureMethod }: SignaturePolicy,
): Record<string, unknown> {
	if (repeated !== null) {
		throw new Refusal(
			400,
			`A signed request can't contain ${nameForErrors(repeated)} twice.`,
			'a signed request contains a parameter twice',
		);
	}
	const { sig } = values;
	const covered =
		typeof sig === 'string'
			? coveredBySignature(asSigned(values), sig, signatureSecret, signatureMethod)
			: null;
	if (covered !== null) return pick(values, covered);
	throw unauthorised(
		`the sig parameter isn't valid for the method ${signatureMethod}. ${COMPARE_SECRET}`,
	);
}

function asSigned(values: Readonly<Record<string, unknown>>): Record<string, string> {
	const signed = bareObject<string>();
	for (const [name, value] of Object.entries(values)) {
		const text = value === null ? '' : textOf(value);
		if (text === null) {
			throw new Refusal(
				400,
				`In a signed request ${nameForErrors(name)} must be text.`,
				"a signed request has a parameter that isn't text",
			);
		}
		signed[name] = text;
	}
	return signed;
}

function pick(values: Readonly<Record<string, unknown>>, names: string[]): Record<string, unknown> {
	return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function secondsOf(timestamp: unknown): number | null {
	const text = textOf(timestamp) ?? '';
	return /^\d{1,11}$/.test(text) ? Number(text) : null;
}

function checkAge(seconds: number | null, maxAge: number, now: number): void {
	if (maxAge === 0) return;
	if (seconds === null)
		throw unauthorised(
			"the signed webhook has no timestamp, but 'Maximum Webhook Age (Seconds)' is set",
		);
	if (Math.abs(now / 1000 - seconds) > maxAge) {
		throw unauthorised(
			"the timestamp of the signed webhook differs from the current time by more than 'Maximum Webhook Age (Seconds)' allows",
		);
	}
}
