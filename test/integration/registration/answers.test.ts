import { setTimeout as wait } from 'node:timers/promises';
import { NodeOperationError, type INodeParameters } from 'n8n-workflow';
import { createRegistration } from '../../../nodes/VonageSms/registration';
import type { VirtualNumber } from '../../simulator';
import { hookContext } from '../contexts';
import { credentialFor, notesIn, startRig, trigger, type Rig } from './rig';

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

let rig: Rig;
beforeEach(async () => {
	rig = await startRig({
		numbers: [
			number('447700900001'),
			number('447700900002'),
			number('447700900003', { features: ['VOICE'] }),
			number('447700', { type: 'mobile-shortcode' }),
		],
	});
});
afterEach(async () => await rig.close());

describe('every failure has an error that says what to do', () => {
	test('each number that cannot be registered is named with its reason, and no number is changed', async () => {
		const before = rig.simulator.snapshot();
		const node = rig.node(onNumbers('447700900001', '447700900003', '447700900099'));
		await expect(node.publish()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^The webhook can't be registered: number 447700900003 can't receive SMS; number 447700900099 is not on this account\. .*use the credential of the account that has it.*country code/,
			),
		});
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test.each(['production', 'test'] as const)(
		'the message contains the whole text, because n8n shows nothing else: %s run',
		async (run) => {
			const creating = rig.node(onNumbers('447700900099')).create(run);
			await expect(creating).rejects.toThrow(/is not on this account\. Choose one from the list/);
			await expect(creating).rejects.not.toHaveProperty('description', expect.any(String));
		},
	);

	test('if Vonage refuses a number, those changed before it are restored', async () => {
		const before = rig.simulator.snapshot();
		const node = rig.node(onNumbers('447700900001', '447700'));
		await expect(node.create()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^The webhook was not registered: number 447700 was refused \(method failed\)\. Vonage says: method failed\./,
			),
		});
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('a wrong key says what to compare', async () => {
		const node = rig.node(onNumbers('447700900001'));
		rig.simulator.account.apiSecret = 'rotated';
		await expect(node.isRegistered()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Vonage doesn't accept the API key and secret\. .*API Secret/,
			),
		});
	});

	test('an error says that Vonage is down', async () => {
		rig.simulator.fail({ endpoint: 'GET /account/numbers', status: 503, body: '<html>…</html>' });
		await expect(rig.node(onNumbers('447700900001')).isRegistered()).rejects.toMatchObject({
			message: expect.stringMatching(
				/list the account's numbers right now \(HTTP 503\)\. (?!.*html)/,
			),
		});
	});

	test('after a 429, registration waits as long as Vonage says', async () => {
		rig.simulator.fail({
			endpoint: 'GET /account/numbers',
			times: 2,
			status: 429,
			headers: { 'Retry-After': '7' },
		});
		await rig.node(onNumbers('447700900001')).create();
		expect(rig.waited()).toBeGreaterThanOrEqual(14_000);
		expect(rig.logs).toContain('info: Rate-limited by Vonage: waiting 7 s');
	});

	test('after a minute of 429, registration gives up', async () => {
		rig.simulator.fail({ endpoint: 'GET /account/numbers', times: 100, status: 429 });
		await expect(rig.node(onNumbers('447700900001')).create()).rejects.toMatchObject({
			message: expect.stringContaining('Vonage rate-limited the request'),
		});
		expect(rig.waited()).toBeLessThan(61_000);
	});

	test.each([
		[
			'http://localhost:5678',
			'start with http://localhost:5678/, and "localhost" is only reachable on this machine',
		],
		['http://192.168.1.20:5678', 'only reachable on a private network'],
		['https://my_n8n.example.com', 'underscore'],
	])(
		'for an n8n at %s, the error says what to set, without a request to Vonage',
		async (n8nUrl, reason) => {
			const context = hookContext({
				nodeType: trigger,
				parameters: onNumbers('447700900001'),
				credential: { ...credentialFor(rig.simulator), restUrl: 'https://vonage.invalid' },
				n8nUrl,
			});
			const creating = createRegistration.call(context, notesIn(new Map()));
			await expect(creating).rejects.toMatchObject({
				message: expect.stringMatching(/Set N8N_WEBHOOK_URL .* restart n8n\.$/),
			});
			await expect(creating).rejects.toThrow(reason);
			await expect(creating).rejects.toBeInstanceOf(NodeOperationError);
		},
	);

	test('an error names the host if Vonage is unreachable', async () => {
		const context = hookContext({
			nodeType: trigger,
			parameters: onNumbers('447700900001'),
			credential: { ...credentialFor(rig.simulator), restUrl: 'http://127.0.0.1:1' },
		});
		await expect(createRegistration.call(context, notesIn(new Map()))).rejects.toMatchObject({
			message: expect.stringMatching(/^127\.0\.0\.1:1 can't be reached\. .*ECONNREFUSED/),
		});
	});
});

