import fc from 'fast-check';

import { sign, type Verdict, type WebhookRequest } from '../../../nodes/VonageSms/inbound';
import { anyHeaders, anyPolicy, anyRequest, format, genuine } from './arbitraries';
import { mutate, type Mutation, mutation } from './arbitraries';
import { byForm, byJson, byQuery, decide, messagesV1, METHODS, policy } from './requests';
import { SECRET, signed, token, withToken } from './requests';

/** Requests for the whole file; `FUZZ_REQUESTS=200000` for a long run. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 20_000);
const runs = { numRuns: Math.ceil(REQUESTS / 4) };

jest.setTimeout(600_000);

describe('examining any request', () => {
	it('gives a documented verdict, and verifies nothing that is not signed', () => {
		const seen = new Set<string>();
		fc.assert(
			fc.property(anyRequest, anyHeaders, anyPolicy, (webhook, headers, by) => {
				const verdict = decide({ ...webhook, headers: { ...headers, ...webhook.headers } }, by);
				expectDocumented(verdict);
				if (verdict.kind === 'accepted' && verdict.inbound.kind !== 'urlCheck') {
					expect(verdict.inbound.verified).toBe(false);
					expect(by.signatureCheck !== 'enforce' || by.signatureSecret === '').toBe(true);
				}
				seen.add(verdict.kind === 'accepted' ? verdict.inbound.kind : String(verdict.status));
			}),
			runs,
		);
		// A generator that never gets past the first check would prove nothing.
		for (const reached of ['urlCheck', 'message', 'part', 'receipt', '400', '503']) {
			expect(seen).toContain(reached);
		}
	});
});

describe('a change to a genuine request', () => {
	it('is never accepted in the parameters of an SMS or its signature', () => {
		fc.assert(
			fc.property(
				genuine,
				format,
				fc.constantFrom(...METHODS),
				mutation,
				(parameters, as, method, change) => {
					const by = policy({ signatureMethod: method });
					const original = send(signed(parameters, SECRET, method), as);
					expect(decide(original, by)).toMatchObject({ inbound: { verified: true } });
					const verdict = decide(tamper(original, as, change), by);
					expectDocumented(verdict);
					if (verdict.kind === 'refused') return;
					// Accepted variants have the same meaning in different bytes: %2f for %2F, a signature in the other case.
					// Values that differ only in & = _ have the same signature, because Vonage's scheme doesn't distinguish
					// them.
					expect(verdict.inbound).toHaveProperty('record');
					const kept = 'record' in verdict.inbound ? verdict.inbound.record : {};
					expect(signable(kept)).toEqual(signable(parameters));
				},
			),
			runs,
		);
	});

	it('is never accepted in the body of a signed webhook or its token', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				fc.boolean(),
				mutation,
				(text, inToken, change) => {
					const original = byJson({ ...messagesV1, text });
					const bearer = token(original.body);
					expect(decide(withToken(original, bearer))).toMatchObject({
						inbound: { verified: true },
					});
					const changed = inToken
						? withToken(original, mutate(Buffer.from(bearer), change).toString('latin1'))
						: withToken({ ...original, body: mutate(original.body, change) }, bearer);
					const verdict = decide(changed);
					expectDocumented(verdict);
					const same =
						changed.body.equals(original.body) &&
						changed.headers.authorization?.toString().trim() === `Bearer ${bearer}`;
					expect(verdict.kind === 'accepted' && verdict.inbound.kind !== 'urlCheck').toBe(same);
				},
			),
			runs,
		);
	});

	it('is never accepted in the secret', () => {
		fc.assert(
			fc.property(
				genuine,
				format,
				fc.constantFrom(...METHODS),
				mutation,
				(parameters, as, method, change) => {
					const secret = mutate(Buffer.from(SECRET), { ...change, kind: 'flip' }).toString(
						'latin1',
					);
					const sms = send({ ...parameters, sig: sign(parameters, SECRET, method) }, as);
					const by = policy({ signatureMethod: method, signatureSecret: secret });
					expect(decide(sms, by)).toMatchObject({ kind: 'refused', status: 503 });
					const webhook = withToken(byJson(parameters));
					expect(decide(webhook, by)).toMatchObject({ kind: 'refused', status: 503 });
				},
			),
			runs,
		);
	});
});

function expectDocumented(verdict: Verdict): void {
	if (verdict.kind === 'accepted') {
		expect(['part', 'message', 'receipt', 'urlCheck']).toContain(verdict.inbound.kind);
		expect(JSON.stringify(verdict.inbound).length).toBeLessThan(1_000_000);
		return;
	}
	expect([200, 400, 413, 503]).toContain(verdict.status);
	expect(verdict.message).toMatch(/^[A-Z"].{10,400}$/);
	expect(verdict.reason).toMatch(/^.{10,400}$/);
}

function send(parameters: Record<string, string>, as: string): WebhookRequest {
	if (as === 'GET') return byQuery(parameters);
	return as === 'form' ? byForm(parameters) : byJson(parameters, as === 'JSON' ? undefined : null);
}

function tamper(original: WebhookRequest, as: string, change: Mutation): WebhookRequest {
	if (as !== 'GET') return { ...original, body: mutate(original.body, change) };
	const [path, query = ''] = original.url.split('?');
	return { ...original, url: `${path}?${mutate(Buffer.from(query), change).toString('latin1')}` };
}

function signable(parameters: Record<string, unknown>): [string, string][] {
	const entries = Object.entries(parameters).filter(([, value]) => value !== '');
	return entries
		.map(([key, value]): [string, string] => [key, String(value).replace(/[&=]/g, '_')])
		.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
