import { startRig, type Rig, type Life } from './rig';
import { targets } from './targets';

describe.each(targets)('registering at $name', ({ parameters, options, places }) => {
	let rig: Rig;
	let node: Life;

	beforeEach(async () => {
		rig = await startRig(options);
		node = rig.node(parameters);
	});
	afterEach(async () => await rig.close());

	const standing = () => places.map((place) => place.read(rig));
	const everywhere = (url: string) => places.map(() => url);
	const setForeign = () => {
		for (const place of places) place.set(rig, rig.foreignUrl(place.label));
	};

	test('a new account gets only the URL, and nothing of it remains after unpublishing', async () => {
		const before = rig.simulator.snapshot();
		await node.publish();
		expect(standing()).toEqual(everywhere(node.url()));
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test('our own URL is not changed', async () => {
		await node.publish();
		const registered = rig.simulator.snapshot();
		const asked = rig.simulator.requests.length;
		expect(await node.isRegistered()).toBe(true);
		await node.publish();
		expect(rig.simulator.snapshot()).toEqual(registered);
		expect(changesSince(rig, asked)).toEqual([]);
	});

	test('a foreign URL is replaced and restored', async () => {
		setForeign();
		const before = rig.simulator.snapshot();
		expect(await node.isRegistered()).toBe(false);
		await node.publish();
		expect(standing()).toEqual(everywhere(node.url()));
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test("another system's URL is named and not changed if the node is set to 'Refuse'", async () => {
		setForeign();
		const before = rig.simulator.snapshot();
		const refusing = rig.node({ ...parameters, options: { onForeignUrl: 'refuse' } });
		await expect(refusing.publish()).rejects.toThrow(
			`already sends to ${rig.foreignUrl(places[0]?.label ?? '')}`,
		);
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('a URL that another system set in the meantime is not changed', async () => {
		await node.publish();
		setForeign();
		const changed = rig.simulator.snapshot();
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(changed);
		expect(rig.notes.size).toBe(0);
	});

	test('registering and restoring can be repeated', async () => {
		setForeign();
		const before = rig.simulator.snapshot();
		await node.create();
		await node.create();
		await node.create();
		expect(standing()).toEqual(everywhere(node.url()));
		await node.unpublish();
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('our URL is removed even if its note was lost', async () => {
		const before = rig.simulator.snapshot();
		await node.publish();
		rig.notes.clear();
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('a test on a published workflow replaces its URL and restores it', async () => {
		setForeign();
		const before = rig.simulator.snapshot();
		await node.publish();
		const published = rig.simulator.snapshot();
		await node.startTest();
		expect(standing()).toEqual(everywhere(node.url('test')));
		await node.endTest();
		expect(rig.simulator.snapshot()).toEqual(published);
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
	});

	test('a test on an unpublished workflow leaves nothing', async () => {
		setForeign();
		const before = rig.simulator.snapshot();
		await node.startTest();
		await node.endTest();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	});

	test.each([
		['before Vonage does it', 'beforeEffect'],
		['after Vonage did it', 'afterEffect'],
	] as const)('a connection that breaks %s, at each step', async (_, drop) => {
		setForeign();
		await failAtEachStep((endpoint) => rig.simulator.fail({ endpoint, drop }));
	});

	test('a rejection at each step', async () => {
		setForeign();
		await failAtEachStep((endpoint) =>
			rig.simulator.fail({ endpoint, status: 500, body: { title: 'Internal' } }),
		);
	});

	/** Breaks the first request of publishing, then the second, and so on. Does the same for unpublishing. */
	async function failAtEachStep(fail: (endpoint: string) => void): Promise<void> {
		const before = rig.simulator.snapshot();
		const publishing = await requestsOf(rig, async () => await node.publish());
		const published = rig.simulator.snapshot();
		const unpublishing = await requestsOf(rig, async () => await node.unpublish());
		for (const step of publishing.keys()) {
			failStep(rig, publishing, step, fail);
			await expect(node.publish()).rejects.toThrow();
			expect(rig.simulator.snapshot()).toEqual(before);
		}
		await node.publish();
		expect(rig.simulator.snapshot()).toEqual(published);
		for (const step of unpublishing.keys()) {
			failStep(rig, unpublishing, step, fail);
			await expect(node.unpublish()).rejects.toThrow();
			await node.unpublish();
			expect(rig.simulator.snapshot()).toEqual(before);
			await node.publish();
		}
		await node.unpublish();
		expect(rig.simulator.snapshot()).toEqual(before);
		expect(rig.notes.size).toBe(0);
	}
});

async function requestsOf(rig: Rig, act: () => Promise<void>): Promise<string[]> {
	const from = rig.simulator.requests.length;
	await act();
	return rig.simulator.requests.slice(from).map(({ method, path }) => `${method} ${path}`);
}

/** Lets the earlier requests pass: a fault without a delay does nothing. */
function failStep(
	rig: Rig,
	requests: readonly string[],
	step: number,
	fail: (endpoint: string) => void,
): void {
	const endpoint = requests[step] ?? '';
	const earlier = requests.slice(0, step).filter((request) => request === endpoint).length;
	if (earlier > 0) rig.simulator.fail({ endpoint, times: earlier, delay: 0 });
	fail(endpoint);
}

function changesSince(rig: Rig, from: number): string[] {
	return rig.simulator.requests
		.slice(from)
		.filter(({ method, body }) => method !== 'GET' && body !== '')
		.map(({ method, path }) => `${method} ${path}`);
}
