import { parseAllowedAddresses } from '../../../nodes/VonageSms/inbound';
import { byQuery, decide, expectAccepted, expectRefused, policy, signed, sms } from './requests';

describe('the list of allowed addresses', () => {
	it.each(['', '  ', ',', ' ,\n'])('is null if it is empty: %j', (list) => {
		expect(parseAllowedAddresses(list)).toBeNull();
	});

	it.each<[string, string]>([
		['192.0.2.7', '192.0.2.7'],
		['192.0.2.0/24', '192.0.2.255'],
		['192.0.2.0/24', '::ffff:192.0.2.9'],
		['::ffff:192.0.2.7', '192.0.2.7'],
		['::FFFF:192.0.2.0/120', '192.0.2.200'],
		['2001:db8::/32', '2001:db8:1::1'],
		['2001:DB8::1', '2001:db8:0:0:0:0:0:1'],
		['fe80::/10', 'fe80::1%eth0'],
		['10.0.0.1, 192.0.2.7', '192.0.2.7'],
		['10.0.0.1\n192.0.2.7', '192.0.2.7'],
		['0.0.0.0/0', '203.0.113.5'],
	])('%j allows %s', (list, address) => {
		expect(parseAllowedAddresses(list)?.allows(address)).toBe(true);
	});

	it.each<[string, string]>([
		['192.0.2.7', '192.0.2.8'],
		['192.0.2.0/24', '192.0.3.1'],
		['192.0.2.0/24', '::ffff:192.0.3.1'],
		['2001:db8::/32', '2001:db9::1'],
		['0.0.0.0/0', '2001:db8::1'],
		['192.0.2.7', ''],
		['192.0.2.7', 'localhost'],
	])('%j does not allow %j', (list, address) => {
		expect(parseAllowedAddresses(list)?.allows(address)).toBe(false);
	});

	it.each([
		'localhost',
		'192.0.2',
		'192.0.2.256',
		'192.0.2.0/33',
		'192.0.2.0/-1',
		'192.0.2.0/',
		'192.0.2.0/1e1',
		'192.0.2.0/24/8',
		'2001:db8::/129',
		'::ffff:192.0.2.0/95',
		'192.0.2.1-192.0.2.9',
		'*',
	])('is rejected with an error that names %j', (entry) => {
		expect(() => parseAllowedAddresses(`192.0.2.1, ${entry}`)).toThrow(`"${entry}"`);
	});

	it('is checked first, so a stranger learns nothing, even with a valid signature', () => {
		const by = policy({ allowedIps: parseAllowedAddresses('198.51.100.0/24') });
		const webhook = byQuery(signed(sms));
		expectRefused(decide({ ...webhook, ip: '192.0.2.1' }, by), 503);
		expectRefused(decide({ ...webhook, ip: undefined }, by), 503);
		expectRefused(decide({ ...webhook, url: `/?${'x'.repeat(70_000)}` }, by), 503);
		expectAccepted(decide({ ...webhook, ip: '198.51.100.9' }, by));
		expectAccepted(decide({ ...webhook, ip: undefined }));
	});

	it('does not apply to URL checks, which Vonage sends from unknown addresses and which have no effect', () => {
		const by = policy({ allowedIps: parseAllowedAddresses('198.51.100.0/24') });
		const bare = {
			method: 'GET',
			url: '/webhook/1/vonage-sms',
			headers: {},
			body: Buffer.alloc(0),
			ip: '192.0.2.1',
		};
		expect(decide(bare, by)).toEqual({ kind: 'accepted', inbound: { kind: 'urlCheck' } });
		expectRefused(decide({ ...bare, url: '/webhook/1/vonage-sms?a=b' }, by), 503);
	});
});
