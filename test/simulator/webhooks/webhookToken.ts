import { createHash, createHmac, randomUUID } from 'node:crypto';

/**
 * The token of a signed webhook of the Messages API: HS256 with the account's signature secret, no expiry
 * (Vonage guide "Decoding signed webhooks").
 */
export function signWebhook(
	body: string,
	context: { secret: string; apiKey: string; applicationId?: string; now: Date },
): string {
	const claims = {
		iat: Math.floor(context.now.getTime() / 1000),
		jti: randomUUID(),
		iss: 'Vonage',
		payload_hash: createHash('sha256').update(body, 'utf8').digest('hex'),
		api_key: context.apiKey,
		...(context.applicationId === undefined ? {} : { application_id: context.applicationId }),
	};
	return signHs256(claims, context.secret);
}

/** A compact JWS over the given claims. */
export function signHs256(
	claims: Readonly<Record<string, unknown>>,
	secret: string,
	header: Readonly<Record<string, unknown>> = { alg: 'HS256', typ: 'JWT' },
): string {
	const signed = `${encode(header)}.${encode(claims)}`;
	return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encode(value: unknown): string {
	return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}
