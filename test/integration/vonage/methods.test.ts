import { getNumbers, searchApplications } from '../../../nodes/VonageSms/methods';
import { startSimulator, type Simulator, type VirtualNumber } from '../../simulator';
import { loadOptionsContext } from '../contexts';
import { credentialFor, loggerInto, trigger } from '../registration/rig';

let simulator: Simulator;
afterEach(async () => await simulator.close());

const context = () =>
	loadOptionsContext({
		nodeType: trigger,
		parameters: {},
		credential: credentialFor(simulator),
		logger: loggerInto([]),
	});

describe('numbers to choose from', () => {
	test('are those that support SMS, formatted and sorted by country', async () => {
		simulator = await startSimulator({
			numbers: [
				{ country: 'US', msisdn: '14155550100', type: 'mobile-lvn', features: ['SMS', 'VOICE'] },
				{ country: 'DE', msisdn: '4930123456', type: 'landline', features: ['VOICE'] },
				{ country: 'GB', msisdn: '447700900001', type: 'mobile-lvn', features: ['SMS'] },
				{ country: 'GB', msisdn: '60300', type: 'mobile-shortcode', features: ['SMS'] },
			],
		});
		expect(await getNumbers.call(context())).toEqual([
			{ name: 'United Kingdom: +44 7700 900001', value: '447700900001' },
			{ name: 'United Kingdom: 60300', value: '60300' },
			{ name: 'United States: +1 415 555 0100', value: '14155550100' },
		]);
	});

	test('show where their SMS go now, without secrets from the URL', async () => {
		simulator = await startSimulator();
		simulator.numbers[0]!.moHttpUrl = 'https://crm.example.com/sms?token=secret';
		const [used, free] = await getNumbers.call(context());
		expect(used).toEqual({
			name: 'United Kingdom: +44 7700 900001',
			value: '447700900001',
			description: 'In use: SMS go to https://crm.example.com/sms?…',
		});
		expect(free).not.toHaveProperty('description');
	});

	test('are complete, beyond the hundred that Vonage lists per page', async () => {
		simulator = await startSimulator({
			numbers: Array.from({ length: 201 }, (_, index): VirtualNumber => ({
				country: 'GB',
				msisdn: String(447700900000 + index),
				type: 'mobile-lvn',
				features: ['SMS'],
			})),
			settings: { limits: 'real' },
		});
		expect(await getNumbers.call(context())).toHaveLength(201);
		expect(simulator.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
	});

	test('for an account without numbers, the error says where to buy one', async () => {
		simulator = await startSimulator({ numbers: [] });
		await expect(getNumbers.call(context())).rejects.toThrow(
			'This Vonage account has no number that can receive SMS. To buy one',
		);
	});

	test('an error contains its whole text and is not a NodeApiError, which the editor shows as [object Object]', async () => {
		simulator = await startSimulator({ account: { apiSecret: 'rotated' } });
		const wrong = loadOptionsContext({
			nodeType: trigger,
			parameters: {},
			credential: { ...credentialFor(simulator), apiSecret: 'old' },
			logger: loggerInto([]),
		});
		await expect(getNumbers.call(wrong)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringMatching(
				/^Vonage doesn't accept the API key and secret\. .*API Secret/,
			),
		});
	});

	test.each([
		['a sign-in page', '<html>Sign in</html>'],
		['another JSON', { login: 'https://proxy.example.com' }.login],
		['a short page', { count: 3, numbers: [{ country: 'GB', msisdn: '447700900001' }] }],
		['numbers without a count', { numbers: [{ country: 'GB', msisdn: '447700900001' }] }],
		['a count without numbers', { count: 3 }],
	])('%s instead of the list is an error, not an empty list', async (_, body) => {
		simulator = await startSimulator();
		simulator.fail({ endpoint: 'GET /account/numbers', status: 200, body });
		await expect(getNumbers.call(context())).rejects.toThrow(/^The response isn't from Vonage/);
	});
});

describe('applications to choose from', () => {
	beforeEach(async () => {
		simulator = await startSimulator({
			applications: Array.from({ length: 130 }, (_, index) => ({
				id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
				name: `Shop ${index}`,
				keys: { public_key: 'A' },
				capabilities: {},
				privacy: { improve_ai: false },
			})),
		});
	});

	test('are loaded one page at a time', async () => {
		const first = await searchApplications.call(context());
		expect(first.results).toHaveLength(100);
		const second = await searchApplications.call(context(), undefined, first.paginationToken);
		expect(second.results).toHaveLength(30);
		expect(second.paginationToken).toBeUndefined();
	});

	test('are found by part of their name or id on any page', async () => {
		const { results } = await searchApplications.call(context(), 'shop 12');
		expect(results.map(({ name }) => name)).toEqual([
			'Shop 12',
			...Array.from({ length: 10 }, (_, index) => `Shop ${120 + index}`),
		]);
		const byId = await searchApplications.call(context(), '000000000129');
		expect(byId.results).toEqual([
			{
				name: 'Shop 129',
				value: '00000000-0000-4000-8000-000000000129',
				url: 'https://dashboard.vonage.com/applications/00000000-0000-4000-8000-000000000129',
			},
		]);
	});
});
