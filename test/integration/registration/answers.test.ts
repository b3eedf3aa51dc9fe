import { setTimeout as wait } from 'node:timers/promises';
import { NodeOperationError, type INodeParameters } from 'n8n-workflow';
import { createRegistration } from '../../../nodes/VonageSms/registration';
import type { VirtualNumber } from '../../simulator';
import { hookContext } from '../contexts';
import { credentialFor, memoryIn, startBench, trigger, type Bench } from './bench';

const number = (msisdn: string, more: Partial<VirtualNumber> = {}): VirtualNumber => ({
	country: 'GB',
	msisdn,
	type: 'mobile-lvn',
	features: ['SMS'],
	...more,
});

const onNumbers = (...numbers: string[]): INodeParameters => ({
	registration: 'number',
	events: ['message'],
	numbers,
});

let bench: Bench;
beforeEach(async () => {
	bench = await startBench({
		numbers: [
			number('447700900001'),
			number('447700900002'),
			number('447700900003', { features: ['VOICE'] }),
			number('447700', { type: 'mobile-shortcode' }),
		],
	});
});
afterEach(async () => await bench.close());

describe('what goes wrong has an answer', () => {
	test('each number that cannot be registered is named with its reason, and none is touched', async () => {
		const before = bench.simulator.snapshot();
		const node = bench.node(onNumbers('447700900001', '447700900003', '447700900099'));
		await expect(node.publish()).rejects.toMatchObject({
			message:
				'The webhook cannot be registered: number 447700900003 cannot receive SMS; number 447700900099 is not on this account',
			description: expect.stringContaining('choose the credential of the account that has it'),
		});
		expect(bench.simulator.snapshot()).toEqual(before);
	});

	test('the reason is shown by n8n 1, which leaves out the message, and once by a test run, which does not', async () => {
		const node = bench.node(onNumbers('447700900099'));
		const reason = 'The webhook cannot be registered: number 447700900099 is not on this account';
		await expect(node.create('production')).rejects.toMatchObject({
			message: reason,
			description: expect.stringMatching(new RegExp(`^${reason}. Choose from `)),
		});
		await expect(node.create('test')).rejects.toMatchObject({
			message: reason,
			description: expect.stringMatching(/^Choose from /),
		});
	});

	test('a number that Vonage refuses takes back those that were changed before it', async () => {
		const before = bench.simulator.snapshot();
		const node = bench.node(onNumbers('447700900001', '447700'));
		await expect(node.create()).rejects.toMatchObject({
			message: 'The webhook was not registered: number 447700 was refused (method failed)',
			description: expect.stringContaining('Vonage says: method failed.'),
		});
		expect(bench.simulator.snapshot()).toEqual(before);
	});

	test('a wrong key says what to compare', async () => {
		const node = bench.node(onNumbers('447700900001'));
		bench.simulator.account.apiSecret = 'rotated';
		await expect(node.isRegistered()).rejects.toMatchObject({
			message: 'Vonage does not accept the API key and secret',
			httpCode: '401',
			description: expect.stringContaining('"API Key" and "API Secret"'),
		});
	});

	test('Vonage being down says so', async () => {
		bench.simulator.fail({ endpoint: 'GET /account/numbers', status: 503, body: '<html>…</html>' });
		await expect(bench.node(onNumbers('447700900001')).isRegistered()).rejects.toMatchObject({
			message: 'Vonage is not able to list the numbers of the account right now (HTTP 503)',
			description: expect.not.stringContaining('html'),
		});
	});

	test('429 is waited out as long as Vonage says', async () => {
		bench.simulator.fail({
			endpoint: 'GET /account/numbers',
			times: 2,
			status: 429,
			headers: { 'Retry-After': '7' },
		});
		await bench.node(onNumbers('447700900001')).create();
		expect(bench.waited()).toBeGreaterThanOrEqual(14_000);
		expect(bench.logs).toContain('info: Vonage asks for fewer requests: waiting 7 s');
	});

	test('429 that does not end is given up after a minute', async () => {
		bench.simulator.fail({ endpoint: 'GET /account/numbers', times: 100, status: 429 });
		await expect(bench.node(onNumbers('447700900001')).create()).rejects.toMatchObject({
			message: 'Vonage asks for fewer requests and did not list the numbers of the account',
		});
		expect(bench.waited()).toBeLessThan(61_000);
	});

	test.each([
		['http://localhost:5678', 'this machine alone'],
		['http://192.168.1.20:5678', 'inside a private network'],
		['https://my_n8n.example.com', 'underscore'],
		['http://n8n.example.com', 'wants https'],
	])('an n8n at %s is told what to set before Vonage is asked', async (n8nUrl, reason) => {
		const context = hookContext({
			nodeType: trigger,
			parameters: onNumbers('447700900001'),
			credential: { ...credentialFor(bench.simulator), restUrl: 'https://vonage.invalid' },
			n8nUrl,
		});
		const creating = createRegistration.call(context, memoryIn(new Map()));
		await expect(creating).rejects.toMatchObject({
			message: expect.stringContaining(reason),
			description: expect.stringContaining('WEBHOOK_URL'),
		});
		await expect(creating).rejects.toBeInstanceOf(NodeOperationError);
	});

	test('an unreachable Vonage is named', async () => {
		const context = hookContext({
			nodeType: trigger,
			parameters: onNumbers('447700900001'),
			credential: { ...credentialFor(bench.simulator), restUrl: 'http://127.0.0.1:1' },
		});
		await expect(createRegistration.call(context, memoryIn(new Map()))).rejects.toMatchObject({
			message: '127.0.0.1:1 cannot be reached',
			outcome: 'notSent',
		});
	});
});

