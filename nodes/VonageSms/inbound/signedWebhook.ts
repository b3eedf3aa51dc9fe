import { createHash, createHmac } from 'node:crypto';

import { isFields, type Fields } from './fields';
import { COMPARE_SECRET, unauthorised } from './refusal';
import { equalInConstantTime } from './signature';

/** Whose secret signs, and what the token may name. An empty string accepts any name. */
export interface Recipient {
	signatureSecret: string;
	/** The account of the credential. */
	apiKey: string;
	/**
	 * The application that the trigger listens to; empty if it listens to none. Then any application of the account is
	 * accepted, because the secret is the account's.
	 */
	applicationId: string;
}

/** Seconds by which the sender's clock may be ahead. */
const MAX_AHEAD = 300;

interface WebhookToken {
	/** Seconds since the epoch, null if the token has no `iat`. */
	issuedAt: number | null;
	apiKey: string | null;
}

/**
 * Checks the token of a Messages API webhook ("Decoding signed webhooks"): HS256 with the signature secret over
 * claims that contain the SHA-256 of the body. The hash is required: without it, a token would be valid for any body.
 *
 * Node's own HMAC rather than a JWT library: one algorithm is one call, no token can choose another, and comparing the
 * encoded signature leaves no second spelling of it (RFC 4648 3.5).
 *
 * @throws Refusal 503, see `unauthorised`
 */
export function verifySignedWebhook(
	token: string,
	body: Buffer,
	recipient: Recipient,
	now: number,
): WebhookToken {
	const claims = verifyToken(token, recipient.signatureSecret);
	checkValidity(claims, now / 1000);
	checkPayload(claims, body);
	checkClaim(claims, 'api_key', recipient.apiKey, 'a different account than the credential');
	checkClaim(
		claims,
		'application_id',
		recipient.applicationId,
		"a different one than 'Application'",
	);
	return {
		issuedAt: typeof claims.iat === 'number' ? claims.iat : null,
		apiKey: typeof claims.api_key === 'string' ? claims.api_key : null,
	};
}

/**
 * Returns the claims of a token with a valid signature. Whether they fit the request is still to be checked.
 *
 * @throws Refusal 503, see `unauthorised`
 */
function verifyToken(token: string, secret: string): Fields {
	const [header, payload, signature, ...rest] = token.split('.');
	if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
		throw unauthorised("the bearer token isn't a JWT");
	}
	const { alg, crit } = decodeObject(header);
	if (alg !== 'HS256') throw unauthorised('the token is signed with an algorithm other than HS256');
	// RFC 7515 4.1.11: an extension that is not understood makes a token invalid.
	if (crit !== undefined)
		throw unauthorised("the token requires an extension that isn't supported");

	const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
	if (secret === '' || !equalInConstantTime(signature, expected)) {
		throw unauthorised(`the token's signature isn't valid. ${COMPARE_SECRET}`);
	}
	return decodeObject(payload);
}

function decodeObject(segment: string): Fields {
	let decoded: unknown;
	try {
		decoded = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
	} catch {
		decoded = undefined;
	}
	if (!isFields(decoded)) throw unauthorised("the bearer token isn't a JWT");
	return decoded;
}

/** Vonage sets neither `exp` nor `nbf` today; they are enforced if present (RFC 7519 4.1.4, 4.1.5). */
function checkValidity({ iat, exp, nbf }: Fields, seconds: number): void {
	if (typeof iat === 'number' && iat - seconds > MAX_AHEAD) {
		throw unauthorised(
			'the token was issued more than five minutes in the future. Check the clock of the n8n server',
		);
	}
	if (exp !== undefined && !(typeof exp === 'number' && seconds < exp)) {
		throw unauthorised('the token has expired');
	}
	if (nbf !== undefined && !(typeof nbf === 'number' && seconds >= nbf)) {
		throw unauthorised("the token isn't valid yet");
	}
}

function checkPayload({ payload_hash: claimed }: Fields, body: Buffer): void {
	if (typeof claimed !== 'string') throw unauthorised('the token has no payload_hash');
	const actual = createHash('sha256').update(body).digest('hex');
	if (!equalInConstantTime(claimed.toLowerCase(), actual)) {
		throw unauthorised("the token's payload_hash doesn't match the body");
	}
}

function checkClaim(
	claims: Fields,
	name: 'api_key' | 'application_id',
	own: string,
	fault: string,
): void {
	const claimed = claims[name];
	if (claimed === undefined || claimed === null || own === '') return;
	if (typeof claimed !== 'string' || claimed.toLowerCase() !== own.toLowerCase()) {
		throw unauthorised(`the ${name} of the token names ${fault}`);
	}
}
