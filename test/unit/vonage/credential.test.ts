import { VonageSmsApi } from '../../../credentials/VonageSmsApi.credentials';

const credential = new VonageSmsApi();
const field = (name: string) => credential.properties.find((property) => property.name === name);

test('the credential has the fields that workflows rely on', () => {
	expect(credential.name).toBe('vonageSmsApi');
	const fields = credential.properties.filter(({ type }) => type !== 'notice');
	expect(fields.map(({ name, default: value }) => [name, value])).toEqual([
		['apiKey', ''],
		['apiSecret', ''],
		['signatureSecret', ''],
		['signatureMethod', 'md5hash'],
		['applicationId', ''],
		['privateKey', ''],
		['restUrl', 'https://rest.nexmo.com'],
		['apiUrl', 'https://api.nexmo.com'],
	]);
});

test.each(['apiKey', 'apiSecret', 'signatureSecret', 'privateKey'])('%s is masked', (name) => {
	expect(field(name)?.typeOptions?.password).toBe(true);
});

test('the five signature methods match the dashboard', () => {
	expect(
		field('signatureMethod')?.options?.map((option) => 'value' in option && option.value),
	).toEqual(['md5hash', 'md5', 'sha1', 'sha256', 'sha512']);
});

test('requests use Basic auth without an expression, so that n8n can add it at any time', async () => {
	const credentials = { apiKey: ' abcd1234', apiSecret: 'secret\n' };
	const request = { url: 'https://rest.nexmo.com', headers: { Accept: 'application/json' } };
	expect(await credential.authenticate(credentials, request)).toEqual({
		...request,
		auth: { username: 'abcd1234', password: 'secret' },
	});
});
