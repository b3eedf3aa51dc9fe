import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 100;

/**
 * Only what hangs reaches it, as with the time limit of a test: a busy machine takes several times as long as a quiet
 * one. It's a little shorter than that limit, so that the error says what was missing.
 */
export const WITHIN_MS = 240_000;

/**
 * Calls `attempt` repeatedly until it returns something other than undefined, for changes that n8n doesn't
 * announce. Rejects with what `attempt` throws, or after `timeoutMs` with the expected condition.
 */
export async function until<T>(
	what: string,
	attempt: () => Promise<T | undefined>,
	timeoutMs = WITHIN_MS,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await attempt();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
		await sleep(EVERY_MS);
	}
}
