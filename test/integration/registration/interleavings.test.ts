import { startRig, type Rig } from './rig';
import { targets, type TargetUnderTest } from './targets';

const NUMBER = '447700900001';
const OTHER = '14155550100';

describe.each(targets)('overlapping runs, at $name', ({ parameters, options, places }) => {
	let rig: Rig;
	beforeEach(async () => (rig = await startRig(options)));
	afterEach(async () => await rig.close());

	const standing = () => places.map((place) => place.read(rig));
	const all = (url: string) => places.map(() => url);

	test('a killed test is repaired when n8n starts again', async () => {
		const { node, before } = await published();
		const registered = rig.simulator.snapshot();
		await node.startTest();
		expect(await node.isRegistered()).toBe(false);
		await node.publish();
		expect(rig.simulator.snapshot()).toEqual(registered);
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('a killed test of an unpublished workflow is repaired by the next test', async () => {
		const { node, before } = unpublished();
		await node.startTest();
		await node.startTest();
		await node.endTest();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('a killed test of an unpublished workflow is repaired by publishing', async () => {
		const { node, before } = unpublished();
		await node.startTest();
		await node.publish();
		expect(standing()).toEqual(all(node.url()));
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('a test that is started twice restores the production URL', async () => {
		const { node } = await published();
		const registered = rig.simulator.snapshot();
		await node.startTest();
		await node.startTest();
		await node.endTest();
		expect(rig.simulator.snapshot()).toEqual(registered);
		await node.endTest();
		expect(rig.simulator.snapshot()).toEqual(registered);
	});

	test('unpublishing during a test lets the test finish, and then restores the previous URL', async () => {
		const { node, before } = await published();
		await node.startTest();
		await node.unpublish();
		expect(standing()).toEqual(all(node.url('test')));
		await node.endTest();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('publishing during a test ends the test, and its end no longer changes anything', async () => {
		const { node, before } = unpublished();
		await node.startTest();
		await node.publish();
		await node.endTest();
		expect(standing()).toEqual(all(node.url()));
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('a test that ends while Vonage is down throws nothing, and publishing repairs it', async () => {
		const { node, before } = await published();
		await node.startTest();
		rig.simulator.fail({ endpoint: readingOf(parameters), status: 503 });
		await node.endTest();
		expect(rig.logs.at(-1)).toContain('error: Vonage SMS Trigger: Vonage may still send to');
		await node.publish();
		expect(standing()).toEqual(all(node.url()));
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test.each([
		['the first goes first', ['one', 'two']],
		['the last goes first', ['two', 'one']],
	] as const)('two workflows at the same place leave nothing: %s', async (_, order) => {
		const { node: one, before } = await published('one');
		const two = rig.node(parameters, { workflowId: 'two' });
		await two.publish();
		expect(standing()).toEqual(all(two.url()));
		const nodes = { one, two };
		await nodes[order[0]].unpublish();
		expect(standing()).toEqual(all(nodes[order[1]].url()));
		await nodes[order[1]].unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('two workflows at the same place leave nothing after a restart of n8n', async () => {
		const { node: one, before } = await published('one');
		const two = rig.node(parameters, { workflowId: 'two' });
		await two.publish();
		await one.publish();
		await two.publish();
		await one.unpublish();
		await two.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('tests of two workflows at the same time restore the URL from before both', async () => {
		const { node: one, before } = unpublished('one');
		const two = rig.node(parameters, { workflowId: 'two' });
		await one.startTest();
		await two.startTest();
		await one.endTest();
		expect(standing()).toEqual(all(two.url('test')));
		await two.endTest();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test("the URL of another workflow's killed test is never restored", async () => {
		const { node: one, before } = await published('one');
		const two = rig.node(parameters, { workflowId: 'two' });
		await two.startTest();
		await one.publish();
		expect(standing()).toEqual(all(one.url()));
		await one.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	function unpublished(workflowId = 'one') {
		for (const place of places) place.set(rig, rig.foreignUrl(place.label));
		const node = rig.node(parameters, { workflowId });
		return { node, before: rig.simulator.snapshot() };
	}

	async function published(workflowId?: string) {
		const start = unpublished(workflowId);
		await start.node.publish();
		return start;
	}
});

describe('changed parameters', () => {
	let rig: Rig;
	beforeEach(async () => (rig = await startRig(targets[0]?.options)));
	afterEach(async () => await rig.close());

	const numbers = (...msisdns: string[]) =>
		rig.node({ registration: 'number', events: ['message'], numbers: msisdns });
	const urlOf = (msisdn: string) =>
		rig.simulator.numbers.find((number) => number.msisdn === msisdn)?.moHttpUrl;

	test('a number that is no longer selected is restored, even if n8n did not call delete first', async () => {
		const before = rig.simulator.snapshot();
		await numbers(NUMBER, OTHER).publish();
		const fewer = numbers(OTHER);
		expect(await fewer.isRegistered()).toBe(false);
		await fewer.publish();
		expect([urlOf(NUMBER), urlOf(OTHER)]).toEqual([undefined, fewer.url()]);
		await fewer.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('a new URL of n8n replaces the old one', async () => {
		targets[0]?.places[0]?.set(rig, rig.foreignUrl('before'));
		const before = rig.simulator.snapshot();
		await numbers(NUMBER).publish();
		const moved = rig.node(
			{ registration: 'number', events: ['message'], numbers: [NUMBER] },
			{ n8nUrl: rig.otherN8nUrl },
		);
		rig.simulator.fail({ endpoint: 'POST /number/update', status: 420 });
		await expect(moved.create()).rejects.toThrow('was refused');
		await moved.publish();
		expect(urlOf(NUMBER)).toBe(moved.url());
		await moved.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('delete restores what was registered, regardless of the current parameters', async () => {
		const before = rig.simulator.snapshot();
		await numbers(NUMBER).publish();
		await rig.node({ registration: 'account', events: ['message'] }).unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('a killed test on a number that production never had is repaired when n8n starts', async () => {
		await numbers(NUMBER).publish();
		await numbers(OTHER).startTest();
		const production = numbers(NUMBER);
		expect(await production.isRegistered()).toBe(false);
		await production.publish();
		expect([urlOf(NUMBER), urlOf(OTHER)]).toEqual([production.url(), undefined]);
	});

	test('two nodes of one workflow that register at the same time know of each other', async () => {
		const before = rig.simulator.snapshot();
		const parameters = { registration: 'number', events: ['message'], numbers: [NUMBER] };
		const one = rig.node(parameters, { nodeId: 'one' });
		const two = rig.node(parameters, { nodeId: 'two' });
		await Promise.all([one.create(), two.create()]);
		const [last, first] = urlOf(NUMBER) === one.url() ? [one, two] : [two, one];
		await last.unpublish();
		expect(urlOf(NUMBER)).toBe(first.url());
		await first.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('if the previous URL no longer responds, the URL is removed instead of keeping ours', async () => {
		const gone = rig.foreignUrl('gone');
		targets[0]?.places[0]?.set(rig, gone);
		await numbers(NUMBER).publish();
		rig.shut(gone);
		await numbers(NUMBER).unpublish();
		expect(urlOf(NUMBER)).toBeUndefined();
		expect(rig.logs.at(-1)).toContain(
			`rejected the previous webhook URL of number ${NUMBER} (${gone})`,
		);
	});

	test('a number that has left the account is forgotten', async () => {
		await numbers(NUMBER, OTHER).publish();
		rig.simulator.numbers.splice(0, 1);
		await numbers(NUMBER, OTHER).unpublish();
		expect(urlOf(OTHER)).toBeUndefined();
		expect(rig.notes.size).toBe(0);
	});
});

/** The request that reads the current URLs at Vonage. */
function readingOf({ registration }: TargetUnderTest['parameters']): string {
	switch (registration) {
		case 'account':
			return 'POST /account/settings';
		case 'application':
			return 'GET /v2/applications/11111111-2222-3333-4444-555555555555';
		default:
			return 'GET /account/numbers';
	}
}
