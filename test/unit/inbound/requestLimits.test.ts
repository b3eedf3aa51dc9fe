import { byForm, byJson, byRawQuery, decide, expectAccepted, expectRefused } from './requests';
import { messagesV1, post, signed, sms, unsigned } from './requests';

const binary = { ...sms, type: 'binary', data: '00FF', udh: '' };
const JSON_TYPE = 'application/json';

describe('the size', () => {
	it.each([
		['a query', byRawQuery(`text=${'x'.repeat(65_532)}`)],
		['a form', byForm({ text: 'x'.repeat(65_532) })],
		['JSON', byJson({ text: 'x'.repeat(65_526) })],
		['bytes of no type', post(Buffer.alloc(65_537), null)],
		['a megabyte', post(Buffer.alloc(1 << 20, '['), JSON_TYPE)],
	])('of a request must not exceed 64 KiB, even if it is signed: %s', (_, webhook) => {
		expect(expectRefused(decide(webhook), 413)).toContain('65536 bytes');
	});

	it('of a request can be exactly 64 KiB', () => {
		expectRefused(decide(byForm({ text: 'x'.repeat(65_531) }), unsigned), 400);
	});

	it('of a text must not exceed 3,200 characters', () => {
		expectAccepted(decide(byForm({ ...sms, text: 'x'.repeat(3_200) }), unsigned));
		expectRefused(decide(byForm({ ...sms, text: 'x'.repeat(3_201) }), unsigned), 413);
		expectRefused(decide(byForm(signed({ ...sms, text: 'x'.repeat(3_201) }))), 413);
	});

	it('of a text joined by the Messages API must not exceed 3,200 characters per part', () => {
		const long = (text: string, num_messages: string) =>
			decide(byJson({ ...messagesV1, text, sms: { num_messages } }), unsigned);
		expectAccepted(long('x'.repeat(6_400), '2'));
		expectRefused(long('x'.repeat(6_401), '2'), 413);
	});

	it('of data must not exceed 1,120 bytes', () => {
		expectAccepted(decide(byForm({ ...binary, data: '00'.repeat(1_120) }), unsigned));
		expectRefused(decide(byForm({ ...binary, data: '00'.repeat(1_121) }), unsigned), 413);
	});
});

describe('parameters', () => {
	it('are limited to 200', () => {
		const many = (count: number) => Array.from({ length: count }, (_, i) => `p${i}=1`).join('&');
		const known = new URLSearchParams(sms).toString();
		expectAccepted(decide(byRawQuery(`${known}&${many(192)}`), unsigned));
		expect(expectRefused(decide(byRawQuery(`${known}&${many(193)}`), unsigned), 400)).toContain(
			'too many',
		);
	});

	it.each([
		['a query', byRawQuery('a&'.repeat(10_000))],
		['a form', byForm(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`p${i}`, '1'])))],
		['empty pairs', byRawQuery('&'.repeat(10_000))],
		['JSON', byJson(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`p${i}`, 1])))],
	])('are rejected by the thousand: %s', (_, webhook) => {
		expect(expectRefused(decide(webhook), 400)).toContain('too many parameters');
	});

	it.each(['__proto__', 'constructor', 'prototype'])('cannot be called %s', (name) => {
		const record = JSON.stringify(sms).replace('{', `{"${name}":{"polluted":1},`);
		const nested = JSON.stringify(messagesV1).replace(
			'"sms":{',
			`"sms":{"${name}":{"polluted":1},`,
		);
		for (const webhook of [
			byRawQuery(`${name}=1`),
			byRawQuery(`${name.replace('o', '%6F')}[polluted]=1&${name}=1`),
			post(record, JSON_TYPE),
			post(record, null),
			post(record.replace('"__', '"\\u005f_'), JSON_TYPE),
			post(nested, JSON_TYPE),
		]) {
			expect(expectRefused(decide(webhook, unsigned), 400)).toContain(`"${name}"`);
		}
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it('can have the names of properties that every object has', () => {
		const inbound = decide(byForm({ ...sms, toString: 'x', hasOwnProperty: 'y' }), unsigned);
		expect(expectAccepted(inbound)).toMatchObject({
			record: { toString: 'x', hasOwnProperty: 'y' },
		});
		expectRefused(decide(byForm({ valueOf: 'x' }), unsigned), 400);
	});

	it('with brackets in their names are not read as lists or objects', () => {
		expectRefused(decide(byForm({ 'text[]': 'a', 'messageId[x]': 'b' }), unsigned), 400);
	});
});
