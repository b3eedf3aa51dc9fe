import type { INodeParameters } from 'n8n-workflow';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import { startSimulator } from '../../simulator';
import type { Simulator, VirtualNumber } from '../../simulator';
import { loadOptionsContext } from '../contexts';
import { credentialFor, runNode } from './runNode';
import type { NodeRun } from './runNode';

const many: VirtualNumber[] = Array.from({ length: 130 }, (_, n) => ({
	country: n % 2 === 0 ? 'GB' : 'US',
	msisdn: `4477001${String(n).padStart(5, '0')}`,
	type: 'mobile-lvn',
	features: n % 10 === 0 ? ['VOICE'] : ['SMS', 'VOICE'],
}));

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ numbers: many });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

const run = async (parameters: INodeParameters, more: Partial<NodeRun> = {}) =>
	await runNode({ parameters, credential: credentialFor(simulator), ...more });

describe('getting the balance', () => {
	it('returns an item with the amount and the currency', async () => {
		const { items } = await run({ resource: 'account', operation: 'getBalance' });
		expect(items).toEqual([
			{ json: { balance: 10.28, currency: 'EUR', autoReload: false }, pairedItem: { item: 0 } },
		]);
	});

	it('says what to check if the credential is wrong', async () => {
		const credential = { ...credentialFor(simulator), apiSecret: 'wrong' };
		const { error } = await run({ resource: 'account', operation: 'getBalance' }, { credential });
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^Vonage doesn't accept the API key and secret\. .*API Secret/,
			),
			context: { itemIndex: 0 },
		});
	});

	it('replaces the item with an error if the node continues on errors', async () => {
		const credential = { ...credentialFor(simulator), apiSecret: 'wrong' };
		const { items } = await run(
			{ resource: 'account', operation: 'getBalance' },
			{ credential, settings: { onError: 'continueRegularOutput' } },
		);
		expect(items[0]).toMatchObject({
			json: { error: expect.stringMatching(/^Vonage doesn't accept the API key and secret/) },
			pairedItem: { item: 0 },
		});
	});
});

describe('getting many numbers', () => {
	const getMany = { resource: 'number', operation: 'getMany' };

	it('reads all pages', async () => {
		const { items } = await run({ ...getMany, returnAll: true });
		expect(items).toHaveLength(130);
		expect(items[129]).toEqual({
			json: {
				number: '+447700100129',
				country: 'US',
				type: 'mobile-lvn',
				features: ['SMS', 'VOICE'],
				inboundUrl: null,
				applicationId: null,
			},
			pairedItem: { item: 0 },
		});
		expect(simulator.requests.map(({ query }) => query.index)).toEqual(['1', '2']);
	});

	it('returns no more numbers than the limit', async () => {
		const { items } = await run({ ...getMany, limit: 3 });
		expect(items).toHaveLength(3);
	});

	it('filters by country, digits, and features', async () => {
		const filters = { country: 'gb', pattern: '10012', smsOnly: true };
		const { items } = await run({ ...getMany, returnAll: true, filters });
		expect(items.map(({ json }) => json.number)).toEqual(
			[122, 124, 126, 128].map((n) => `+447700100${n}`),
		);
	});
});

describe("the list for 'From'", () => {
	const search = async (filter?: string) => {
		const nodeType = new VonageSms();
		const context = loadOptionsContext({
			nodeType,
			parameters: {},
			credential: credentialFor(simulator),
		});
		return (await nodeType.methods.listSearch.searchSenders.call(context, filter)).results;
	};

	it('offers the numbers that can send SMS', async () => {
		const results = await search();
		expect(results).toHaveLength(117);
		expect(results).toContainEqual({
			name: 'United States: +44 7700 100001',
			value: '447700100001',
		});
	});

	it('is searched by Vonage, with digits written in any way', async () => {
		expect(await search('+4477001 00129')).toEqual([
			{ name: 'United States: +44 7700 100129', value: '447700100129' },
		]);
		expect(simulator.requests).toHaveLength(1);
	});

	it('is searched by country in a list that is read once, no matter how many letters are typed', async () => {
		for (const letters of ['u', 'un', 'uni', 'unit', 'united s']) await search(letters);
		expect(await search('united states')).not.toEqual([]);
		expect(simulator.requests.length).toBeLessThanOrEqual(2);
	});
});
