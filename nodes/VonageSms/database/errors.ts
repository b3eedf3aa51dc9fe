/** The database couldn't store or return anything, so Vonage has to send again. */
export class StoreUnavailable extends Error {
	override name = 'StoreUnavailable';
}

/** Runs `work`; an error becomes `StoreUnavailable` with a message that says what to do. */
export function orUnavailable<T>(work: () => T, explain: (reason: string) => string): T {
	let failure: unknown;
	try {
		return work();
	} catch (error) {
		failure = error;
	}
	throw unavailable(explain, failure);
}

/** A failure that already explains itself isn't changed. */
export function unavailable(
	explain: (reason: string) => string,
	failure: unknown,
): StoreUnavailable {
	if (failure instanceof StoreUnavailable) return failure;
	const { message: reason = String(failure) } = failure as Partial<Error>;
	return new StoreUnavailable(explain(reason), { cause: failure });
}
