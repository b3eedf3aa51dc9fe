/** One piece of work that never rejects. Jobs with the same key never overlap: two SMS to one recipient keep their order. */
export interface Job<T> {
	key: string;
	run(): Promise<T>;
}

/**
 * Runs `count` jobs, started in order, at most `atOnce` at a time, each prepared only when its turn comes.
 *
 * @param stopsAt whether it is a result after which no further job starts; those under way still end
 * @returns results by the index of their job, with holes where jobs were not started
 */
export async function runPool<T>(
	count: number,
	atOnce: number,
	prepare: (index: number) => Job<T>,
	stopsAt: (result: T) => boolean,
): Promise<T[]> {
	const results: T[] = [];
	const running = new Map<string, Promise<void>>();
	let stopped = false;

	for (let index = 0; index < count; index += 1) {
		const { key, run } = prepare(index);
		while (running.size >= atOnce || running.has(key)) await Promise.race(running.values());
		if (stopped) break;
		const job = run().then((result) => {
			results[index] = result;
			stopped ||= stopsAt(result);
			running.delete(key);
		});
		running.set(key, job);
	}
	await Promise.all(running.values());
	return results;
}
