import { runPool } from '../../../nodes/VonageSms/actions/sending/pool';

const never = (): boolean => false;

/** Jobs that end on command, with a record of their actions. */
function controlledJobs(lanes: string[]) {
	const started: number[] = [];
	const end: Array<() => void> = [];
	const prepare = (index: number) => ({
		key: lanes[index] ?? '',
		run: async () => {
			started.push(index);
			await new Promise<void>((resolve) => (end[index] = resolve));
			return index;
		},
	});
	return { started, prepare, end: (index: number) => end[index]?.() };
}

/** Lets everything that is ready continue. */
const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('a pool of jobs', () => {
	it('returns results in the order of the jobs, regardless of the order in which they end', async () => {
		const jobs = controlledJobs(['a', 'b', 'c']);
		const results = runPool(3, 3, jobs.prepare, never);
		await settle();
		[2, 0, 1].forEach(jobs.end);
		expect(await results).toEqual([0, 1, 2]);
	});

	it('runs at most the set number of jobs, and starts the next one when one ends', async () => {
		const jobs = controlledJobs(['a', 'b', 'c', 'd']);
		const results = runPool(4, 2, jobs.prepare, never);
		await settle();
		expect(jobs.started).toEqual([0, 1]);
		jobs.end(1);
		await settle();
		expect(jobs.started).toEqual([0, 1, 2]);
		jobs.end(0);
		await settle();
		[2, 3].forEach(jobs.end);
		await results;
	});

	it('does not start a job until the previous one with the same key has ended', async () => {
		const jobs = controlledJobs(['+1', '+1', '+2']);
		const results = runPool(3, 10, jobs.prepare, never);
		await settle();
		expect(jobs.started).toEqual([0]);
		jobs.end(0);
		await settle();
		expect(jobs.started).toEqual([0, 1, 2]);
		[1, 2].forEach(jobs.end);
		await results;
	});

	it('starts nothing after a result that stops the pool, and waits for running jobs', async () => {
		const jobs = controlledJobs(['a', 'b', 'c', 'd']);
		const results = runPool(4, 2, jobs.prepare, (result) => result === 0);
		await settle();
		jobs.end(0);
		await settle();
		expect(jobs.started).toEqual([0, 1]);
		jobs.end(1);
		expect(await results).toEqual([0, 1]);
	});

	it('prepares a job only when its turn comes', async () => {
		let prepared = 0;
		let most = 0;
		let running = 0;
		const prepare = (index: number) => {
			prepared += 1;
			return {
				key: String(index),
				run: async () => {
					running += 1;
					most = Math.max(most, prepared - index);
					await settle();
					running -= 1;
				},
			};
		};
		await runPool(200, 5, prepare, never);
		expect(prepared).toBe(200);
		expect(most).toBeLessThanOrEqual(2);
		expect(running).toBe(0);
	});
});
