import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { call } from './account';

const good = { from: '447700900001', to: '447700900123', text: 'Hello' };

describe('planned failures', () => {
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	beforeEach(() => simulator.reset());
	afterAll(() => simulator.close());

	it('return the planned response, as often as planned, only at that endpoint', async () => {
		simulator.fail({ endpoint: 'GET /account/numbers', status: 503, body: 'down', times: 2 });
		const statusOf = async (path: string): Promise<number> =>
			(await fetch(`${simulator.url}${path}`)).status;
		expect(await statusOf('/account/get-balance')).toBe(401);
		expect(await statusOf('/account/numbers')).toBe(503);
		expect(await statusOf('/account/numbers')).toBe(503);
		expect(await statusOf('/account/numbers')).toBe(401);
	});

	it('lose a request', async () => {
		simulator.fail({ endpoint: '/sms/json', drop: 'beforeEffect' });
		await expect(call(simulator, '/sms/json', good)).rejects.toThrow();
		expect(simulator.sent).toHaveLength(0);
	});

	it('lose the response to a request that was carried out', async () => {
		simulator.fail({ endpoint: '/sms/json', drop: 'afterEffect' });
		await expect(call(simulator, '/sms/json', good)).rejects.toThrow();
		expect(simulator.sent).toHaveLength(1);
	});

	it.each([
		['down', 503, undefined],
		['throttled', 200, [{ status: '1' }]],
	] as const)('can be switched on for every send: %s', async (sending, status, messages) => {
		simulator.settings.sending = sending;
		for (let times = 0; times < 2; times += 1) {
			const answer = await call(simulator, '/sms/json', good);
			expect(answer).toMatchObject({ status, ...(messages && { body: { messages } }) });
		}
		expect(simulator.sent).toHaveLength(0);
		simulator.settings.sending = 'normal';
		await call(simulator, '/sms/json', good);
		expect(simulator.sent).toHaveLength(1);
	});

	it('can lose the response to every send that was carried out', async () => {
		simulator.settings.sending = 'lost';
		for (let times = 0; times < 2; times += 1) {
			await expect(call(simulator, '/sms/json', good)).rejects.toThrow();
		}
		expect(simulator.sent).toHaveLength(2);
	});

	it('are slow', async () => {
		simulator.fail({ endpoint: '/account/get-balance', delay: 60 });
		const started = performance.now();
		await call(simulator, '/account/get-balance');
		expect(performance.now() - started).toBeGreaterThanOrEqual(55);
	});

	it('appear in the request log', async () => {
		simulator.fail({ endpoint: '/account/get-balance', status: 500 });
		await fetch(`${simulator.url}/account/get-balance?a=b`);
		expect(simulator.requests).toMatchObject([
			{ method: 'GET', path: '/account/get-balance', query: { a: 'b' }, status: 500 },
		]);
	});
});
