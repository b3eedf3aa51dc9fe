import { isLoopback, shownUrl, whyNotPublic } from '../../../nodes/VonageSms/registration/urls';

test.each([
	'https://n8n.example.com/webhook/x',
	'https://n8n.example.com:8443/webhook/x',
	'https://203.0.113.7/webhook/x',
	'https://3.example.com/webhook/x',
	'http://n8n.example.com/webhook/x',
	'https://[2001:db8::1]/webhook/x',
])('%s can be called', (url) => {
	expect(whyNotPublic(url)).toBeNull();
});

test.each([
	['https://localhost:5678/webhook/x', 'only reachable on this machine'],
	['https://127.1.2.3/webhook/x', 'only reachable on this machine'],
	['https://0.0.0.0/webhook/x', 'only reachable on this machine'],
	['https://[::1]:5678/webhook/x', 'only reachable on this machine'],
	['https://10.1.2.3/webhook/x', 'private network'],
	['https://172.31.0.1/webhook/x', 'private network'],
	['https://192.168.178.2/webhook/x', 'private network'],
	['https://169.254.1.1/webhook/x', 'private network'],
	['https://100.64.0.1/webhook/x', 'private network'],
	['https://[fd00::1]/webhook/x', 'private network'],
	['https://[fe80::1]/webhook/x', 'private network'],
	['https://n8n:5678/webhook/x', 'private network'],
	['https://n8n.local/webhook/x', 'private network'],
	['https://my_n8n.example.com/webhook/x', 'underscore'],
	['n8n.example.com/webhook/x', "isn't a URL"],
	['ftp://n8n.example.com/webhook/x', 'http or https URL'],
])('%s cannot be called', (url, reason) => {
	expect(whyNotPublic(url)).toContain(reason);
});

test.each(['localhost', '127.0.0.1', '[::1]', 'vonage.localhost'])('%s is this machine', (host) => {
	expect(isLoopback(host)).toBe(true);
});

test.each(['rest.nexmo.com', '10.0.0.1', '[2001:db8::1]'])('%s is another machine', (host) => {
	expect(isLoopback(host)).toBe(false);
});

test('a URL is shown without parts that may be secret', () => {
	expect(shownUrl('https://user:word@sms.example.com:8080/in?token=abc#x')).toBe(
		'https://sms.example.com:8080/in?…',
	);
	expect(shownUrl('https://sms.example.com/in')).toBe('https://sms.example.com/in');
	expect(shownUrl('sms')).toBe("something that isn't a URL");
});
