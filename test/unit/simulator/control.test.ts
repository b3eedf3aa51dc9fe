import { VonageSmsApi } from '../../../credentials/VonageSmsApi.credentials';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { callJson } from './account';
import { startReceiver } from './webhookReceiver';
import type { WebhookReceiver } from './webhookReceiver';

const sms = { from: '447700900123', to: '447700900001', content: { text: 'Hello' } };

describe('control over HTTP', () => {
	let simulator: Simulator;
	let receiver: WebhookReceiver;

	beforeAll(async () => {
		simulator = await startSimulator({ settings: { timeScale: 0.001 } });
		receiver = await startReceiver();
	});
	beforeEach(async () => {
		await simulator.reset();
		simulator.account.moCallBackUrl = receiver.url;
	});
	afterAll(() => Promise.all([simulator.close(), receiver.close()]));

	const post = (path: string, body: unknown): ReturnType<typeof callJson> =>
		callJson(simulator, `/simulator/api/${path}`, body, { headers: {} });
	const get = async (path: string): Promise<string> =>
		(await fetch(`${simulator.url}/simulator/api/${path}`)).text();

	it('says that another program uses its port', async () => {
		const { port } = new URL(simulator.url);
		await expect(startSimulator({ port: Number(port) })).rejects.toThrow(
			`Another program uses port ${port}. Stop that program, or choose another port.`,
		);
	});

	it('sends an SMS and waits when asked to', async () => {
		expect(await post('sms?wait=true', sms)).toMatchObject({
			status: 200,
			body: { message: { parts: 1 }, deliveries: [{ state: 'acknowledged', title: 'SMS' }] },
		});
		expect((await post('sms', sms)).status).toBe(202);
		await simulator.idle();
	});

	it.each([
		[{ ...sms, from: '' }, ['from']],
		[{ ...sms, order: 'backwards', colour: 'red' }, ['order', 'colour']],
		[{ ...sms, content: { data: 'xyz' } }, ['content']],
	])('names the invalid fields of an SMS', async (body, wrong) => {
		expect(await post('sms', body)).toMatchObject({ status: 400, body: { wrong } });
	});

	it('says why an SMS cannot be sent', async () => {
		expect(await post('sms', { ...sms, to: '4930123456' })).toMatchObject({
			status: 400,
			body: { error: "The number 4930123456 doesn't support SMS" },
		});
	});

	it('changes all settings or none', async () => {
		expect(await post('settings', { smsSetting: 'messages', limits: 'some' })).toMatchObject({
			status: 400,
			body: { wrong: ['limits'] },
		});
		expect(simulator.account.smsSetting).toBe('sms');
		await post('settings', { smsSetting: 'messages', limits: 'real', timeScale: 0.5 });
		expect(simulator.account.smsSetting).toBe('messages');
		expect(simulator.settings).toMatchObject({ limits: 'real', timeScale: 0.5 });
	});

	it('shows no secrets in the log and the state', async () => {
		const { apiSecret, signatureSecret } = simulator.account;
		await post('sms?wait=true', { ...sms, signed: true });
		const shown = (await get('state')) + (await get('log'));
		expect(shown).not.toContain(apiSecret);
		expect(shown).not.toContain(signatureSecret);
	});

	it('shows the values for a credential under the names of its fields', async () => {
		const shown: Record<string, string> = JSON.parse(await get('credential'));
		const fields = new VonageSmsApi().properties.filter(({ type }) => type !== 'notice');
		expect(Object.keys(shown)).toEqual(fields.map(({ displayName }) => displayName));
		expect(shown).toMatchObject({
			'API Secret': simulator.account.apiSecret,
			'REST URL': simulator.restUrl,
			'Private Key': simulator.privateKey,
		});
	});

	it('links a number to the application and unlinks it again', async () => {
		const [number] = simulator.numbers;
		await post('settings', { link: { number: number?.msisdn, linked: true } });
		expect(number?.app_id).toBe(simulator.applications[0]?.id);
		await post('settings', { link: { number: number?.msisdn, linked: false } });
		expect(number).not.toHaveProperty('app_id');
	});

	it('reports which parts were lost', async () => {
		const content = { text: 'x'.repeat(200) };
		const answer = await post('sms?wait=true', { ...sms, content, drop: [2] });
		expect(answer).toMatchObject({ body: { message: { parts: 2, lost: [2] } } });
	});

	it('streams past and new events', async () => {
		await post('sms?wait=true', sms);
		const { body } = await fetch(`${simulator.url}/simulator/api/events`);
		const reader = body?.getReader();
		let text = '';
		const readUntil = async (wanted: string): Promise<void> => {
			while (!text.includes(wanted))
				text += new TextDecoder().decode((await reader?.read())?.value);
		};
		await readUntil('"acknowledged"');
		await post('settings', { smsSetting: 'messages' });
		await readUntil('"type":"account"');
		await reader?.cancel();
		expect(text).toMatch(/^id: \d+\n.*"type":"typed".*"type":"account"/s);
	});

	it('can be reset to its initial state', async () => {
		simulator.account.balance = 0;
		simulator.numbers.pop();
		await post('reset', {});
		expect(simulator.snapshot()).toMatchObject({ account: { balance: 10.28, moCallBackUrl: '' } });
		expect(simulator.numbers).toHaveLength(3);
	});

	it('rejects POST requests that another site could make a browser send', async () => {
		const response = await fetch(`${simulator.url}/simulator/api/reset`, {
			method: 'POST',
			body: 'text',
		});
		expect(response.status).toBe(415);
	});

	it.each(['/', '/page/style.css', '/page/main', '/phone/splitting'])('serves %s', async (path) => {
		const response = await fetch(`${simulator.url}${path}`);
		expect(response.status).toBe(200);
		expect(await response.text()).not.toContain('import type');
	});

	it('serves every module that the page imports', async () => {
		const seen = new Set<string>();
		const visit = async (path: string): Promise<void> => {
			if (seen.has(path)) return;
			seen.add(path);
			const response = await fetch(`${simulator.url}${path}`);
			expect([path, response.status]).toEqual([path, 200]);
			for (const [, name = ''] of (await response.text()).matchAll(/from '(\.[^']+)'/g)) {
				await visit(new URL(name, `http://page${path}`).pathname);
			}
		};
		await visit('/page/main');
		expect(seen.size).toBeGreaterThan(5);
	});
});
