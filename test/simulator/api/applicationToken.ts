import { createPublicKey, createVerify } from 'node:crypto';
import { parseObject } from './parameters';
import type { Application } from '../state';

/** Vonage doesn't accept tokens that are valid for more than a day. */
const longestLife = 24 * 3600;

/**
 * The application that a bearer token belongs to, or undefined for an invalid token: only RS256, signed with
 * the application's key, with `application_id`, `iat`, `jti`, and in date. `exp` is 15 minutes after `iat` when it
 * is missing.
 */
export function applicationOfToken(
	token: string,
	applications: readonly Application[],
	now = Date.now(),
): Application | undefined {
	const [header = '', payload = '', signature = '', ...more] = token.split('.');
	const claims = decode(payload);
	if (more.length > 0 || decode(header)?.alg !== 'RS256' || claims === undefined) return undefined;
	const application = applications.find(({ id }) => id === claims.application_id);
	if (!application || !isInDate(claims, now / 1000) || typeof claims.jti !== 'string') {
		return undefined;
	}
	const verified = createVerify('RSA-SHA256')
		.update(`${header}.${payload}`)
		.verify(createPublicKey(application.keys.public_key), signature, 'base64url');
	return verified ? application : undefined;
}

function isInDate(claims: Readonly<Record<string, unknown>>, now: number): boolean {
	const { iat } = claims;
	if (typeof iat !== 'number') return false;
	const exp = typeof claims.exp === 'number' ? claims.exp : iat + 15 * 60;
	const notBefore = typeof claims.nbf === 'number' ? claims.nbf : iat;
	// Allows for a clock difference of one minute.
	return exp > now && notBefore <= now + 60 && exp - iat <= longestLife;
}

function decode(part: string): Record<string, unknown> | undefined {
	return parseObject(Buffer.from(part, 'base64url').toString('utf8'));
}
