import { generateKeyPairSync } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { testVonageCredential } from '../../../nodes/VonageSms/vonage/credentialTest';
import { startSimulator, type Simulator } from '../../simulator';
import { credentialTestContext } from '../contexts';

const account = { apiKey: 'abcd1234', apiSecret: 's3:cret', balance: 10.28 };
let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ account });
});
afterAll(async () => {
	await simulator.close();
});

async function tested(changes: ICredentialDataDecryptedObject = {}) {
	const { apiKey, apiSecret } = account;
	const data = { apiKey, apiSecret, restUrl: simulator.url, ...changes };
	const context = credentialTestContext({
		nodeType: new VonageSms(),
		parameters: {},
		credential: data,
	});
	return await testVonageCredential.call(context, {
		id: '1',
		name: 'Vonage',
		type: 'vonageSmsApi',
		data,
	});
}

test.each([new VonageSms(), new VonageSmsTrigger()])(
	'a node has the test that it declares',
	(node) => {
		const { credentials = [] } = node.description;
		const named = credentials.find(({ name }) => name === 'vonageSmsApi')?.testedBy;
		expect(Object.entries(node.methods.credentialTest)).toEqual([[named, testVonageCredential]]);
	},
);

test('shows the balance', async () => {
	expect(await tested()).toEqual({ status: 'OK', message: 'Connected. Balance: 10.28 EUR' });
});

test('says what to do about a wrong secret, without showing it', async () => {
	const { status, message } = await tested({ apiSecret: 'not this' });
	expect(status).toBe('Error');
	expect(message).toMatch(/doesn't accept the API key and secret\. .*'API Secret'/);
	expect(message).not.toContain('not this');
});

test.each([
	['without a server', 'http://vonage.invalid', "vonage.invalid can't be reached"],
	['that is invalid', 'rest.nexmo.com', 'The credential contains an invalid URL (rest.nexmo.com)'],
])('reports a REST URL %s', async (_, restUrl, expected) => {
	const { status, message } = await tested({ restUrl });
	expect(status).toBe('Error');
	expect(message).toContain(expected);
});

test('reports a REST URL that does not belong to Vonage', async () => {
	const { status, message } = await tested({ restUrl: `${simulator.url}/?` });
	expect(status).toBe('Error');
	expect(message).toMatch(/isn't from Vonage\. .*'REST URL'/);
});

test('reports a private key that cannot be read', async () => {
	const { status, message } = await tested({ privateKey: '-----BEGIN PRIVATE KEY-----' });
	expect(status).toBe('Error');
	expect(message).toContain("'Private Key'");
});

test('accepts a private key on one line', async () => {
	const { privateKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	const { status } = await tested({ privateKey: privateKey.replaceAll('\n', '\\n') });
	expect(status).toBe('OK');
});
