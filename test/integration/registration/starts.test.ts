import { startRig, type Rig } from './rig';

const ONE = '447700900001';
const TWO = '447700900002';
const THREE = '447700900003';

const onNumbers = (...numbers: string[]) => ({
	registration: 'number',
	events: ['message'],
	numbers,
});

let rig: Rig;
beforeEach(async () => {
	rig = await startRig({
		numbers: [ONE, TWO, THREE].map((msisdn) => ({
			country: 'GB',
			msisdn,
			type: 'mobile-lvn',
			features: ['SMS'],
		})),
	});
});
afterEach(async () => await rig.close());

const urlOf = (msisdn: string) =>
	rig.simulator.numbers.find((number) => number.msisdn === msisdn)?.moHttpUrl;

describe('n8n starts while Vonage does not respond properly', () => {
	const html = { endpoint: '/account/numbers', status: 200, body: '<html>Sign in</html>' };
	test.each([
		['401', { endpoint: '/account/numbers', status: 401 }],
		['403', { endpoint: '/account/numbers', status: 403 }],
		['429', { endpoint: '/account/numbers', status: 429, times: 6 }],
		['503', { endpoint: '/account/numbers', status: 503 }],
		['a broken connection', { endpoint: '/account/numbers', drop: 'beforeEffect' as const }],
		['a sign-in page', html],
	])('%s: the registration stays, and the log has one line', async (_, fault) => {
		const node = rig.node(onNumbers(ONE, TWO));
		await node.publish();
		const registered = rig.simulator.snapshot();
		rig.logs.length = 0;
		rig.simulator.fail(fault);
		await node.restart();
		expect(rig.simulator.snapshot()).toEqual(registered);
		expect(rig.logs.filter((line) => line.startsWith('warn:'))).toEqual([
			expect.stringMatching(
				/the registration of 20.* is treated as valid and will be checked again/,
			),
		]);
		await node.unpublish();
		expect(rig.notes.size).toBe(0);
	});

	test('the dispatcher checks again soon, and then after an hour', async () => {
		const node = rig.node(onNumbers(ONE));
		await node.publish();
		expect(await node.recheck()).toBeGreaterThan(3_500_000);
		rig.simulator.account.apiSecret = 'rotated';
		await node.restart();
		expect(await node.recheck()).toBe(120_000);
		rig.simulator.account.apiSecret = 'simulated-secret';
		expect(await node.recheck()).toBe(3_600_000);
	});

	test('a workflow that was never registered is registered by the dispatcher', async () => {
		const node = rig.node(onNumbers(ONE));
		rig.simulator.fail({ endpoint: '/account/numbers', status: 503, times: 2 });
		await node.restart();
		expect(urlOf(ONE)).toBeUndefined();
		await node.recheck();
		expect(urlOf(ONE)).toBe(node.url());
	});

	test('nothing is thrown or changed while the store is down', async () => {
		const node = rig.node(onNumbers(ONE));
		await node.publish();
		rig.breakStore(true);
		await node.restart();
		await node.restart();
		expect(await node.recheck()).toBe(120_000);
		expect(urlOf(ONE)).toBe(node.url());
		rig.breakStore(false);
		expect(await node.recheck()).toBe(3_600_000);
	});
});

describe('one of several numbers is gone when n8n starts', () => {
	test.each([
		['canceled', () => void rig.simulator.numbers.splice(1, 1)],
		['without SMS', () => void (rig.simulator.numbers[1]!.features = ['VOICE'])],
	])('%s: the others stay registered', async (_, lose) => {
		const node = rig.node(onNumbers(ONE, TWO, THREE));
		await node.publish();
		lose();
		await node.restart();
		await node.restart();
		expect([urlOf(ONE), urlOf(THREE)]).toEqual([node.url(), node.url()]);
		expect(rig.logs.filter((line) => line.includes(`number ${TWO}`)).at(-1)).toContain(
			'Everything else stays registered',
		);
	});

	test('a person who publishes gets an error', async () => {
		rig.simulator.numbers.splice(1, 1);
		await expect(rig.node(onNumbers(ONE, TWO)).publish()).rejects.toThrow(
			`number ${TWO} is not on this account`,
		);
		expect(urlOf(ONE)).toBeUndefined();
	});
});

