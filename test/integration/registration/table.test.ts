import { startBench, type Bench, type Life } from './bench';
import { targets } from './targets';

describe.each(targets)('registering at $name', ({ parameters, options, places }) => {
	let bench: Bench;
	let node: Life;

	beforeEach(async () => {
		bench = await startBench(options);
		node = bench.node(parameters);
	});
	afterEach(async () => await bench.close());

	const standing = () => places.map((place) => place.read(bench));
	const everywhere = (url: string) => places.map(() => url);
	const setForeign = () => {
		for (const place of places) place.set(bench, bench.foreignUrl(place.label));
	};

	test('a fresh account gets the URL and nothing else, and has nothing of it afterwards', async () => {
		const before = bench.simulator.snapshot();
		await node.publish();
		expect(standing()).toEqual(everywhere(node.url()));
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(before);
		expect(bench.memory.size).toBe(0);
	});

	test('what is already ours is seen and left as it is', async () => {
		await node.publish();
		const registered = bench.simulator.snapshot();
		const asked = bench.simulator.requests.length;
		expect(await node.isRegistered()).toBe(true);
		await node.publish();
		expect(bench.simulator.snapshot()).toEqual(registered);
		expect(changesSince(bench, asked)).toEqual([]);
	});

	test('a foreign URL is replaced and put back', async () => {
		setForeign();
		const before = bench.simulator.snapshot();
		expect(await node.isRegistered()).toBe(false);
		await node.publish();
		expect(standing()).toEqual(everywhere(node.url()));
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(before);
		expect(bench.memory.size).toBe(0);
	});

	test('a foreign URL is named and left alone where the node shall refuse', async () => {
		setForeign();
		const before = bench.simulator.snapshot();
		const refusing = bench.node({ ...parameters, options: { onForeignUrl: 'refuse' } });
		await expect(refusing.publish()).rejects.toThrow(
			`already sends to ${bench.foreignUrl(places[0]?.label ?? '')}`,
		);
		expect(bench.simulator.snapshot()).toEqual(before);
	});

	test('what somebody else set meanwhile is left alone', async () => {
		await node.publish();
		setForeign();
		const changed = bench.simulator.snapshot();
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(changed);
		expect(bench.memory.size).toBe(0);
	});

	test('registering and giving back may be repeated', async () => {
		setForeign();
		const before = bench.simulator.snapshot();
		await node.create();
		await node.create();
		await node.create();
		expect(standing()).toEqual(everywhere(node.url()));
		await node.unpublish();
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(before);
	});

	test('a URL that stands there though the memory was lost is taken away', async () => {
		const before = bench.simulator.snapshot();
		await node.publish();
		bench.memory.clear();
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(before);
	});

	test('a test on a published workflow takes over and gives back', async () => {
		setForeign();
		const before = bench.simulator.snapshot();
		await node.publish();
		const published = bench.simulator.snapshot();
		await node.startTest();
		expect(standing()).toEqual(everywhere(node.url('test')));
		await node.endTest();
		expect(bench.simulator.snapshot()).toEqual(published);
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(before);
	});

	test('a test on an unpublished workflow leaves nothing', async () => {
		setForeign();
		const before = bench.simulator.snapshot();
		await node.startTest();
		await node.endTest();
		expect(bench.simulator.snapshot()).toEqual(before);
		expect(bench.memory.size).toBe(0);
	});

	test.each([
		['before Vonage does it', 'beforeEffect'],
		['after Vonage did it', 'afterEffect'],
	] as const)('a connection that breaks %s, at each step', async (_, drop) => {
		setForeign();
		await failAtEachStep((endpoint) => bench.simulator.fail({ endpoint, drop }));
	});

	test('a refusal at each step', async () => {
		setForeign();
		await failAtEachStep((endpoint) =>
			bench.simulator.fail({ endpoint, status: 500, body: { title: 'Internal' } }),
		);
	});

	/** Breaks the first request, then the second, and so on, of publishing; then of unpublishing. */
	async function failAtEachStep(fail: (endpoint: string) => void): Promise<void> {
		const before = bench.simulator.snapshot();
		const publishing = await requestsOf(bench, async () => await node.publish());
		const published = bench.simulator.snapshot();
		const unpublishing = await requestsOf(bench, async () => await node.unpublish());
		for (const step of publishing.keys()) {
			failStep(bench, publishing, step, fail);
			await expect(node.publish()).rejects.toThrow();
			expect(bench.simulator.snapshot()).toEqual(before);
		}
		await node.publish();
		expect(bench.simulator.snapshot()).toEqual(published);
		for (const step of unpublishing.keys()) {
			failStep(bench, unpublishing, step, fail);
			await expect(node.unpublish()).rejects.toThrow();
			await node.unpublish();
			expect(bench.simulator.snapshot()).toEqual(before);
			await node.publish();
		}
		await node.unpublish();
		expect(bench.simulator.snapshot()).toEqual(before);
		expect(bench.memory.size).toBe(0);
	}
});

async function requestsOf(bench: Bench, act: () => Promise<void>): Promise<string[]> {
	const from = bench.simulator.requests.length;
	await act();
	return bench.simulator.requests.slice(from).map(({ method, path }) => `${method} ${path}`);
}

/** Lets the requests before pass: a fault of no delay does nothing. */
function failStep(
	bench: Bench,
	requests: readonly string[],
	step: number,
	fail: (endpoint: string) => void,
): void {
	const endpoint = requests[step] ?? '';
	const earlier = requests.slice(0, step).filter((request) => request === endpoint).length;
	if (earlier > 0) bench.simulator.fail({ endpoint, times: earlier, delay: 0 });
	fail(endpoint);
}

function changesSince(bench: Bench, from: number): string[] {
	return bench.simulator.requests
		.slice(from)
		.filter(({ method, body }) => method !== 'GET' && body !== '')
		.map(({ method, path }) => `${method} ${path}`);
}
