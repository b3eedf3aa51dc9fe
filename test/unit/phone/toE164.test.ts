import { countryOf, toE164 } from '../../../nodes/VonageSms/phone';

describe('toE164', () => {
	it.each([
		['14155550100', '+14155550100', 'US'],
		['12042345678', '+12042345678', 'CA'],
		['+49 (151) 123-456.78', '+4915112345678', 'DE'],
		['004915112345678', '+4915112345678', 'DE'],
		[' 5511912345678', '+5511912345678', 'BR'],
	])('reads %p', (value, e164, country) => {
		expect(toE164(value)).toBe(e164);
		expect(countryOf(e164)).toBe(country);
	});

	it.each([
		['80012345678', '+80012345678'],
		['999123456', '+999123456'],
	])('knows no country of %s', (value, e164) => {
		expect(toE164(value)).toBe(e164);
		expect(countryOf(e164)).toBeNull();
	});

	it.each(['VONAGETEST', 'MTN', 'Shop24', '12345', '0151234567', '1234567890123456', '', '+', ' '])(
		'takes %p for no number',
		(value) => {
			expect(toE164(value)).toBeNull();
		},
	);

	it.each([
		['0151 12345678', 'DE', '+4915112345678'],
		['(415) 555-0100', 'US', '+14155550100'],
		['14155550100', 'US', '+14155550100'],
		['4915112345678', 'de', '+4915112345678'],
		['07700 900001', 'GB', '+447700900001'],
		['+4915112345678', 'US', '+4915112345678'],
		['004915112345678', 'US', '+4915112345678'],
	])('reads %p as it is written in %s', (value, country, e164) => {
		expect(toE164(value, country)).toBe(e164);
	});

	it('does without a default country that there is not', () => {
		expect(toE164('4915112345678', 'XX')).toBe('+4915112345678');
	});
});
