import { createPrivateKey, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { UserError } from 'n8n-workflow';

/** Seconds until a token expires: Vonage's own default. Every request gets a new token. */
const lifetime = 15 * 60;

/**
 * Token for Vonage's application APIs: RS256, with the claims `application_id`, `iat`, `jti` and `exp`
 * (developer.vonage.com, "Authentication").
 *
 * @param privateKey PEM, PKCS#8 or PKCS#1; line breaks may have become spaces or a literal `\n`
 * @throws UserError if the key can't be read; it never contains the key
 */
export async function applicationToken(
	applicationId: string,
	privateKey: string,
	now: number = Date.now(),
): Promise<string> {
	const key = readPrivateKey(privateKey);
	if (key === null) {
		throw new UserError(`${unreadableKey.message}. ${unreadableKey.description}.`);
	}
	// Published only as ES modules; import() loads it from CommonJS on every Node that n8n runs on.
	const { SignJWT } = await import('jose');
	const issuedAt = Math.floor(now / 1000);
	return await new SignJWT({ application_id: applicationId })
		.setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
		.setJti(randomUUID())
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + lifetime)
		.sign(key);
}

/** The error for a private key that `isPrivateKey` rejects. */
export const unreadableKey = {
	message: "'Private Key' in the Vonage SMS API credential can't be read",
	description:
		'Paste the entire content of the private.key file that you downloaded from Vonage for the application, from "-----BEGIN PRIVATE KEY-----" to "-----END PRIVATE KEY-----". Keys with a passphrase aren\'t supported',
};

export function isPrivateKey(text: string): boolean {
	return readPrivateKey(text) !== null;
}

/** A PEM block with its line breaks restored (RFC 7468: base64 in lines of 64). Other text isn't changed. */
function normalisePrivateKey(text: string): string {
	const withLineEnds = text.replace(/\\+r|\\+n/g, '\n');
	const block = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(withLineEnds);
	if (!block) return text;
	const [, label = '', body = ''] = block;
	const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function readPrivateKey(text: string): KeyObject | null {
	try {
		const key = createPrivateKey(normalisePrivateKey(text));
		return key.asymmetricKeyType === 'rsa' ? key : null;
	} catch {
		return null;
	}
}
