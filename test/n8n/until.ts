import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 100;

/**
 * Calls `attempt` repeatedly until it returns something other than undefined, for changes that n8n doesn't
 * announce. Rejects after `timeoutMs` with the expected condition and the last error of `attempt`.
 */
export async function until<T>(
	what: string,
	attempt: () => Promise<T | undefined>,
	timeoutMs: number,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await attempt();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
		await sleep(EVERY_MS);
	}
}
