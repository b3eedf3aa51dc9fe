import type { VirtualNumber } from '../../simulator';
import { startRig, type Rig } from './rig';

const COUNT = 300;

let rig: Rig;
beforeEach(async () => {
	rig = await startRig({
		numbers: Array.from({ length: 350 }, (_, index): VirtualNumber => ({
			country: 'GB',
			msisdn: String(447700900000 + index),
			type: 'mobile-lvn',
			features: ['SMS'],
		})),
	});
});
afterEach(async () => await rig.close());

const registered = () => rig.simulator.numbers.filter(({ moHttpUrl }) => moHttpUrl).length;
const all = () =>
	rig.node({
		registration: 'number',
		events: ['message'],
		numbers: rig.simulator.numbers.slice(0, COUNT).map(({ msisdn }) => msisdn),
	});

/** n8n allows 84 s for publishing, with five attempts and waits of 1, 2, 4 and 8 s in between. */
const TIME = 84_000;

test('publishing 300 numbers stops before n8n’s deadline, and publishing again continues', async () => {
	const before = rig.simulator.snapshot();
	const node = all();
	let attempts = 0;
	for (let done = 0; registered() < COUNT; attempts++) {
		const start = rig.waited();
		const message = await publishAsN8n();
		expect(rig.waited() - start).toBeLessThan(TIME);
		expect(registered()).toBeGreaterThan(done);
		done = registered();
		if (done < COUNT) {
			expect(message).toMatch(
				new RegExp(`^${done} of ${COUNT} numbers registered\\. Publish again to continue\\.`),
			);
		} else expect(message).toBeNull();
		rig.skip(30_000);
	}
	expect(attempts).toBeGreaterThan(1);
	expect(await node.isRegistered()).toBe(true);
	await node.unpublish();
	expect(rig.simulator.snapshot()).toEqual(before);
	expect(rig.notes.size).toBe(0);

	async function publishAsN8n(): Promise<string | null> {
		for (const wait of [1_000, 2_000, 4_000, 8_000, 0]) {
			const message = await node.publish().then(
				() => null,
				(error: Error) => error.message,
			);
			if (message === null || wait === 0) return message;
			rig.skip(wait);
		}
		return null;
	}
});

test('unpublishing after an unfinished publication restores everything', async () => {
	const before = rig.simulator.snapshot();
	const node = all();
	await expect(node.publish()).rejects.toThrow('Publish again to continue');
	expect(registered()).toBeGreaterThan(0);
	await node.unpublish();
	expect(rig.simulator.snapshot()).toEqual(before);
	expect(rig.notes.size).toBe(0);
});

test('an unfinished registration is completed at startup and by later checks', async () => {
	const node = all();
	await expect(node.publish()).rejects.toThrow('Publish again to continue');
	await node.restart();
	await node.recheck();
	expect(registered()).toBe(COUNT);
});
