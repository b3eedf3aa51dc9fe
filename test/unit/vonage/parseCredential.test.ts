import { parseCredential } from '../../../nodes/VonageSms/vonage/credential';

test('white space pasted along with a value is removed', () => {
	const credential = parseCredential({
		apiKey: ' abcd1234\n',
		apiSecret: '\tsecret ',
		signatureSecret: 'signature\r\n',
		signatureMethod: 'sha256',
		applicationId: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab ',
		privateKey: '\nPEM\n',
		restUrl: ' https://proxy.example.com/vonage/ ',
		apiUrl: 'https://api-eu.nexmo.com//',
	});
	expect(credential).toEqual({
		apiKey: 'abcd1234',
		apiSecret: 'secret',
		signatureSecret: 'signature',
		signatureMethod: 'sha256',
		applicationId: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
		privateKey: 'PEM',
		restUrl: 'https://proxy.example.com/vonage',
		apiUrl: 'https://api-eu.nexmo.com',
	});
});

test.each([{}, undefined, { apiKey: null, signatureMethod: 'sha3', restUrl: ' ' }])(
	'%j gets Vonage’s own hosts, the default method, and empty text for the rest',
	(data) => {
		expect(parseCredential(data as never)).toEqual({
			apiKey: '',
			apiSecret: '',
			signatureSecret: '',
			signatureMethod: 'md5hash',
			applicationId: '',
			privateKey: '',
			restUrl: 'https://rest.nexmo.com',
			apiUrl: 'https://api.nexmo.com',
		});
	},
);
