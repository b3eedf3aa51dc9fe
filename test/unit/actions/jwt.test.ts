import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { applicationToken } from '../../../nodes/VonageSms/vonage/jwt';

const keys = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'pem' },
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const pkcs1 = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'pem' },
	privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

async function verified(token: string, publicPem: string) {
	const { jwtVerify } = await import('jose');
	return await jwtVerify(token, createPublicKey(publicPem), {
		currentDate: new Date(1_700_000_000_000),
	});
}

describe('application token', () => {
	it('is signed with RS256, has the claims that Vonage requires, and is valid for 15 minutes', async () => {
		const token = await applicationToken('app-id', keys.privateKey, 1_700_000_000_000);
		const { payload, protectedHeader } = await verified(token, keys.publicKey);
		expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT' });
		expect(payload).toEqual({
			application_id: 'app-id',
			iat: 1_700_000_000,
			exp: 1_700_000_900,
			jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
	});

	it('has a different id each time', async () => {
		const [one, other] = await Promise.all([
			applicationToken('app-id', keys.privateKey),
			applicationToken('app-id', keys.privateKey),
		]);
		expect(one).not.toBe(other);
	});

	it.each([
		['spaces for line ends', keys.privateKey.replace(/\n/g, ' ')],
		['literal \\n for line ends', keys.privateKey.replace(/\n/g, '\\n')],
		['literal \\\\n for line ends', keys.privateKey.replace(/\n/g, '\\\\n')],
		['Windows line ends', keys.privateKey.replace(/\n/g, '\r\n')],
		['no line ends', keys.privateKey.replace(/\n/g, '')],
		['quotes and blanks around it', `  "${keys.privateKey.replace(/\n/g, '\\n')}"  `],
		['indented lines', keys.privateKey.replace(/^/gm, '    ')],
	])('accepts a key with %s', async (_, key) => {
		const token = await applicationToken('app-id', key, 1_700_000_000_000);
		await expect(verified(token, keys.publicKey)).resolves.toBeDefined();
	});

	it('accepts a PKCS#1 key too', async () => {
		const key = pkcs1.privateKey.replace(/\n/g, ' ');
		const token = await applicationToken('app-id', key, 1_700_000_000_000);
		await expect(verified(token, pkcs1.publicKey)).resolves.toBeDefined();
	});

	it.each([
		['no key', 'this is certainly no private key at all, whatever it says'],
		['a public key', keys.publicKey],
		['a damaged key', keys.privateKey.replace(/[A-Z]/g, 'x')],
		[
			'a key of another type',
			generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		],
	])('says what to do for %s, without showing it', async (_, key) => {
		const error = await applicationToken('app-id', key).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^'Private Key' in the Vonage SMS API credential can't be read\. .*private\.key/,
			),
		});
		expect(JSON.stringify([String(error), error])).not.toContain(key.slice(30, 60));
	});
});
