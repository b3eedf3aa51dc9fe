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

/** Lets everything that is ready go on. */
const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('a pool of jobs', () => {
	it('gives results in the order of the jobs, whatever order they end in', async () => {
		const jobs = controlledJobs(['a', 'b', 'c']);
		const results = runPool(3, 3, jobs.prepare, never);
		await settle();
		[2, 0, 1].forEach(jobs.end);
		expect(await results).toEqual([0, 1, 2]);
	});

	it('keeps at most so many under way and starts the next when one ends', async () => {
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

	it('does not start a job before the one before it with its key has ended', async () => {
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

	it('starts nothing after a result that stops it, and waits for running jobs', async () => {
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
