import { examine } from '../../../nodes/VonageSms/inbound';
import { verifySignedWebhook } from '../../../nodes/VonageSms/inbound/signedWebhook';
import { tokens } from '../../vectors/vonage-signatures.json';
import { byForm, byJson, byQuery, decide, expectAccepted, expectRefused } from './requests';
import { messagesV1, NOW, policy, post, SECRET, sms, token, withToken } from './requests';

const webhook = byJson(messagesV1);

describe('published tokens', () => {
	it.each(tokens)('$name: $expected', ({ input, expected }) => {
		const presented = withToken(post(input.body || '{"a":1}', 'application/json'), input.token);
		const issuedAt = expected.claims.iat * 1000;
		const verdict = examine(presented, policy({ signatureSecret: input.secret }), issuedAt);
		if (expected.accepted) expectAccepted(verdict);
		else expect(expectRefused(verdict, 503)).toContain('no payload_hash');
		const another = examine(presented, policy({ signatureSecret: 'another secret' }), issuedAt);
		expect(expectRefused(another, 503)).toContain("token's signature");
	});
});

describe('the signed webhook of the Messages API', () => {
	it('is accepted and verified, and names the account', () => {
		expect(expectAccepted(decide(withToken(webhook)))).toMatchObject({
			kind: 'message',
			verified: true,
			accountId: 'abcd1234',
		});
	});

	it('can contain an SMS API record', () => {
		const inbound = expectAccepted(decide(withToken(byJson(sms))));
		expect(inbound).toMatchObject({ kind: 'message', api: 'sms', verified: true });
		expect(expectAccepted(decide(withToken(byForm(sms))))).toMatchObject({ verified: true });
	});

	it.each<[string, string]>([
		['no token', ''],
		['not even a token', 'garbage'],
		['two segments', 'e30.e30'],
		['four segments', `${token(webhook.body)}.e30`],
		['a header that is not JSON', 'AAAA.e30.AAAA'],
		['a header that is an array', `W10.${token(webhook.body).split('.').slice(1).join('.')}`],
	])('is rejected with %s', (_, bearer) => {
		expect(expectRefused(decide(withToken(webhook, bearer)), 503)).toContain("isn't a JWT");
	});

	it.each(['none', 'RS256', 'HS512', 'hs256', undefined])(
		'is rejected with the algorithm %s',
		(alg) => {
			const bearer = token(webhook.body, {}, { header: { alg, typ: 'JWT' } });
			expect(expectRefused(decide(withToken(webhook, bearer)), 503)).toContain('HS256');
		},
	);

	it('is rejected with "none" and an empty signature', () => {
		const bearer = token(webhook.body, {}, { header: { alg: 'none' } }).replace(/[^.]*$/, '');
		expectRefused(decide(withToken(webhook, bearer)), 503);
	});

	it('is rejected with an extension marked as critical', () => {
		const header = { alg: 'HS256', crit: ['b64'], b64: false };
		const bearer = token(webhook.body, {}, { header });
		expect(expectRefused(decide(withToken(webhook, bearer)), 503)).toContain('extension');
	});

	it('is rejected with another secret', () => {
		const bearer = token(webhook.body, {}, { secret: 'another secret' });
		expect(expectRefused(decide(withToken(webhook, bearer)), 503)).toContain("token's signature");
	});

	it('is rejected with a different encoding of the same signature', () => {
		// The last of 43 base64url characters contains four bits of the signature and two unused bits.
		const bearer = token(webhook.body);
		const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
		const twin = bearer.slice(0, -1) + alphabet[alphabet.indexOf(bearer.slice(-1)) ^ 1];
		const bytes = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url');
		expect(bytes(twin)).toEqual(bytes(bearer));
		expectRefused(decide(withToken(webhook, twin)), 503);
		expectRefused(decide(withToken(webhook, `${bearer}=`)), 503);
	});

	it.each<[string, Record<string, unknown>, string]>([
		['without payload_hash', { payload_hash: undefined }, 'no payload_hash'],
		['with a payload_hash that is not text', { payload_hash: 5 }, 'no payload_hash'],
		['with the hash of another body', { payload_hash: '0'.repeat(64) }, "doesn't match the body"],
		['with another account', { api_key: 'other123' }, 'api_key'],
		['with an account that is not text', { api_key: { $ne: '' } }, 'api_key'],
		['with another application', { application_id: 'other' }, 'application_id'],
		['that has expired', { exp: NOW / 1000 - 1 }, 'expired'],
		['issued more than five minutes in the future', { iat: NOW / 1000 + 301 }, 'in the future'],
		['issued in the year 2100', { iat: 4_102_444_800 }, 'in the future'],
		['with an expiry that is not a time', { exp: 'soon' }, 'expired'],
		['that is not valid yet', { nbf: NOW / 1000 + 60 }, "isn't valid yet"],
	])('is rejected %s', (_, claims, reason) => {
		const by = policy({ applicationId: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab' });
		expect(
			expectRefused(decide(withToken(webhook, token(webhook.body, claims)), by), 503),
		).toContain(reason);
	});

	it('is accepted without account and application, or with any if the policy names none', () => {
		const silent = token(webhook.body, { api_key: undefined, application_id: undefined });
		const by = policy({ applicationId: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab' });
		expect(expectAccepted(decide(withToken(webhook, silent), by))).toMatchObject({
			accountId: null,
		});
		const foreign = token(webhook.body, { api_key: 'other123' });
		expect(
			expectAccepted(decide(withToken(webhook, foreign), policy({ apiKey: '' }))),
		).toMatchObject({
			verified: true,
		});
	});

	it('is accepted from a clock up to five minutes ahead', () => {
		expectAccepted(decide(withToken(webhook, token(webhook.body, { iat: NOW / 1000 + 299 }))));
	});

	it('covers the bytes of the body, not their meaning', () => {
		const spaced = post(JSON.stringify(messagesV1, null, 1), 'application/json');
		expectAccepted(decide(withToken(spaced)));
		expectRefused(decide(withToken(spaced, token(webhook.body))), 503);
	});

	it('does not cover the query, so its parameters are ignored', () => {
		const extended = { ...webhook, url: '/webhook/sms?text=forged&extra=1' };
		const inbound = expectAccepted(decide(withToken(extended)));
		expect(inbound).toMatchObject({ text: 'Hello world', record: messagesV1 });
	});

	it('does not verify a record in the query', () => {
		expect(expectRefused(decide(withToken(byQuery(sms))), 503)).toContain('query');
	});

	it('is found regardless of the case of "bearer", and rejected if there are two', () => {
		const bearer = token(webhook.body);
		const once = { ...webhook, headers: { ...webhook.headers, authorization: `bearer ${bearer}` } };
		expectAccepted(decide(once));
		const authorization = [`Bearer ${bearer}`, 'Bearer e30.e30.AAAA'];
		expectRefused(decide({ ...webhook, headers: { ...webhook.headers, authorization } }), 503);
	});

	it('never passes with an empty secret', () => {
		const verify = (signatureSecret: string) =>
			verifySignedWebhook(
				token(webhook.body, {}, { secret: signatureSecret }),
				webhook.body,
				{ signatureSecret, apiKey: '', applicationId: '' },
				NOW,
			);
		expect(() => verify('')).toThrow('signature');
		expect(verify(SECRET)).toMatchObject({ apiKey: 'abcd1234' });
	});
});
