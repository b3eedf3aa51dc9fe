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
	])('finds no country for %s', (value, e164) => {
		expect(toE164(value)).toBe(e164);
		expect(countryOf(e164)).toBeNull();
	});

	it.each(['VONAGETEST', 'MTN', 'Shop24', '12345', '0151234567', '1234567890123456', '', '+', ' '])(
		'returns null for %p',
		(value) => {
			expect(toE164(value)).toBeNull();
		},
	);
});