describe('only publishing moves a number', () => {
	const orders = [
		['a', 'b', 'c'],
		['a', 'c', 'b'],
		['b', 'a', 'c'],
		['b', 'c', 'a'],
		['c', 'a', 'b'],
		['c', 'b', 'a'],
	];

	test.each(orders)(
		'published %s, %s, %s: restarts in any order change nothing',
		async (...order) => {
			const before = rig.simulator.snapshot();
			const node = (workflowId: string) => rig.node(onNumbers(ONE), { workflowId });
			for (const name of order) await node(name).publish();
			for (const starts of orders) {
				for (const name of starts) {
					await node(name).restart();
					await node(name).recheck();
				}
				expect(urlOf(ONE)).toBe(node(order[2]!).url());
			}
			await node(order[2]!).unpublish();
			expect(urlOf(ONE)).toBe(node(order[1]!).url());
			for (const name of order.slice(0, 2)) await node(name).restart();
			expect(urlOf(ONE)).toBe(node(order[1]!).url());
			await node(order[1]!).unpublish();
			await node(order[0]!).unpublish();
			expect(rig.simulator.snapshot()).toEqual(before);
			expect(rig.notes.size).toBe(0);
		},
	);

	test("a displaced workflow set to 'Refuse' starts as well", async () => {
		const refusing = { ...onNumbers(ONE), options: { onForeignUrl: 'refuse' } };
		const one = rig.node(refusing, { workflowId: 'one' });
		const two = rig.node(onNumbers(ONE), { workflowId: 'two' });
		await one.publish();
		await two.publish();
		await one.restart();
		expect(urlOf(ONE)).toBe(two.url());
		await two.unpublish();
		expect(urlOf(ONE)).toBe(one.url());
	});

	test('a URL set in the dashboard is reported once and not changed', async () => {
		const node = rig.node(onNumbers(ONE));
		await node.publish();
		rig.simulator.numbers[0]!.moHttpUrl = rig.foreignUrl('crm');
		await node.restart();
		rig.skip(3_700_000);
		await node.recheck();
		expect(urlOf(ONE)).toBe(rig.foreignUrl('crm'));
		const lines = rig.logs.filter((line) => line.includes('was changed by another system'));
		expect(lines).toEqual([expect.stringContaining('publish it again')]);
	});

	test('a URL that is missing is registered again within the hour', async () => {
		const node = rig.node(onNumbers(ONE, TWO));
		await node.publish();
		delete rig.simulator.numbers[0]!.moHttpUrl;
		expect(await node.recheck()).toBeGreaterThan(0);
		expect(urlOf(ONE)).toBeUndefined();
		rig.skip(3_700_000);
		await node.recheck();
		expect(urlOf(ONE)).toBe(node.url());
	});

	test('a test that is listening is not disturbed by the check', async () => {
		const node = rig.node(onNumbers(ONE));
		await node.publish();
		await node.startTest();
		rig.skip(3_700_000);
		await node.recheck();
		expect(urlOf(ONE)).toBe(node.url('test'));
	});

	test('a test that could not be ended is ended by the check', async () => {
		const node = rig.node(onNumbers(ONE));
		await node.publish();
		await node.startTest();
		rig.simulator.fail({ endpoint: '/account/numbers', status: 503 });
		await node.endTest();
		rig.skip(3_700_000);
		await node.recheck();
		expect(urlOf(ONE)).toBe(node.url());
	});
});

describe('the run that a URL belongs to', () => {
	test.each(['/n8n', '/my-test-n8n', '/latest/contest'])(
		'below %s, a failed test does not affect the published workflow',
		async (prefix) => {
			const n8nUrl = `${rig.n8nUrl}${prefix}`;
			const node = rig.node(onNumbers(ONE), { n8nUrl });
			await node.publish();
			const broken = rig.node(onNumbers(ONE, '447700900999'), { n8nUrl });
			await expect(broken.startTest()).rejects.toThrow('447700900999 is not on this account');
			await broken.endTest();
			expect(urlOf(ONE)).toBe(node.url());
			await node.startTest();
			expect(urlOf(ONE)).toBe(node.url('test'));
			await node.endTest();
			await node.endTest();
			expect(urlOf(ONE)).toBe(node.url());
			await node.unpublish();
			expect(urlOf(ONE)).toBeUndefined();
			expect(rig.notes.size).toBe(0);
		},
	);

	test('unpublishing removes the URL from before a move, even if the move failed', async () => {
		await rig.node(onNumbers(ONE)).publish();
		const moved = rig.node(onNumbers(ONE), { n8nUrl: rig.otherN8nUrl });
		rig.simulator.fail({ endpoint: '/account/numbers', status: 503 });
		await moved.restart();
		await moved.unpublish();
		expect(urlOf(ONE)).toBeUndefined();
		expect(rig.notes.size).toBe(0);
	});
});

