import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 100;

/**
 * Asks again and again until `attempt` answers something other than undefined. For what n8n does not tell of by
 * itself. Rejects after `timeoutMs`, naming what was waited for and what `attempt` last threw.
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
