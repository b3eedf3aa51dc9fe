import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { signParameters } from '../../simulator/webhooks/signing';
import { call, callAtOneMoment, callJson } from './account';

const good = { from: '447700900001', to: '447700900123', text: 'Hello' };

describe('SMS API, sending', () => {
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	beforeEach(() => simulator.reset());
	afterAll(() => simulator.close());

	const send = (form: Record<string, string>): ReturnType<typeof call> =>
		call(simulator, '/sms/json', form);
	const refusal = (status: string, text: unknown = expect.any(String)): object => ({
		status: 200,
		body: { 'message-count': '1', messages: [{ status, 'error-text': text }] },
	});
	const signed = (form: Record<string, string>): Promise<Response> => {
		const { apiKey, signatureSecret } = simulator.account;
		const all = { ...form, api_key: apiKey, timestamp: '1700000000' };
		const sig = signParameters(all, signatureSecret, 'md5hash');
		return fetch(`${simulator.url}/sms/json`, {
			method: 'POST',
			body: new URLSearchParams({ ...all, sig }),
		});
	};

	it('returns one entry per part, with strings only, and charges for each', async () => {
		const { body } = await send({ ...good, text: 'x'.repeat(161), 'client-ref': 'mine' });
		expect(body).toEqual({
			'message-count': '2',
			messages: ['10.24670000', '10.21340000'].map((balance) => ({
				to: '447700900123',
				'message-id': expect.stringMatching(/^[0-9A-F]{16}$/),
				status: '0',
				'remaining-balance': balance,
				'message-price': '0.03330000',
				network: '23410',
				'client-ref': 'mine',
			})),
		});
		expect(simulator.account.balance).toBe(10.2134);
	});

	it('accepts JSON', async () => {
		await callJson(simulator, '/sms/json', good);
		expect(simulator.sent).toMatchObject([{ to: '447700900123', text: 'Hello', parts: 1 }]);
	});

	it('loses characters that plain text cannot contain, and keeps them as unicode', async () => {
		await send({ ...good, text: 'ça 😀' });
		await send({ ...good, text: 'ça 😀', type: 'unicode' });
		expect(simulator.sent.map(({ text }) => text)).toEqual(['?a ?', 'ça 😀']);
	});

	it.each([
		['no recipient', { to: '' }, '2', 'Missing to param'],
		['no text', { text: '' }, '2', 'Missing text param'],
		['a recipient with +', { to: '+447700900123' }, '3', 'Invalid value for param: to'],
		['a time to live out of range', { ttl: '1000' }, '3', 'Invalid value for param: ttl'],
		['a long sender', { from: 'TwelveLetter' }, '15', undefined],
		['more than 3200 characters', { text: 'x'.repeat(3201) }, '12', undefined],
		[
			'a callback of 101 characters',
			{ callback: `https://a.example/${'x'.repeat(83)}` },
			'23',
			undefined,
		],
		['binary without hex', { type: 'binary', body: 'xy', udh: '00' }, '6', undefined],
	])('answers HTTP 200 and a status for %s', async (_case, change, status, text) => {
		expect(await send({ ...good, ...change })).toMatchObject(
			refusal(status, text ?? expect.any(String)),
		);
		expect(simulator.sent).toEqual([]);
	});

	it('distinguishes wrong credentials from missing ones', async () => {
		const without = await fetch(`${simulator.url}/sms/json?to=1`);
		expect(await without.json()).toMatchObject({ messages: [{ status: '2' }] });
		const wrong = await fetch(`${simulator.url}/sms/json?api_key=a&api_secret=b`);
		expect(await wrong.json()).toMatchObject({ messages: [{ status: '4' }] });
	});

	it('accepts a signature instead of the secret, and rejects a wrong one', async () => {
		expect(await (await signed(good)).json()).toMatchObject({ messages: [{ status: '0' }] });
		const { apiKey } = simulator.account;
		const answer = await fetch(`${simulator.url}/sms/json`, {
			method: 'POST',
			body: new URLSearchParams({ ...good, api_key: apiKey, timestamp: '1', sig: 'abc' }),
		});
		expect(await answer.json()).toMatchObject({ messages: [{ status: '14' }] });
	});

	it('rejects a signature together with a secret', async () => {
		expect(await send({ ...good, sig: 'abc' })).toMatchObject(refusal('32'));
	});

	it('rejects messages that the balance does not cover', async () => {
		simulator.account.balance = 0.05;
		expect(await send({ ...good, text: 'x'.repeat(161) })).toMatchObject(refusal('9'));
		expect(simulator.account.balance).toBe(0.05);
	});

	it.each(['1', '5', '7', '8', '10', '11', '17', '22', '29', '33'])(
		'fails with status %s once, as planned',
		async (status) => {
			simulator.failSend({ to: good.to, status });
			expect(await send(good)).toMatchObject(refusal(status));
			expect(await send(good)).toMatchObject({ body: { messages: [{ status: '0' }] } });
		},
	);

	it('fails single parts as planned', async () => {
		simulator.failSend({ status: '5', parts: [2] });
		const { body } = await send({ ...good, text: 'x'.repeat(161) });
		expect(body).toMatchObject({ messages: [{ status: '0' }, { status: '5' }] });
		expect(simulator.sent[0]?.ids).toHaveLength(1);
	});

	it('throttles after 30 requests in a second, and returns the milliseconds to wait', async () => {
		simulator.settings.limits = 'real';
		const answers = await callAtOneMoment(31, () => send(good));
		const texts = answers.flatMap(
			({ body }) => JSON.stringify(body).match(/wait \[ \d+ \]/g) ?? [],
		);
		expect(texts.length).toBeGreaterThan(0);
	});
});
