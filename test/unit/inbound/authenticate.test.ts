import {
	byForm,
	byJson,
	byQuery,
	byRawQuery,
	decide,
	expectAccepted,
	expectRefused,
} from './requests';
import { messagesV1, METHODS, NOW, policy, request, SECRET, signed, sms, token } from './requests';
import { withToken } from './requests';

describe('signatureCheck', () => {
	it('"enforce" accepts valid signatures, for every method and format', () => {
		for (const signatureMethod of METHODS) {
			const by = policy({ signatureMethod });
			const parameters = signed(sms, SECRET, signatureMethod);
			for (const webhook of [byQuery(parameters), byForm(parameters), byJson(parameters)]) {
				expect(expectAccepted(decide(webhook, by))).toMatchObject({ verified: true });
			}
		}
	});

	it('"enforce" rejects missing and invalid signatures, and other methods', () => {
		expect(expectRefused(decide(byQuery(sms)), 503)).toContain("isn't signed");
		expect(expectRefused(decide(byQuery({ ...signed(sms), text: 'forged' })), 503)).toContain(
			'md5hash',
		);
		expectRefused(decide(byQuery(signed(sms)), policy({ signatureMethod: 'sha256' })), 503);
		expectRefused(decide(byQuery(signed({ ...sms, text: '' }, 'other'))), 503);
	});

	it('"enforce" applies only if there is a secret', () => {
		const by = policy({ signatureSecret: '' });
		expect(expectAccepted(decide(byQuery(sms), by))).toMatchObject({ verified: false });
		expect(expectAccepted(decide(byQuery(signed(sms)), by))).toMatchObject({ verified: false });
	});

	it('"ifPresent" checks signatures and accepts unsigned requests', () => {
		const by = policy({ signatureCheck: 'ifPresent' });
		expect(expectAccepted(decide(byQuery(sms), by))).toMatchObject({ verified: false });
		expect(expectAccepted(decide(byQuery(signed(sms)), by))).toMatchObject({ verified: true });
		expectRefused(decide(byQuery({ ...sms, sig: '00' }), by), 503);
		expectRefused(decide(byQuery({ ...sms, sig: '' }), by), 503);
		expectRefused(decide(byJson({ ...sms, sig: null }), by), 503);
		expectRefused(decide(withToken(byJson(messagesV1), 'garbage'), by), 503);
	});

	it('"off" checks nothing and marks nothing as verified', () => {
		const by = policy({ signatureCheck: 'off' });
		expect(expectAccepted(decide(byQuery({ ...sms, sig: '00' }), by))).toMatchObject({
			verified: false,
		});
		expect(expectAccepted(decide(withToken(byJson(messagesV1)), by))).toMatchObject({
			verified: false,
		});
	});

	it('is applied before the content is read', () => {
		const unrecognisable = { hello: 'world' };
		expectRefused(decide(byQuery(unrecognisable)), 503);
		expectRefused(decide(byQuery(unrecognisable), policy({ signatureCheck: 'off' })), 400);
		expectRefused(decide(byQuery({ ...sms, text: 'x'.repeat(5000) })), 503);
	});

	it('accepts a request without parameters, which Vonage sends unsigned while registering a URL', () => {
		const empty = [
			request(),
			request({ url: '/webhook/sms?' }),
			request({ method: 'POST' }),
			byJson({}),
			byForm({}),
			{ ...byJson({}), body: Buffer.from(' \r\n') },
		];
		for (const webhook of empty) {
			expect(decide(webhook)).toEqual({ kind: 'accepted', inbound: { kind: 'urlCheck' } });
		}
	});

	it('treats other Authorization schemes as unsigned', () => {
		const webhook = byQuery(sms);
		const basic = { ...webhook, headers: { authorization: 'Basic YTpi' } };
		expect(expectRefused(decide(basic), 503)).toContain("isn't signed");
		expect(expectAccepted(decide(basic, policy({ signatureCheck: 'ifPresent' })))).toMatchObject({
			verified: false,
		});
	});

	it('hides the reason from the caller, and the content from the log', () => {
		const verdict = decide(byQuery({ ...signed(sms), text: 'secret text' }));
		expect(verdict).toMatchObject({
			message: 'The signature of this webhook is missing or invalid.',
		});
		expect(JSON.stringify(verdict)).not.toContain('secret text');
		expect(JSON.stringify(verdict)).not.toContain(SECRET);
	});

	it('keeps the record without its signature', () => {
		expect(expectAccepted(decide(byQuery(signed(sms))))).toMatchObject({ record: sms });
		expect(expectAccepted(decide(byQuery(signed(sms))))).not.toHaveProperty('record.sig');
	});
});

