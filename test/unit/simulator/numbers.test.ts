import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { call, callAtOneMoment } from './account';
import { startReceiver } from './webhookReceiver';
import type { WebhookReceiver } from './webhookReceiver';

const failed = { 'error-code': '420', 'error-code-label': 'method failed' };

describe('Numbers API', () => {
	let simulator: Simulator;
	let receiver: WebhookReceiver;

	beforeAll(async () => {
		simulator = await startSimulator();
		receiver = await startReceiver();
	});
	beforeEach(() => simulator.reset());
	afterAll(() => Promise.all([simulator.close(), receiver.close()]));

	const update = (form: Record<string, string>): ReturnType<typeof call> =>
		call(simulator, '/number/update', form);
	const ours = { country: 'GB', msisdn: '447700900001' };

	it('rejects a wrong secret with its own error body', async () => {
		const response = await fetch(`${simulator.url}/account/numbers`, {
			headers: { Authorization: `Basic ${btoa('abcd1234:wrong')}` },
		});
		expect(response.status).toBe(401);
		expect(await response.json()).toEqual({
			'error-code': '401',
			'error-code-label': 'authentication failed',
		});
	});

	it('accepts key and secret as parameters too', async () => {
		const { apiKey, apiSecret } = simulator.account;
		const query = `api_key=${apiKey}&api_secret=${apiSecret}`;
		const response = await fetch(`${simulator.url}/account/numbers?${query}`);
		expect(response.status).toBe(200);
	});

	it.each([
		['pattern=4477&search_pattern=0', ['447700900001']],
		['pattern=0100', []],
		['pattern=5501&search_pattern=1', ['14155550100']],
		['pattern=0001&search_pattern=2', ['447700900001']],
		['country=DE', ['4930123456']],
		['size=1&index=2', ['14155550100']],
		['has_application=true', []],
	])('lists for %s', async (query, msisdns) => {
		const { body } = await call(simulator, `/account/numbers?${query}`);
		if (msisdns.length === 0) expect(body).toEqual({});
		else expect(body).toMatchObject({ numbers: msisdns.map((msisdn) => ({ msisdn })) });
	});

	it('counts all matches, regardless of the page', async () => {
		const { body } = await call(simulator, '/account/numbers?size=2&index=2');
		expect(body).toMatchObject({ count: 3, numbers: [{ msisdn: '4930123456' }] });
	});

	it('rejects pages of more than 100', async () => {
		expect((await call(simulator, '/account/numbers?size=101')).status).toBe(420);
	});

	it('deletes every setting that an update omits', async () => {
		const application = simulator.applications[0]?.id ?? '';
		await update({
			...ours,
			moHttpUrl: receiver.url,
			app_id: application,
			voiceCallbackType: 'tel',
			voiceCallbackValue: '447700900999',
		});
		expect(simulator.numbers[0]).toMatchObject({ app_id: application, voiceCallbackType: 'tel' });
		const { body } = await update({ ...ours, moHttpUrl: receiver.url });
		expect(body).toEqual({ 'error-code': '200', 'error-code-label': 'success' });
		expect(simulator.numbers[0]).toStrictEqual({
			country: 'GB',
			msisdn: '447700900001',
			type: 'mobile-lvn',
			features: ['SMS', 'VOICE'],
			moHttpUrl: receiver.url,
		});
	});

	it('shows a linked application under the deprecated names too, and links by them', async () => {
		const application = simulator.applications[0]?.id ?? '';
		await update({ ...ours, messagesCallbackType: 'app', messagesCallbackValue: application });
		const { body } = await call(simulator, '/account/numbers?has_application=true');
		expect(body).toMatchObject({
			numbers: [
				{ app_id: application, messagesCallbackType: 'app', messagesCallbackValue: application },
			],
		});
	});

	it('removes the URL if an empty one is set', async () => {
		await update({ ...ours, moHttpUrl: receiver.url });
		await update({ ...ours, moHttpUrl: '' });
		expect(simulator.numbers[0]).not.toHaveProperty('moHttpUrl');
	});

	it.each([
		['a number of another account', { country: 'GB', msisdn: '447700900002' }],
		['the wrong country', { country: 'US', msisdn: '447700900001' }],
		['no country', { msisdn: '447700900001' }],
		['an unknown application', { country: 'GB', msisdn: '447700900001', app_id: 'none' }],
	])('answers 420 for %s and changes nothing', async (_case, form) => {
		const before = simulator.snapshot();
		expect(await update(form)).toMatchObject({ status: 420, body: failed });
		expect(simulator.snapshot()).toEqual(before);
	});

	it.each([
		['answers 404', 404],
		['answers 204, which is not 200', 204],
	])('answers 420 when the webhook %s', async (_case, status) => {
		receiver.checkAnswer = status;
		const answer = await update({ ...ours, moHttpUrl: receiver.url });
		receiver.checkAnswer = 200;
		expect(answer).toMatchObject({ status: 420, body: failed });
		expect(simulator.numbers[0]).not.toHaveProperty('moHttpUrl');
	});

	it.each(['http://127.0.0.1:1/hook', 'http://under_score.example/hook', 'no URL'])(
		'answers 420 for the dead URL %s',
		async (moHttpUrl) => {
			expect(await update({ ...ours, moHttpUrl })).toMatchObject({ status: 420, body: failed });
		},
	);

	it('answers 429 with the time to wait when limits are on', async () => {
		simulator.settings.limits = 'real';
		const answers = await callAtOneMoment(2, () => call(simulator, '/account/numbers'));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
		const refused = answers.find(({ status }) => status === 429);
		expect(refused?.headers.get('retry-after')).toBe('1');
		expect(refused?.headers.get('content-type')).toContain('application/problem+json');
		expect(refused?.body).toMatchObject({ title: 'Rate Limit Hit' });
	});
});
