import {
	byForm,
	byJson,
	byQuery,
	byRawQuery,
	decide,
	expectAccepted,
	expectRefused,
} from './requests';
import { policy, post, request, signed, sms, unsigned } from './requests';

const binary = { ...sms, type: 'binary', data: '00FF', udh: '' };
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

describe('encoding', () => {
	it.each(['%', '%4', '%zz', '%u0041', '%c3', '%ff', '%c0%af', '%ed%a0%80', '%f8%88%80%80%80'])(
		'is rejected if it is invalid: %s',
		(escape) => {
			const query = `${new URLSearchParams(sms).toString()}&keyword2=${escape}`;
			expect(expectRefused(decide(byRawQuery(query), unsigned), 400)).toContain('percent-encoding');
			expect(expectRefused(decide(post(query, FORM), unsigned), 400)).toContain('percent-encoding');
			expectRefused(decide(byRawQuery(`${escape}=1`), unsigned), 400);
		},
	);

	it.each([
		['a stray byte', Buffer.from([0xff])],
		['half a character', Buffer.from([0xc3])],
		['an overlong slash', Buffer.from([0xc0, 0xaf])],
		['a surrogate', Buffer.from([0xed, 0xa0, 0x80])],
	])('must be UTF-8 in a body: %s', (_, bytes) => {
		const form = Buffer.concat([Buffer.from('messageId=1&text=a'), bytes]);
		const json = Buffer.concat([
			Buffer.from('{"messageId":"1","text":"'),
			bytes,
			Buffer.from('"}'),
		]);
		for (const webhook of [post(form, FORM), post(json, JSON_TYPE), post(json, null)]) {
			expect(expectRefused(decide(webhook, unsigned), 400)).toContain('UTF-8');
		}
	});

	it('must be ASCII in a query', () => {
		for (const text of ['ä', 'a b', '\x7f', '\u{1F600}']) {
			const webhook = byRawQuery(`messageId=1&text=${text}`);
			expect(expectRefused(decide(webhook, unsigned), 400)).toContain('percent-encoded');
		}
	});

	it('can be plain UTF-8 in a body, with or without a byte order mark', () => {
		const form = post('messageId=1&text=Jaźni+€', FORM);
		expect(expectAccepted(decide(form, unsigned))).toMatchObject({ text: 'Jaźni €' });
		const json = post('\uFEFF{"messageId":"1","text":"Jaźni"}', JSON_TYPE);
		expect(expectAccepted(decide(json, unsigned))).toMatchObject({ text: 'Jaźni' });
	});
});

describe('JSON', () => {
	it.each([
		'[]',
		'[{"messageId":"1","text":"a"}]',
		'"text"',
		'5',
		'null',
		'true',
		'{',
		'{"a":1}x',
		"{'a':1}",
	])('is rejected if it is not an object: %s', (body) => {
		expect(expectRefused(decide(post(body, JSON_TYPE), unsigned), 400)).toContain(
			"isn't a JSON object",
		);
	});

	it.each(['[]', '{', ' {"a":'])(
		'is recognized without a content type, and rejected in the same way: %s',
		(body) => {
			for (const type of [null, 'text/plain', 'application/octet-stream', '']) {
				expect(expectRefused(decide(post(body, type), unsigned), 400)).toContain(
					"isn't a JSON object",
				);
			}
		},
	);

	it('can be nested as deeply as in the Messages API, but not without limit', () => {
		const nest = (depth: number) =>
			post(`{"messageId":"1","text":"a","x":${'['.repeat(depth)}${']'.repeat(depth)}}`, JSON_TYPE);
		expectAccepted(decide(nest(8), unsigned));
		expect(expectRefused(decide(nest(9), unsigned), 400)).toContain('nested');
		expect(expectRefused(decide(nest(30_000), unsigned), 400)).toContain('nested');
	});

	it.each(['9'.repeat(400), '9'.repeat(17), '1e400', '-9007199254740993', '1e30'])(
		'must not contain numbers that would be rounded: %s',
		(number) => {
			const body = `{"messageId":${number},"text":"a"}`;
			expect(expectRefused(decide(post(body, JSON_TYPE), unsigned), 400)).toContain('too large');
		},
	);

	it.each([
		['text', ['a']],
		['text', { a: 1 }],
		['messageId', []],
		['messageId', {}],
		['concat-ref', { a: 1 }],
		['data', [0]],
	])('is rejected with a list or an object for %s', (name, value) => {
		expect(expectRefused(decide(byJson({ ...sms, [name]: value }), unsigned), 400)).toContain(name);
	});
});

describe('content types', () => {
	it.each(['multipart/form-data; boundary=x', 'application/xml', 'image/png', 'json', '*/*'])(
		'are rejected if Vonage never sends them: %s',
		(type) => {
			expect(expectRefused(decide(post('a=1', type), unsigned), 400)).toContain(
				'form-encoded or JSON',
			);
		},
	);

	it.each([
		'application/json; charset=utf-8',
		'APPLICATION/JSON',
		'text/json',
		'application/problem+json',
		'application/vnd.vonage.v1+json',
	])('are accepted for JSON: %s', (type) => {
		expectAccepted(decide(byJson(sms, type), unsigned));
	});

	it('count once if they are sent twice', () => {
		const webhook = { ...byJson(sms), headers: { 'content-type': [JSON_TYPE, 'image/png'] } };
		expectAccepted(decide(webhook, unsigned));
	});
});

describe('odd values', () => {
	it.each([
		['an odd number of hex digits', { ...binary, data: '00f' }, 'data'],
		['data that is not hex', { ...binary, data: 'hello!' }, 'data'],
		['a NUL byte in an id', { ...sms, messageId: 'a\0b' }, 'messageId'],
		['a line end in a sender', { ...sms, msisdn: '44\r\nX-Injected: 1' }, 'msisdn'],
		['an id of 400 digits', { ...sms, messageId: '9'.repeat(400) }, 'messageId'],
		['a sender of 400 digits', { ...sms, msisdn: '9'.repeat(400) }, 'msisdn'],
	])('are rejected: %s', (_, record, name) => {
		const told = expectRefused(decide(byForm(record), unsigned), 400);
		expect(told).toContain(name);
		expect(told).not.toContain('9999');
	});

	it.each([
		['right-to-left marks', { text: '\u202Etxt.exe\u200F' }],
		['NUL bytes in a text, left by padding', { text: 'a\0\0' }],
		['a formula', { text: '=HYPERLINK("http://x")' }],
		['markup', { text: '<script>alert(1)</script>' }],
		[
			'a total of 1e9',
			{ concat: 'true', 'concat-ref': '1', 'concat-total': '1e9', 'concat-part': '1' },
		],
		['a header that announces too much', { udh: 'FF00' }],
	])('are kept as received: %s', (_, other) => {
		const record = { ...sms, ...other };
		expect(expectAccepted(decide(byForm(record), unsigned))).toMatchObject({
			kind: 'message',
			record,
		});
	});

	it('are ignored in headers', () => {
		const headers = { cookie: 'sig=1; __proto__=2', 'x-forwarded-for': ['1', '2'], host: '\0' };
		expectAccepted(decide({ ...byQuery(sms), headers }, unsigned));
		expectAccepted(decide({ ...byQuery(signed(sms)), headers }, policy()));
	});

	it('are ignored in the path', () => {
		expect(decide(request({ url: '/webhook/%zz/../\0' }))).toMatchObject({ kind: 'accepted' });
		expectAccepted(decide({ ...byQuery(sms), url: `${byQuery(sms).url}&q=a?b#c` }, unsigned));
	});
});
