/** Dispatchers that are starting in this process, by scope. */
const underWay = new Map<string, Promise<unknown>>();

/** Vonage waits 15 s for a response. */
const PATIENCE_MS = 5_000;

/** Runs the work that starts the dispatcher of a scope; webhooks that arrive meanwhile may wait for it. */
export async function announceStart<T>(scope: string, work: () => Promise<T>): Promise<T> {
	const start = work();
	underWay.set(scope, start);
	try {
		return await start;
	} finally {
		if (underWay.get(scope) === start) underWay.delete(scope);
	}
}

/**
 * Waits for the start that is under way. n8n serves the webhook of a workflow while it publishes it,
 * and the first message must not wait for Vonage to send it again.
 *
 * @returns whether the dispatcher has started; false where none is starting in this process
 */
export async function startedMeanwhile(scope: string): Promise<boolean> {
	const start = underWay.get(scope);
	if (!start) return false;
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<false>((resolve) => {
		timer = setTimeout(() => resolve(false), PATIENCE_MS).unref();
	});
	const started = start.then(
		() => true,
		() => false,
	);
	return await Promise.race([started, tooLate]).finally(() => clearTimeout(timer));
}
