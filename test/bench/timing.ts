import { byCallers } from './callers';

/** Milliseconds of each of so many calls, by callers at once. */
export async function timed(
	callers: number,
	count: number,
	call: () => Promise<unknown>,
): Promise<number[]> {
	return await byCallers(callers, count, async () => await timeOf(call));
}

export async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}
