import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { call } from './account';
import { startReceiver } from './webhookReceiver';
import type { WebhookReceiver } from './webhookReceiver';

describe('Account API', () => {
	let simulator: Simulator;
	let receiver: WebhookReceiver;

	beforeAll(async () => {
		simulator = await startSimulator();
		receiver = await startReceiver();
	});
	beforeEach(() => simulator.reset());
	afterAll(() => Promise.all([simulator.close(), receiver.close()]));

	it('returns the balance', async () => {
		const { body } = await call(simulator, '/account/get-balance');
		expect(body).toEqual({ value: 10.28, autoReload: false });
	});

	it('rejects wrong credentials with a problem document', async () => {
		const response = await fetch(`${simulator.url}/account/get-balance`);
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({
			title: 'You did not provide correct credentials.',
		});
	});

	it('sets URLs and the forward method, and never reports the method', async () => {
		const { body } = await call(simulator, '/account/settings', {
			moCallBackUrl: receiver.url,
			httpForwardMethod: 'POST_JSON',
		});
		expect(body).toEqual({
			'mo-callback-url': receiver.url,
			'dr-callback-url': '',
			'max-outbound-request': 30,
			'max-inbound-request': 30,
			'max-calls-per-second': 30,
		});
		expect(simulator.account).toMatchObject({
			moCallBackUrl: receiver.url,
			forwardMethod: 'POST-JSON',
		});
	});

	it('keeps omitted fields and unsets empty ones', async () => {
		simulator.account.moCallBackUrl = receiver.url;
		simulator.account.drCallBackUrl = receiver.url;
		await call(simulator, '/account/settings', { drCallBackUrl: '' });
		expect(simulator.account).toMatchObject({ moCallBackUrl: receiver.url, drCallBackUrl: '' });
		simulator.account.drCallBackUrl = receiver.url;
		await call(simulator, '/account/settings', { moCallBackUrl: '' });
		expect(simulator.account).toMatchObject({ moCallBackUrl: '', drCallBackUrl: receiver.url });
	});

	it('saves nothing if one URL is dead', async () => {
		const before = simulator.snapshot();
		const { status } = await call(simulator, '/account/settings', {
			moCallBackUrl: receiver.url,
			drCallBackUrl: 'http://127.0.0.1:1/',
			httpForwardMethod: 'POST_JSON',
		});
		expect(status).toBe(420);
		expect(simulator.snapshot()).toEqual(before);
	});
});
