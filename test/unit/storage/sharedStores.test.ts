import type { MessageStore } from '../../../nodes/VonageSms/reassembly';
import { SharedStores } from '../../../nodes/VonageSms/storage/sharedStores';

describe('stores that are shared in a process', () => {
	let shared: SharedStores;
	let opened: { close: jest.Mock }[];
	beforeEach(() => {
		shared = new SharedStores();
		opened = [];
	});
	const open = async () => {
		const store = { close: jest.fn(async () => undefined) };
		opened.push(store);
		return store as unknown as MessageStore;
	};

	test('a store is opened once, whoever asks, also at the same moment', async () => {
		const [one, two, three] = await Promise.all([
			shared.borrow('a', open),
			shared.borrow('a', open),
			shared.hold('a', open),
		]);
		expect(one).toBe(two);
		expect(three.store).toBe(one);
		expect(opened).toHaveLength(1);
		await shared.borrow('b', open);
		expect(opened).toHaveLength(2);
	});

	test('is closed when the last holder lets go, and opened again for the next', async () => {
		const first = await shared.hold('a', open);
		const second = await shared.hold('a', open);
		first.letGo();
		await Promise.resolve();
		expect(opened[0]?.close).not.toHaveBeenCalled();
		second.letGo();
		await Promise.resolve();
		expect(opened[0]?.close).toHaveBeenCalledTimes(1);
		expect(await shared.borrow('a', open)).not.toBe(first.store);
	});

	test('what could not be opened is tried again by the next to ask', async () => {
		const failing = async () => await Promise.reject(new Error('no disk'));
		await expect(shared.hold('a', failing)).rejects.toThrow('no disk');
		const held = await shared.hold('a', open);
		held.letGo();
		await Promise.resolve();
		expect(opened[0]?.close).toHaveBeenCalledTimes(1);
	});
});