describe('a signed request', () => {
	const query = new URLSearchParams(signed(sms)).toString();

	it.each([
		['in the query', byRawQuery(`${query}&text=Hello+world`)],
		['in a form', byForm(`${query}&text=Hello+world`)],
		['in query and body', { ...byForm({ text: 'Hello world' }), url: `/webhook/sms?${query}` }],
		['as `sig`', byRawQuery(`${query}&sig=00`)],
		['in JSON', jsonWithTwoTexts('"text"')],
		['in JSON, escaped', jsonWithTwoTexts('"\\u0074ext"')],
	])('cannot contain a parameter twice %s', (_, webhook) => {
		expect(expectRefused(decide(webhook), 400)).toContain('twice');
	});

	it('can have braces, quotes, and colons in a text without being misread as containing a parameter twice', () => {
		const tricky = { ...sms, text: '{"text":"\\","text":{"a":[' };
		expectAccepted(decide(byJson(signed(tricky))));
	});

	it('can have some parameters in the query and others in the body', () => {
		const { sig, text, ...rest } = signed(sms) as typeof sms & { sig: string };
		const webhook = { ...byForm({ sig, text }), url: byQuery(rest).url };
		expect(expectAccepted(decide(webhook))).toMatchObject({ verified: true, text: 'Hello world' });
	});

	it('has a signature that covers numbers and booleans in JSON as text, and null as an empty text', () => {
		const sig = signed({ ...sms, timestamp: '1577880000', concat: 'true', keyword: '' }).sig;
		const record = { ...sms, timestamp: 1577880000, concat: true, keyword: null, sig };
		expect(expectAccepted(decide(byJson(record)))).toMatchObject({ verified: true });
	});

	it('loses an added empty parameter, because the signature might not cover it', () => {
		const webhook = byQuery({ ...signed(sms), udh: '' });
		expect(expectAccepted(decide(webhook))).toHaveProperty('record', sms);
		const covered = byQuery(signed({ ...sms, udh: '' }));
		expect(expectAccepted(decide(covered))).toHaveProperty('record', { ...sms, udh: '' });
	});

	it('cannot have objects where the signature covers text', () => {
		expect(expectRefused(decide(byJson({ ...signed(sms), extra: { a: 1 } })), 400)).toContain(
			"'extra' must be text",
		);
	});

	it('logs the same reason regardless of the parameter name', () => {
		const reasons = ['one', 'two'].map((name) => {
			const verdict = decide(byRawQuery(`${query}&${name}=1&${name}=2`));
			expect(expectRefused(verdict, 400)).toContain(`'${name}'`);
			return verdict.kind === 'refused' ? verdict.reason : name;
		});
		expect(new Set(reasons).size).toBe(1);
	});

	it('does not put unusual names into the response', () => {
		const verdict = decide(byRawQuery(`${query}&%0Aforged+log=1&%0Aforged+log=2`));
		expect(expectRefused(verdict, 400)).not.toContain('forged');
	});
});

describe('an unsigned request', () => {
	it('merges query and body, and the body wins', () => {
		const webhook = { ...byForm({ text: 'body' }), url: byQuery({ ...sms, text: 'query' }).url };
		expect(expectAccepted(decide(webhook, policy({ signatureCheck: 'off' })))).toMatchObject({
			text: 'body',
			from: '447700900001',
		});
	});
});

describe('maxWebhookAge', () => {
	const hour = policy({ maxWebhookAge: 3600 });
	const at = (seconds: number) => String(NOW / 1000 + seconds);

	it.each([0, -3600, 3600])('accepts an SMS signed %i s from now', (seconds) => {
		expectAccepted(decide(byQuery(signed({ ...sms, timestamp: at(seconds) })), hour));
	});

	it.each([-3601, 3601, -86400])('refuses an SMS signed %i s from now', (seconds) => {
		const webhook = byQuery(signed({ ...sms, timestamp: at(seconds) }));
		expect(expectRefused(decide(webhook, hour), 503)).toContain('Maximum Webhook Age');
		expectAccepted(decide(webhook));
	});

	it.each(['', 'yesterday', '9'.repeat(400)])(
		'refuses a signed SMS whose time is %j',
		(timestamp) => {
			expect(expectRefused(decide(byQuery(signed({ ...sms, timestamp })), hour), 503)).toContain(
				'has no time',
			);
		},
	);

	it('applies to the token of the Messages API', () => {
		const webhook = byJson(messagesV1);
		const issued = (iat: unknown) => withToken(webhook, token(webhook.body, { iat }));
		expectAccepted(decide(issued(NOW / 1000 - 3600), hour));
		expectRefused(decide(issued(NOW / 1000 - 3601), hour), 503);
		expectRefused(decide(issued(undefined), hour), 503);
		expectRefused(decide(issued('now'), hour), 503);
		expectAccepted(decide(issued(0)));
	});

	it('has no effect on unsigned webhooks', () => {
		const by = policy({ maxWebhookAge: 3600, signatureCheck: 'ifPresent' });
		expectAccepted(decide(byQuery({ ...sms, timestamp: '0' }), by));
	});
});

function jsonWithTwoTexts(name: string) {
	const body = JSON.stringify(signed(sms)).replace('{', `{${name} : "forged",`);
	return { ...byJson({}), body: Buffer.from(body) };
}