describe('parameters', () => {
	test.each([
		[[], 'Choose at least one number'],
		['', 'Choose at least one number'],
		['07700 900001', "aren't phone numbers with a country code: 07700 900001."],
		['Support, 447700900001', "aren't phone numbers with a country code: Support."],
	])('numbers %j are rejected by name', async (numbers, message) => {
		const node = rig.node({ registration: 'number', events: ['message'], numbers });
		await expect(node.publish()).rejects.toThrow(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	test.each([
		'={{ ["+44 7700 900001"] }}',
		'={{ 447700900001 }}',
		'00447700900001',
		'+447700900001,',
		'+44 (0) 7700 900001',
		'(+44) 7700‑900001',
		'＋４４ ７７００ ９００００１',
	])('numbers can be %j', async (numbers) => {
		const node = rig.node({ registration: 'number', events: ['message'], numbers });
		await node.publish();
		expect(rig.simulator.numbers[0]?.moHttpUrl).toBe(node.url());
	});

	test('without an event there is nothing to register', async () => {
		const node = rig.node({ ...onNumbers('447700900001'), events: [] });
		await expect(node.publish()).rejects.toThrow("Choose at least one event in 'Trigger On'");
	});

	test('an application has to be chosen', async () => {
		const application = { __rl: true, mode: 'list', value: '' };
		const node = rig.node({ registration: 'application', events: ['message'], application });
		await expect(node.publish()).rejects.toThrow('Choose an application');
	});
});

describe('delivery receipts', () => {
	test('are not sent for single numbers: the node says where to get them, and registers the rest', async () => {
		const node = rig.node({
			...onNumbers('447700900001'),
			events: ['message', 'deliveryReceipt'],
		});
		await node.publish();
		expect(rig.simulator.numbers[0]?.moHttpUrl).toBe(node.url());
		expect(rig.logs.filter((line) => line.includes('Whole Account'))).toHaveLength(1);
	});

	test('cannot be the only event of a number', async () => {
		const node = rig.node({ ...onNumbers('447700900001'), events: ['deliveryReceipt'] });
		await expect(node.publish()).rejects.toMatchObject({
			message: expect.stringMatching(/^Vonage can't send delivery receipts for single numbers/),
		});
	});

	test("do not change the account's webhook for messages if only receipts are selected", async () => {
		rig.simulator.account.moCallBackUrl = rig.foreignUrl('messages');
		const node = rig.node({ registration: 'account', events: ['deliveryReceipt'] });
		await node.publish();
		expect(rig.simulator.account).toMatchObject({
			moCallBackUrl: rig.foreignUrl('messages'),
			drCallBackUrl: node.url(),
		});
	});
});

describe('applications', () => {
	const parameters = () => ({
		registration: 'application',
		events: ['message'],
		application: { __rl: true, mode: 'list', value: rig.simulator.applications[0]?.id ?? '' },
	});

	test('without the Messages capability get both URLs, which Vonage accepts only in pairs, and lose both', async () => {
		const before = rig.simulator.snapshot();
		const node = rig.node(parameters());
		await node.publish();
		expect(rig.simulator.applications[0]?.capabilities.messages).toEqual({
			version: 'v1',
			webhooks: {
				inbound_url: { address: node.url(), http_method: 'POST' },
				status_url: { address: node.url(), http_method: 'POST' },
			},
		});
		expect(await node.isRegistered()).toBe(true);
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('with the Messages capability keep their status URL and other settings', async () => {
		const status = { address: rig.foreignUrl('status'), http_method: 'POST' };
		Object.assign(rig.simulator.applications[0]?.capabilities ?? {}, {
			messages: {
				version: 'v1',
				webhooks: {
					inbound_url: { address: rig.foreignUrl('inbound'), http_method: 'POST' },
					status_url: status,
				},
				authenticate_inbound_media: true,
			},
		});
		const before = rig.simulator.snapshot();
		const node = rig.node(parameters());
		await node.publish();
		expect(rig.simulator.applications[0]?.capabilities.messages).toMatchObject({
			webhooks: { inbound_url: { address: node.url() }, status_url: status },
			authenticate_inbound_media: true,
		});
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('of another version are rejected, and the error names the setting to change', async () => {
		Object.assign(rig.simulator.applications[0]?.capabilities ?? {}, {
			messages: { version: 'v0.1', webhooks: {} },
		});
		await expect(rig.node(parameters()).publish()).rejects.toThrow(
			'set its Messages capability to v1',
		);
	});

	test('that are not in the account are named', async () => {
		const application = { __rl: true, mode: 'id', value: '00000000-0000-4000-8000-000000000000' };
		await expect(rig.node({ ...parameters(), application }).publish()).rejects.toThrow(
			'application 00000000-0000-4000-8000-000000000000 is not on this account',
		);
	});
});

describe('manual setup', () => {
	test('makes no requests to Vonage, and logs where to enter the URL', async () => {
		const node = rig.node({ registration: 'manual', events: ['message'] });
		await node.publish();
		await node.create();
		await node.unpublish();
		expect(rig.simulator.requests).toEqual([]);
		expect(rig.logs[0]).toContain(`set ${node.url()} as 'Inbound webhook URL'`);
	});
});

test('the pace of requests never results in a 429', async () => {
	const unhurried = await startRig(
		{ numbers: [number('447700900001'), number('447700900002')], settings: { limits: 'real' } },
		{ now: () => Date.now(), sleep: async (milliseconds) => await wait(milliseconds) },
	);
	const node = unhurried.node(onNumbers('447700900001', '447700900002'));
	await node.publish();
	await node.unpublish();
	const statuses = unhurried.simulator.requests.map(({ status }) => status);
	await unhurried.close();
	expect(statuses).toEqual(new Array(10).fill(200));
});
