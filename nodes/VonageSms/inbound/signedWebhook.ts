import { createHash, createHmac } from 'node:crypto';

import { equalInConstantTime } from './constantTime';
import { isFields, type Fields } from './fields';
import { unauthorised } from './refusal';

/** What the credential says: whose secret signs, and for whom. An empty string where it says nothing. */
export interface Recipient {
	signatureSecret: string;
	apiKey: string;
	applicationId: string;
}

export interface WebhookToken {
	/** Seconds since the epoch, null where the token does not say. */
	issuedAt: number | null;
	apiKey: string | null;
}

/**
 * Checks the token of a Messages API webhook ("Decoding signed webhooks"): HS256 with the signature secret over
 * claims that hold the SHA-256 of the body. Without that hash a token would fit any body, so it is required.
 *
 * Node's own HMAC rather than a JWT library: the one algorithm is one call, nothing here can be talked into
 * another, and comparing the encoded signature leaves no second spelling of it (RFC 4648 3.5).
 *
 * @throws Refusal 401
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
	checkRecipient(claims, 'api_key', recipient.apiKey);
	checkRecipient(claims, 'application_id', recipient.applicationId);
	return {
		issuedAt: typeof claims.iat === 'number' ? claims.iat : null,
		apiKey: typeof claims.api_key === 'string' ? claims.api_key : null,
	};
}

/**
 * The claims of a token that is signed right. Says nothing yet of whether they fit the request.
 *
 * @throws Refusal 401
 */
export function verifyToken(token: string, secret: string): Fields {
	const [header, payload, signature, ...rest] = token.split('.');
	if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
		throw unauthorised('the bearer token is no JWT');
	}
	const { alg, crit } = decodeObject(header);
	if (alg !== 'HS256') throw unauthorised('the token is signed with another algorithm than HS256');
	// RFC 7515 4.1.11: an extension that is not understood makes a token invalid.
	if (crit !== undefined) throw unauthorised('the token requires an extension');

	const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
	if (secret === '' || !equalInConstantTime(signature, expected)) {
		throw unauthorised('the signature of the token is wrong');
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
	if (!isFields(decoded)) throw unauthorised('the bearer token is no JWT');
	return decoded;
}

/** Vonage sets neither today; a token that has them must still keep them (RFC 7519 4.1.4, 4.1.5). */
function checkValidity({ exp, nbf }: Fields, seconds: number): void {
	if (exp !== undefined && !(typeof exp === 'number' && seconds < exp)) {
		throw unauthorised('the token has expired');
	}
	if (nbf !== undefined && !(typeof nbf === 'number' && seconds >= nbf)) {
		throw unauthorised('the token is not valid yet');
	}
}

function checkPayload({ payload_hash: claimed }: Fields, body: Buffer): void {
	if (typeof claimed !== 'string') throw unauthorised('the token has no payload_hash');
	const actual = createHash('sha256').update(body).digest('hex');
	if (!equalInConstantTime(claimed.toLowerCase(), actual)) {
		throw unauthorised('the payload_hash of the token does not fit the body');
	}
}

function checkRecipient(claims: Fields, name: 'api_key' | 'application_id', own: string): void {
	const claimed = claims[name];
	if (claimed === undefined || claimed === null || own === '') return;
	if (typeof claimed !== 'string' || claimed.toLowerCase() !== own.toLowerCase()) {
		throw unauthorised(`the ${name} of the token is not the credential's`);
	}
}
