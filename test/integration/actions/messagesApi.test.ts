import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ settings: { receipts: false } });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

const application = (): ICredentialDataDecryptedObject => ({
	applicationId: simulator.applications[0]?.id ?? '',
	privateKey: simulator.privateKey.replace(/\n/g, ' '),
});

const send = async (
	parameters: INodeParameters = {},
	extra: ICredentialDataDecryptedObject = application(),
) =>
	await runNode({
		parameters: { ...message, api: 'messages', ...parameters },
		credential: credentialFor(simulator, extra),
	});

const sentBody = (): unknown => JSON.parse(simulator.requests.at(-1)?.body ?? '');

describe('sending through the Messages API', () => {
	it('returns an item with the message ID and the number of segments', async () => {
		const { items, error } = await send({ text: 'x'.repeat(200) });
		expect(error).toBeUndefined();
		const id = simulator.sent[0]?.ids[0];
		expect(items[0]?.json).toEqual({
			id,
			ids: [id],
			to: '+447700900123',
			from: '+447700900001',
			api: 'messages',
			status: 'submitted',
			segments: 2,
			segmentsSaved: 0,
			encoding: 'GSM-7',
			price: null,
			currency: null,
			remainingBalance: null,
			network: null,
			clientRef: null,
			reason: null,
		});
	});

	it('authenticates each request with a new token', async () => {
		await runNode({
			parameters: { ...message, api: 'messages', to: '={{ $json.to }}' },
			items: [{ to: '447700900002' }, { to: '447700900003' }],
			credential: credentialFor(simulator, application()),
		});
		const headers = simulator.requests.map((request) => request.headers.authorization);
		expect(headers).toHaveLength(2);
		expect(headers.every((header) => header?.startsWith('Bearer '))).toBe(true);
		expect(headers[0]).not.toBe(headers[1]);
	});

	it('authenticates with key and secret if the credential has no application', async () => {
		const { items } = await send({}, {});
		expect(items[0]?.json.status).toBe('submitted');
		expect(simulator.requests[0]?.headers.authorization).toMatch(/^Basic /);
	});

	it('requests status webhooks in the format that the trigger reads', async () => {
		await send({
			additionalFields: {
				callbackUrl: 'https://example.com/receipts',
				clientRef: 'order-1',
				ttl: 3600,
				trustedNumber: true,
				contentId: 'c1',
				entityId: 'e1',
				poolId: 'p1',
			},
		});
		expect(sentBody()).toEqual({
			message_type: 'text',
			channel: 'sms',
			from: '447700900001',
			to: '447700900123',
			text: 'Hello',
			client_ref: 'order-1',
			webhook_url: 'https://example.com/receipts',
			webhook_version: 'v1',
			ttl: 3600,
			trusted_recipient: true,
			sms: { content_id: 'c1', entity_id: 'e1', pool_id: 'p1' },
		});
	});

	it.each([
		['auto', undefined],
		['gsm7', 'text'],
		['unicode', 'unicode'],
	])('names the encoding %s as Vonage does', async (encoding, wanted) => {
		await send({ options: { encoding } });
		expect(sentBody()).toMatchObject({ text: 'Hello' });
		expect((sentBody() as { sms?: { encoding_type: string } }).sms?.encoding_type).toBe(wanted);
	});
});

describe('a message that the Messages API rejects', () => {
	it.each([
		['1020', "Vonage doesn't accept the value of a parameter"],
		['1060', 'The Vonage account is barred from sending'],
		['1070', "The Vonage account doesn't have enough credit"],
		['1120', "Vonage doesn't accept this sender"],
		['1160', 'A trial account can only send to its test numbers'],
		['1170', "The recipient isn't valid"],
		['1240', 'The recipient has opted out of your messages'],
		['1460', 'The daily limit of the 10DLC campaign is reached'],
		['1473', 'Fraud Defender blocked the message'],
		['1482', 'A country regulation blocked the message'],
	])(
		'fails with an error that says what happened and what to do: code %s',
		async (status, wanted) => {
			simulator.failSend({ status, errorText: 'As Vonage puts it' });
			expect((await send()).error).toMatchObject({
				message: expect.stringContaining(`${wanted}`),
				context: { data: { status: 'failed', code: status } },
			});
			expect(simulator.requests).toHaveLength(1);
		},
	);

	it("includes Vonage's own description", async () => {
		const { error } = await send({ from: 'A name that is far too long' });
		expect(error?.message).toContain('The `from` parameter is invalid for the given channel');
	});

	it('names the same parameters as Vonage', async () => {
		const { error } = await send({ additionalFields: { callbackUrl: 'https://a_b.example.com' } });
		expect(error?.message).toContain('webhook_url: must be a URL');
	});

	it('is sent again after the wait of an HTTP 429', async () => {
		simulator.fail({ endpoint: '/v1/messages', status: 429, headers: { 'Retry-After': '0.2' } });
		expect((await send()).items[0]?.json.status).toBe('submitted');
		expect(simulator.requests).toHaveLength(2);
	});

	it('is sent again if its code means that it was throttled', async () => {
		simulator.failSend({ status: '1000' });
		expect((await send()).items[0]?.json.status).toBe('submitted');
	});

	it.each([
		['an internal error', () => simulator.failSend({ status: '1030' })],
		['a segment that timed out', () => simulator.failSend({ status: '1490' })],
		[
			'a broken connection',
			() => simulator.fail({ endpoint: '/v1/messages', drop: 'afterEffect' }),
		],
	])('is reported as unknown and not sent again after %s', async (_, plan) => {
		plan();
		expect((await send()).error?.message).toMatch(/^It's unknown whether the SMS was sent\./);
		expect(simulator.requests).toHaveLength(1);
	});

	it('names the credential fields to check if the application is wrong', async () => {
		const { error } = await send({}, { ...application(), applicationId: 'another' });
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^Vonage doesn't accept the application ID and private key\. .*'Private Key'/,
			),
		});
	});

	it('is not sent if the private key cannot be read', async () => {
		const { error } = await send({}, { ...application(), privateKey: 'not a key' });
		expect(error?.message).toMatch(
			/^'Private Key' in the Vonage SMS API credential can't be read\. Paste/,
		);
		expect(simulator.requests).toHaveLength(0);
	});
});
