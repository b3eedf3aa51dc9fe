import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { call, callJson } from './account';

const messages = {
	webhooks: {
		inbound_url: { address: 'https://example.com/in', http_method: 'POST' },
		status_url: { address: 'https://example.com/status', http_method: 'POST' },
	},
};

describe('Applications API', () => {
	let simulator: Simulator;
	let path: string;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	beforeEach(async () => {
		await simulator.reset();
		path = `/v2/applications/${simulator.applications[0]?.id}`;
	});
	afterAll(() => simulator.close());

	const put = (body: unknown): ReturnType<typeof callJson> =>
		callJson(simulator, path, body, { method: 'PUT' });

	it('lists in pages', async () => {
		const { body } = await call(simulator, '/v2/applications?page_size=10&page=1');
		expect(body).toMatchObject({
			total_items: 1,
			total_pages: 1,
			_embedded: { applications: [{ name: 'Simulated application' }] },
		});
	});

	it('creates an application with a private key that it never shows again, and with v1 if no version is named', async () => {
		const created = await callJson(simulator, '/v2/applications', {
			name: 'n8n',
			capabilities: { messages },
		});
		expect(created).toMatchObject({
			status: 201,
			body: {
				capabilities: { messages: { version: 'v1' } },
				keys: { private_key: expect.stringContaining('PRIVATE KEY') },
			},
		});
		const { id } = simulator.applications[1] ?? {};
		const { body } = await call(simulator, `/v2/applications/${id}`);
		expect(body).not.toHaveProperty('keys.private_key');
	});

	it('replaces the whole application in an update', async () => {
		const { keys } = simulator.applications[0] ?? {};
		await put({ name: 'a', keys, capabilities: { messages, voice: { webhooks: {} } } });
		expect(simulator.applications[0]?.capabilities).toHaveProperty('voice');
		await put({ name: 'b', keys });
		expect(simulator.applications[0]).toMatchObject({ name: 'b', keys, capabilities: {} });
		expect(simulator.applications[0]?.capabilities).toEqual({});
	});

	it('generates a new key pair if an update omits the key', async () => {
		const before = simulator.applications[0]?.keys.public_key;
		const { body } = await put({ name: 'a' });
		expect(simulator.applications[0]?.keys.public_key).not.toBe(before);
		expect(body).toHaveProperty('keys.private_key');
	});

	it.each([
		['no name', {}, 'name'],
		[
			'one messages webhook without the other',
			{
				name: 'a',
				capabilities: { messages: { webhooks: { inbound_url: messages.webhooks.inbound_url } } },
			},
			'capabilities.messages.webhooks.status_url.address',
		],
	])('answers 400 for %s', async (_case, body, name) => {
		expect(await put(body)).toMatchObject({
			status: 400,
			body: { invalid_parameters: [{ name }] },
		});
	});

	it('answers 404 for an unknown id', async () => {
		expect((await call(simulator, '/v2/applications/none')).status).toBe(404);
	});

	it('unlinks the numbers of a deleted application', async () => {
		const [number] = simulator.numbers;
		if (number) number.app_id = simulator.applications[0]?.id;
		await callJson(simulator, path, undefined, { method: 'DELETE' });
		expect(simulator.applications).toEqual([]);
		expect(simulator.numbers[0]).not.toHaveProperty('app_id');
	});

	it('accepts no bearer token', async () => {
		const answer = await callJson(simulator, '/v2/applications', undefined, {
			method: 'GET',
			headers: { Authorization: 'Bearer a.b.c' },
		});
		expect(answer).toMatchObject({ status: 401 });
	});
});
