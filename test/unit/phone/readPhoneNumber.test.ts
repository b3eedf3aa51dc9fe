import { readPhoneNumber, visible } from '../../../nodes/VonageSms/phone';

describe('readPhoneNumber', () => {
	it.each([
		['+44 (0)7700 900123', '+447700900123'],
		['44 07700 900123', '+447700900123'],
		['+44 07700 900123', '+447700900123'],
		['0044 (0)7700 900123', '+447700900123'],
		['(+44) 7700 900123', '+447700900123'],
		['[+44] 7700/900.123', '+447700900123'],
		['447700900123', '+447700900123'],
		['+49 (0) 151 12345678', '+4915112345678'],
		['+43 (0)664 1234567', '+436641234567'],
		['+36 (06) 20 123 4567', '+36201234567'],
		['+7 (8) 912 345-67-89', '+79123456789'],
		['+1 (415) 555-0100', '+14155550100'],
		['+225 07 07 12 34 56', '+2250707123456'],
		['+54 11 15 2345-6789', '+5491123456789'],
		['5215512345678', '+525512345678'],
	])('reads %p', (value, e164) => {
		expect(readPhoneNumber(value)).toEqual({ kind: 'number', e164 });
	});

	it.each([
		['+39 06 698 12345', '+390669812345'],
		['+39 (06) 698 12345', '+390669812345'],
		['+39 (0)6 698 12345', '+390669812345'],
	])("keeps the zero of Italy's %p", (value, e164) => {
		expect(readPhoneNumber(value)).toEqual({ kind: 'number', e164 });
	});

	it.each([
		['+34 (0)612 345 678', '+34612345678'],
		['+352 (0)621 123 456', '+352621123456'],
		['+47 (0) 912 34 567', '+4791234567'],
	])('drops the zero of %p, because numbers in its country have none', (value, e164) => {
		expect(readPhoneNumber(value)).toEqual({ kind: 'number', e164 });
	});

	it.each([
		['isolates', '\u2068+447700900123\u2069'],
		['an embedding', '\u202A+447700900123\u202C'],
		['direction marks in between', '+44\u200E7700\u200F900123'],
		['a byte order mark', '\uFEFF+447700900123'],
		['a zero-width space', '+44\u200B7700900123'],
		['a soft hyphen', '+44\u00AD7700900123'],
		['no-break spaces', '+44\u00A07700\u202F900123'],
		['a non-breaking hyphen', '+44\u20117700\u2011900123'],
		['en dashes', '+44\u20137700\u2013900123'],
		['minus signs', '+44\u22127700\u2212900123'],
		[
			'a full-width plus and digits',
			'\uFF0B\uFF14\uFF14\uFF17\uFF17\uFF10\uFF10\uFF19\uFF10\uFF10\uFF11\uFF12\uFF13',
		],
		['full-width brackets', '+44\uFF080\uFF097700900123'],
		['Arabic digits', '+\u0664\u0664\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663'],
		[
			'Devanagari digits',
			'+\u096A\u096A\u096D\u096D\u0966\u0966\u096F\u0966\u0966\u0967\u0968\u0969',
		],
		['a tel: URI', 'tel:+44-7700-900123'],
		['a tel: URI with parameters', 'TEL:+447700900123;isub=1'],
		['a tel: URI with its context', 'tel:7700900123;phone-context=+44'],
		['an sms: link with a body', 'sms:%2B447700900123?body=hi'],
	])('reads a number with %s', (_, value) => {
		expect(readPhoneNumber(value)).toEqual({ kind: 'number', e164: '+447700900123' });
	});

	it.each([
		['0151 12345678', 'DE', '+4915112345678'],
		['(0151) 12345678', 'de', '+4915112345678'],
		['(415) 555-0100', 'US', '+14155550100'],
		['14155550100', 'US', '+14155550100'],
		['011 44 7700 900123', 'US', '+447700900123'],
		['4915112345678', 'DE', '+4915112345678'],
		['07700 900001', 'GB', '+447700900001'],
		['44 07700 900001', 'GB', '+447700900001'],
		['06 698 12345', 'IT', '+390669812345'],
		['+4915112345678', 'US', '+4915112345678'],
		['004915112345678', 'US', '+4915112345678'],
	])('reads %p as people write it in %s', (value, country, e164) => {
		expect(readPhoneNumber(value, country)).toEqual({ kind: 'number', e164 });
	});

	it.each([
		['447700900123, 447700900124', 'several'],
		['447700900123;447700900124', 'several'],
		['+447700900123\n+447700900124', 'several'],
		['+447700900123 +447700900124', 'several'],
		['+44 7700', 'tooShort'],
		['+1 415 555 010', 'tooShort'],
		['+44 7700 900123 45', 'tooLong'],
		['447700900123447700900124', 'tooLong'],
		['07700 900123', 'countryCode'],
		['+999 123 456 789', 'countryCode'],
		['+44 7700 9OO123', 'characters'],
		['447700900123x', 'characters'],
		['+44 7700 900123 ext 5', 'characters'],
		['+447700\u0000900123', 'characters'],
		['--', 'characters'],
		['+', 'characters'],
	])('rejects %p as %s', (value, problem) => {
		expect(readPhoneNumber(value)).toEqual({ kind: 'invalid', problem });
	});

	it('rejects a default country that does not exist', () => {
		const reading = readPhoneNumber('07700900123', 'UK');
		expect(reading).toEqual({ kind: 'invalid', problem: 'defaultCountry' });
	});

	it.each([
		['60777', { kind: 'shortCode', digits: '60777' }],
		[' 607-77 ', { kind: 'shortCode', digits: '60777' }],
		['ACME', { kind: 'senderId', text: 'ACME' }],
		['\u200EShop24\uFEFF', { kind: 'senderId', text: 'Shop24' }],
		[' \u200B ', { kind: 'empty' }],
	])('recognizes %p', (value, reading) => {
		expect(readPhoneNumber(value)).toEqual(reading);
	});
});

describe('visible', () => {
	it('shows invisible characters', () => {
		expect(visible('+44\u200B7700\u0000')).toBe('+44[U+200B]7700[U+0000]');
	});

	it('cuts long texts', () => {
		expect(visible('x'.repeat(50))).toBe(`${'x'.repeat(30)}…`);
	});
});
