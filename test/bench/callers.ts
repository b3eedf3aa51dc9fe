/**
 * So many callers, each of which begins its next call when the one before has ended, until `count` calls are made.
 * Answers what each call answered, in the order in which they ended.
 */
export async function byCallers<T>(
	callers: number,
	count: number,
	call: () => Promise<T>,
): Promise<T[]> {
	const results: T[] = [];
	let left = count;
	const caller = async () => {
		while (left > 0) {
			left -= 1;
			results.push(await call());
		}
	};
	await Promise.all(Array.from({ length: callers }, caller));
	return results;
}