describe('the previous URL', () => {
	const crm = () => rig.foreignUrl('crm');
	const stale = () => rig.simulator.numbers[0]!;

	test('is kept after a change of the REST URL', async () => {
		stale().moHttpUrl = crm();
		await rig.node(onNumbers(ONE)).publish();
		const other = rig.node(onNumbers(ONE), {}, { restUrl: `${rig.simulator.restUrl}/` });
		const byName = rig.simulator.restUrl.replace('127.0.0.1', 'localhost');
		const named = rig.node(onNumbers(ONE), {}, { restUrl: byName });
		await other.publish();
		await named.publish();
		await named.unpublish();
		expect(urlOf(ONE)).toBe(crm());
		expect(rig.notes.size).toBe(0);
	});

	test.each(['restart', 'create'] as const)(
		'is kept if another n8n uses this trigger on the number: %s',
		async (again) => {
			stale().moHttpUrl = crm();
			const production = rig.node(onNumbers(ONE));
			const staging = rig.otherN8n(onNumbers(ONE));
			await production.publish();
			await staging.publish();
			await production[again]();
			await staging.unpublish();
			await production.unpublish();
			expect(urlOf(ONE)).toBe(crm());
		},
	);

	test('is not forgotten if a sign-in page responds instead of Vonage', async () => {
		stale().moHttpUrl = crm();
		const node = rig.node(onNumbers(ONE));
		await node.publish();
		rig.simulator.fail({ endpoint: '/account/numbers', status: 200, body: '<html>Sign in</html>' });
		await expect(node.unpublish()).rejects.toThrow("The response isn't from Vonage");
		await node.unpublish();
		expect(urlOf(ONE)).toBe(crm());
	});

	test("is unknown without the store, but the node's own URL is still removed", async () => {
		const node = rig.node(onNumbers(ONE));
		await node.publish();
		rig.breakStore(true);
		await node.unpublish();
		expect(urlOf(ONE)).toBeUndefined();
	});

	test('a publication that fails because of a wrong secret does not claim that its URL is registered at Vonage', async () => {
		const node = rig.node(onNumbers(ONE));
		rig.simulator.account.apiSecret = 'rotated';
		await expect(node.publish()).rejects.toThrow('accept the API key and secret');
		// As n8n does after a failed publication.
		await node.unpublish();
		expect(rig.logs.at(-1)).toContain("couldn't check that Vonage doesn't send to");
		expect(rig.logs.join()).not.toContain('may still send');
		rig.simulator.account.apiSecret = 'simulated-secret';
	});

	test('unpublishing with a revoked secret names the remaining URLs and the next step', async () => {
		const one = rig.node(onNumbers(ONE, TWO), { workflowId: 'one' });
		const two = rig.node(onNumbers(ONE), { workflowId: 'two' });
		await one.publish();
		rig.simulator.account.apiSecret = 'rotated';
		await expect(one.unpublish()).rejects.toThrow(
			`Still sending to this n8n: number ${ONE}; number ${TWO}. Remove the URL there in the Vonage dashboard, or correct the credential`,
		);
		rig.simulator.account.apiSecret = 'simulated-secret';
		await two.publish();
		await two.unpublish();
		expect(urlOf(ONE)).toBeUndefined();
	});
});

test('a number that is linked to an application is mentioned once when publishing', async () => {
	const [application] = rig.simulator.applications;
	rig.simulator.numbers[0]!.app_id = application!.id;
	const node = rig.node(onNumbers(ONE, TWO));
	await node.publish();
	await node.restart();
	expect(rig.logs.filter((line) => line.includes('is linked to application'))).toEqual([
		expect.stringMatching(new RegExp(`number ${ONE} is linked to application ${application!.id}`)),
	]);
});

test('voice settings are kept if they change while many numbers are being registered', async () => {
	// More than three numbers are read from one list before the first of them is changed.
	rig.simulator.numbers.push({ ...rig.simulator.numbers[0]!, msisdn: '447700900004' });
	const node = rig.node(onNumbers(ONE, TWO, THREE, '447700900004'));
	rig.onWrite(() => {
		rig.skip(5_000);
		rig.simulator.numbers[2]!.voiceCallbackValue = 'https://voice.example.com/new';
		rig.onWrite(() => undefined);
	});
	await node.publish();
	expect(rig.simulator.numbers[2]).toMatchObject({
		voiceCallbackValue: 'https://voice.example.com/new',
		moHttpUrl: node.url(),
	});
});