describe('parameters', () => {
	test.each([
		[[], 'Choose at least one number'],
		['', 'Choose at least one number'],
		['Support, 447700900001', 'holds what is no phone number: Support'],
	])('numbers %j are refused by name', async (numbers, message) => {
		const node = bench.node({ registration: 'number', events: ['message'], numbers });
		await expect(node.publish()).rejects.toThrow(message);
		expect(bench.simulator.requests).toEqual([]);
	});

	test.each([
		'={{ ["+44 7700 900001"] }}',
		'={{ 447700900001 }}',
		'00447700900001',
		'+447700900001,',
	])('numbers may be %j', async (numbers) => {
		const node = bench.node({ registration: 'number', events: ['message'], numbers });
		await node.publish();
		expect(bench.simulator.numbers[0]?.moHttpUrl).toBe(node.url());
	});

	test('without an event there is nothing to register', async () => {
		const node = bench.node({ ...onNumbers('447700900001'), events: [] });
		await expect(node.publish()).rejects.toThrow('Choose what to be told of');
	});

	test('an application has to be chosen', async () => {
		const application = { __rl: true, mode: 'list', value: '' };
		const node = bench.node({ registration: 'application', events: ['message'], application });
		await expect(node.publish()).rejects.toThrow('Choose an application');
	});
});

describe('delivery receipts', () => {
	test('a number has none: the node says where they are, and registers the rest', async () => {
		const node = bench.node({
			...onNumbers('447700900001'),
			events: ['message', 'deliveryReceipt'],
		});
		await node.publish();
		expect(bench.simulator.numbers[0]?.moHttpUrl).toBe(node.url());
		expect(bench.logs.filter((line) => line.includes('Whole Account'))).toHaveLength(1);
	});

	test('a number for receipts alone is refused', async () => {
		const node = bench.node({ ...onNumbers('447700900001'), events: ['deliveryReceipt'] });
		await expect(node.publish()).rejects.toMatchObject({
			message: 'Numbers give no delivery receipts',
		});
	});

	test('the account keeps its webhook for messages when only receipts are wanted', async () => {
		bench.simulator.account.moCallBackUrl = bench.foreignUrl('messages');
		const node = bench.node({ registration: 'account', events: ['deliveryReceipt'] });
		await node.publish();
		expect(bench.simulator.account).toMatchObject({
			moCallBackUrl: bench.foreignUrl('messages'),
			drCallBackUrl: node.url(),
		});
	});
});

describe('applications', () => {
	const parameters = () => ({
		registration: 'application',
		events: ['message'],
		application: { __rl: true, mode: 'list', value: bench.simulator.applications[0]?.id ?? '' },
	});

	test('one without messages gets both URLs, which Vonage takes in pairs alone, and loses both', async () => {
		const before = bench.simulator.snapshot();
		const node = bench.node(parameters());
		await node.publish();
		expect(bench.simulator.applications[0]?.capabilities.messages).toEqual({
			version: 'v1',
			webhooks: {
				inbound_url: { address: node.url(), http_method: 'POST' },
				status_url: { address: node.url(), http_method: 'POST' },
			},
		});
		expect(await node.isRegistered()).toBe(true);
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(before);
	});

	test('one with messages keeps its status URL and its other settings', async () => {
		const status = { address: bench.foreignUrl('status'), http_method: 'POST' };
		Object.assign(bench.simulator.applications[0]?.capabilities ?? {}, {
			messages: {
				version: 'v1',
				webhooks: {
					inbound_url: { address: bench.foreignUrl('inbound'), http_method: 'POST' },
					status_url: status,
				},
				authenticate_inbound_media: true,
			},
		});
		const before = bench.simulator.snapshot();
		const node = bench.node(parameters());
		await node.publish();
		expect(bench.simulator.applications[0]?.capabilities.messages).toMatchObject({
			webhooks: { inbound_url: { address: node.url() }, status_url: status },
			authenticate_inbound_media: true,
		});
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(before);
	});

	test('one of another version is refused with the setting to change', async () => {
		Object.assign(bench.simulator.applications[0]?.capabilities ?? {}, {
			messages: { version: 'v0.1', webhooks: {} },
		});
		await expect(bench.node(parameters()).publish()).rejects.toThrow(
			'set its Messages capability to v1',
		);
	});

	test('one that the account does not have is named', async () => {
		const application = { __rl: true, mode: 'id', value: '00000000-0000-4000-8000-000000000000' };
		await expect(bench.node({ ...parameters(), application }).publish()).rejects.toThrow(
			'application 00000000-0000-4000-8000-000000000000 is not on this account',
		);
	});
});

describe('by hand', () => {
	test('nothing is asked of Vonage, and the log says where the URL goes', async () => {
		const node = bench.node({ registration: 'manual', events: ['message'] });
		await node.publish();
		await node.create();
		await node.unpublish();
		expect(bench.simulator.requests).toEqual([]);
		expect(bench.logs[0]).toContain(`set ${node.url()} as "Inbound webhook URL"`);
	});
});

test('the pace is one that Vonage never answers with 429', async () => {
	const unhurried = await startBench(
		{ numbers: [number('447700900001'), number('447700900002')], settings: { limits: 'real' } },
		{ now: () => Date.now(), sleep: async (milliseconds) => await wait(milliseconds) },
	);
	const node = unhurried.node(onNumbers('447700900001', '447700900002'));
	await node.publish();
	await node.unpublish();
	const statuses = unhurried.simulator.requests.map(({ status }) => status);
	await unhurried.close();
	expect(statuses).toEqual(new Array(10).fill(200));
}, 20_000);
