import { createHash } from 'node:crypto';
import { signHs256, signWebhook } from '../../simulator/webhooks/webhookToken';

const now = new Date('2026-01-02T03:04:05.678Z');

// Published only as ES modules.
const jose = import('jose');

describe('token of a signed Messages API webhook', () => {
	it('is signed with the signature secret (HS256), with the hash of the body and without an expiry', async () => {
		const body = '{"text":"Grüße"}';
		const token = signWebhook(body, { secret: 'secret', apiKey: 'abcd1234', now });
		const { payload, protectedHeader } = await (
			await jose
		).jwtVerify(token, Buffer.from('secret'), {
			currentDate: now,
		});
		expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
		expect(payload).toEqual({
			iat: 1767323045,
			jti: expect.any(String),
			iss: 'Vonage',
			payload_hash: createHash('sha256').update(body).digest('hex'),
			api_key: 'abcd1234',
		});
	});

	it('names the application if there is one', async () => {
		const context = { secret: 'secret', apiKey: 'abcd1234', applicationId: 'app-1', now };
		const { payload } = await (
			await jose
		).jwtVerify(signWebhook('', context), Buffer.from('secret'));
		expect(payload.application_id).toBe('app-1');
	});

	// Vonage/vonage-python-sdk, jwt tests: a token for this secret, made elsewhere.
	it('signs the same bytes as a published token', () => {
		const published =
			'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJPbmxpbmUgSldUIEJ1aWxkZXIiLCJpYXQiOjE2OTc2MzQ2ODAsImV4cCI6MzMyNTQ1NDA4MjgsImF1ZCI6IiIsInN1YiI6IiJ9.88vJc3I2HhuqEDixHXVhc9R30tA6U_HQHZTC29y6CGM';
		const [header, payload] = published.split('.').slice(0, 2).map(decode);
		expect(signHs256(payload ?? {}, 'qwertyuiopasdfghjklzxcvbnm123456', header)).toBe(published);
	});
});

function decode(part: string): Record<string, unknown> {
	return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}
