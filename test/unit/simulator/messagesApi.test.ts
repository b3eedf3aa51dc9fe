import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { callJson } from './account';

const good = {
	message_type: 'text',
	channel: 'sms',
	to: '447700900123',
	from: '447700900001',
	text: 'Hello 😀',
};

// Published only as ES modules.
const jose = import('jose');

describe('Messages API, sending', () => {
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	beforeEach(() => simulator.reset());
	afterAll(() => simulator.close());

	const send = (body: unknown, headers?: Record<string, string>): ReturnType<typeof callJson> =>
		callJson(simulator, '/v1/messages', body, { headers });
	const token = async (
		claims: Record<string, unknown> = {},
		key = simulator.privateKey,
	): Promise<string> =>
		`Bearer ${await new (await jose).SignJWT({
			application_id: simulator.applications[0]?.id,
			jti: 'one',
			iat: Math.floor(Date.now() / 1000),
			...claims,
		})
			.setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
			.sign(createPrivateKey(key))}`;

	it('accepts a message with key and secret', async () => {
		const { status, body, headers } = await send(good);
		expect({ status, body }).toEqual({ status: 202, body: { message_uuid: expect.any(String) } });
		expect(headers.get('x-request-id')).toEqual(expect.any(String));
		expect(simulator.sent).toMatchObject([{ api: 'messages', text: 'Hello 😀', type: 'unicode' }]);
	});

	it('accepts a message with a token of the application', async () => {
		expect((await send(good, { Authorization: await token() })).status).toBe(202);
	});

	it.each([
		['for an unknown application', { application_id: 'none' }],
		['without an id', { jti: undefined }],
		['that has expired', { exp: 1_700_000_000, iat: 1_699_999_000 }],
		['that is valid for more than a day', { exp: Math.floor(Date.now() / 1000) + 25 * 3600 }],
	])('rejects a token %s', async (_case, claims) => {
		expect(await send(good, { Authorization: await token(claims) })).toMatchObject({
			status: 401,
			body: { title: 'You did not provide correct credentials.' },
		});
	});

	it('rejects the token of an application without the Messages capability', async () => {
		const [application] = simulator.applications;
		if (application) application.capabilities = { voice: {} };
		const answer = await send(good, { Authorization: await token() });
		const type = 'https://developer.vonage.com/api-errors/#unprovisioned';
		expect(answer).toMatchObject({ status: 401, body: { type } });
	});

	it('rejects a token signed with another key', async () => {
		const { privateKey } = generateKeyPairSync('rsa', {
			modulusLength: 2048,
			publicKeyEncoding: { type: 'spki', format: 'pem' },
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		});
		expect((await send(good, { Authorization: await token({}, privateKey) })).status).toBe(401);
	});

	it('rejects a token whose header names an algorithm other than RS256', async () => {
		const [, payload] = (await token()).split('.');
		const signed = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}`;
		const signature = sign('RSA-SHA256', Buffer.from(signed), simulator.privateKey);
		const Authorization = `Bearer ${signed}.${signature.toString('base64url')}`;
		expect((await send(good, { Authorization })).status).toBe(401);
	});

	it('rejects a token signed with the public key as a secret', async () => {
		const forged = await new (await jose).SignJWT({
			application_id: simulator.applications[0]?.id,
			jti: 'one',
			iat: Math.floor(Date.now() / 1000),
		})
			.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
			.sign(Buffer.from(simulator.applications[0]?.keys.public_key ?? ''));
		expect((await send(good, { Authorization: `Bearer ${forged}` })).status).toBe(401);
	});

	it.each([
		['text', ''],
		['ttl', 10],
	])('names %s if it is wrong', async (name, value) => {
		expect(await send({ ...good, [name]: value })).toMatchObject({
			status: 422,
			body: { title: 'Invalid params', invalid_parameters: [{ name, reason: expect.any(String) }] },
		});
	});

	it('sends characters that were forced into text as question marks', async () => {
		await send({ ...good, sms: { encoding_type: 'text' } });
		expect(simulator.sent[0]?.text).toBe('Hello ?');
	});

	it.each([
		['1240', 422],
		['1000', 429],
		['1030', 500],
	])('fails with code %s as planned', async (status, http) => {
		simulator.failSend({ status });
		expect(await send(good)).toMatchObject({
			status: http,
			body: { type: `https://developer.vonage.com/api-errors/messages#${status}` },
		});
	});

	it('answers 402 if the balance is too low', async () => {
		simulator.account.balance = 0;
		expect((await send(good)).status).toBe(402);
	});
});
