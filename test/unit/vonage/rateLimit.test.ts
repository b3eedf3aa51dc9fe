import { RateLimiter, type Clock } from '../../../nodes/VonageSms/vonage';

class ManualClock implements Clock {
	time = 1_000_000;
	now = () => this.time;
	sleep = async (milliseconds: number) => void (this.time += milliseconds);
}

let clock: ManualClock;
let limiter: RateLimiter;
beforeEach(() => {
	clock = new ManualClock();
	limiter = new RateLimiter(clock);
});

const startOf = async (account: string, lane: 'list' | 'settings', takes = 0) =>
	await limiter.paced(account, lane, async () => {
		const start = clock.time;
		clock.time += takes;
		return start;
	});

test('the first request is sent immediately', async () => {
	expect(await startOf('a', 'list')).toBe(1_000_000);
});

test('four requests need more than a second, counted from the end of the first', async () => {
	await startOf('a', 'settings', 500);
	const end = clock.time;
	await startOf('a', 'settings');
	await startOf('a', 'settings');
	expect((await startOf('a', 'settings')) - end).toBeGreaterThan(1_000);
});

test('two lists are more than a second apart, even with other requests in between', async () => {
	await startOf('a', 'list', 200);
	const end = clock.time;
	await startOf('a', 'settings');
	expect((await startOf('a', 'list')) - end).toBeGreaterThan(1_000);
});

test('accounts do not wait for each other', async () => {
	await startOf('a', 'list');
	expect(await startOf('b', 'list')).toBe(1_000_000);
});

test('a request that fails counts too', async () => {
	await expect(
		limiter.paced('a', 'settings', async () => await Promise.reject(new Error('x'))),
	).rejects.toThrow('x');
	expect(await startOf('a', 'settings')).toBeGreaterThan(1_000_300);
});

test('work on one account runs sequentially, even after a failure', async () => {
	const log: string[] = [];
	let finish: () => void = () => undefined;
	const first = limiter.serially('a', async () => {
		log.push('first starts');
		await new Promise<void>((resolve) => (finish = resolve));
		log.push('first ends');
		throw new Error('no');
	});
	const second = limiter.serially('a', async () => void log.push('second'));
	const other = limiter.serially('b', async () => void log.push('other account'));
	await other;
	finish();
	await expect(first).rejects.toThrow('no');
	await second;
	expect(log).toEqual(['first starts', 'other account', 'first ends', 'second']);
});
