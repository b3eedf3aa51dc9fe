import { generateKeyPairSync } from 'node:crypto';

import fc from 'fast-check';
import { AlgorithmTypes, Auth } from '@vonage/auth';
import { tokenGenerate, verifySignature as verifySdkToken } from '@vonage/jwt';
import { SMS } from '@vonage/sms';

import { sign, type SignatureMethod } from '../../../nodes/VonageSms/inbound';
import { byForm, claimsFor, decide, messagesV1, METHODS, policy, SECRET } from './requests';
import { byJson, expectAccepted, expectRefused, token, withToken } from './requests';

// uuid is published only as an ES module, and jest can't require those. It's only used to name tokens.
jest.mock('uuid', () => ({
	v4: jest.requireActual<typeof import('node:crypto')>('node:crypto').randomUUID,
}));

const sdk = new SMS(new Auth({ apiKey: 'abcd1234', apiSecret: 'unused' }));

const sdkMethods: Record<SignatureMethod, AlgorithmTypes> = {
	md5hash: AlgorithmTypes.md5hash,
	md5: AlgorithmTypes.md5hmac,
	sha1: AlgorithmTypes.sha1hmac,
	sha256: AlgorithmTypes.sha256hmac,
	sha512: AlgorithmTypes.sha512hmac,
};

function sdkAccepts(params: Record<string, string>, sig: string, method: SignatureMethod): boolean {
	return sdk.verifySignature(sig, params, SECRET, sdkMethods[method]);
}

const name = fc.stringMatching(/^[a-z][a-zA-Z-]{0,15}$/).filter((key) => key !== 'sig');
const value = fc.string({ unit: 'grapheme', maxLength: 40 });
const method = fc.constantFrom(...METHODS);
const parameters = fc
	.dictionary(name, value, { maxKeys: 12, noNullPrototype: true })
	.map((extra) => ({ ...extra, messageId: '0A00', msisdn: '447700900001', text: 'hi & = _ €' }));

describe('signatures of the official SDK', () => {
	it('@vonage/sms accepts our signatures for random records', () => {
		fc.assert(
			fc.property(parameters, method, (params, by) => {
				expect(sdkAccepts(params, sign(params, SECRET, by), by)).toBe(true);
			}),
		);
	});

	it('the trigger accepts exactly the signatures that @vonage/sms accepts', () => {
		fc.assert(
			fc.property(parameters, method, fc.boolean(), (params, by, genuine) => {
				const sig = sign(genuine ? params : { ...params, text: 'other' }, SECRET, by);
				const verdict = decide(byForm({ ...params, sig }), policy({ signatureMethod: by }));
				expect(verdict.kind).toBe(sdkAccepts(params, sig, by) ? 'accepted' : 'refused');
			}),
		);
	});

	it('disagreement: the request signing of @vonage/auth encodes values and has no leading "&"', async () => {
		const params = { api_key: '12345', timestamp: '10907902800' };
		const auth = new Auth({
			apiKey: '12345',
			signature: { secret: 'ABCDE', algorithm: AlgorithmTypes.md5hash },
		});
		const bySdk = await auth.createSignatureHash({ ...params });
		expect(bySdk.sig).toBe('d7f81394898d98c876e782b3c98391b8');
		expect(sign(params, 'ABCDE', 'md5hash')).toBe('cef8064b08b4d1e571219bde9aa85421');
	});

	it('disagreement: @vonage/sms fails on numbers in JSON, which the trigger reads as text', () => {
		const record = { messageId: '0A00', text: 'hi', timestamp: 1577880000 };
		const sig = sign({ ...record, timestamp: '1577880000' }, SECRET, 'md5hash');
		expect(() => sdkAccepts(record as unknown as Record<string, string>, sig, 'md5hash')).toThrow();
		expect(expectAccepted(decide(byJson({ ...record, sig })))).toMatchObject({ verified: true });
	});

	it('disagreement: @vonage/sms includes empty values, while the trigger tries both readings', () => {
		const counted = { messageId: '0A00', text: 'hi', keyword: '' };
		const sig = sign({ messageId: '0A00', text: 'hi' }, SECRET, 'md5hash');
		expect(sdkAccepts(counted, sig, 'md5hash')).toBe(false);
		expect(expectAccepted(decide(byForm({ ...counted, sig })))).toMatchObject({ verified: true });
	});

	it('disagreement: @vonage/sms accepts two parameters merged into one name', () => {
		const folded = { 'messageId=0A00&text': 'hi' };
		const sig = sign({ messageId: '0A00', text: 'hi' }, SECRET, 'md5hash');
		expect(sdkAccepts(folded, sig, 'md5hash')).toBe(true);
		expectRefused(decide(byForm({ ...folded, sig })), 503);
	});
});

describe('tokens of the official SDK', () => {
	const webhook = byJson(messagesV1);
	const claim = fc.dictionary(name, value, { maxKeys: 6, noNullPrototype: true });

	it('@vonage/jwt accepts the tokens that the trigger accepts', () => {
		fc.assert(
			fc.property(claim, (claims) => {
				const bearer = token(webhook.body, claims);
				expectAccepted(decide(withToken(webhook, bearer)));
				expect(verifySdkToken(bearer, SECRET)).toBe(true);
			}),
			{ numRuns: 50 },
		);
	});

	it('accepts tokens signed by a JWT library', async () => {
		const { SignJWT } = await import('jose');
		const webhook = byJson(messagesV1);
		const bearer = await new SignJWT(claimsFor(webhook.body))
			.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
			.sign(new TextEncoder().encode(SECRET));
		expect(verifySdkToken(bearer, SECRET)).toBe(true);
		expect(expectAccepted(decide(withToken(webhook, bearer)))).toMatchObject({ verified: true });
	});

	it('disagreement: @vonage/jwt signs requests only with RS256, which the trigger does not accept', () => {
		const { privateKey } = rsa();
		const bearer = tokenGenerate('aaaaaaaa-bbbb-cccc-dddd-0123456789ab', privateKey);
		expect(expectRefused(decide(withToken(byJson(messagesV1), bearer)), 503)).toContain('HS256');
	});

	it('disagreement: @vonage/jwt does not check whether a token matches the body', () => {
		const bearer = token(Buffer.from('another body'));
		expect(verifySdkToken(bearer, SECRET)).toBe(true);
		expect(expectRefused(decide(withToken(byJson(messagesV1), bearer)), 503)).toContain(
			'payload_hash',
		);
	});
});

function rsa(): { privateKey: string } {
	return generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
}
