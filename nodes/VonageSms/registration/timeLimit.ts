import type { RateLimiter } from '../vonage';

/**
 * Milliseconds that a publication may work. n8n 2.41 gives it 84 s (0.7 of a lease of 120 s) with five tries, between
 * which it waits 15 s; a publication that is not done by then fails without saying why.
 */
const WORK = 60_000;

/** Milliseconds after which another publication has begun for sure. */
const LONGEST_PUBLICATION = 90_000;

interface Publication {
	start: number;
	/** Why it had to stop; null while it works. */
	stopped: string | null;
}

const publications = new WeakMap<RateLimiter, Map<string, Publication>>();

/** When the work on a node has to stop, in the time of the limiter's clock: the same for all tries of one publication. */
export function publicationDeadline(limiter: RateLimiter, node: string): number {
	return current(limiter, node).start + WORK;
}

/** Remembers why a publication stopped, so that n8n's further tries do not ask Vonage again. */
export function stopPublication(limiter: RateLimiter, node: string, reason: string): void {
	current(limiter, node).stopped = reason;
}

/** See `stopPublication`; null where the publication goes on. */
export function whyStopped(limiter: RateLimiter, node: string): string | null {
	return current(limiter, node).stopped;
}

/** The publication has succeeded: what comes next is another one. */
export function endPublication(limiter: RateLimiter, node: string): void {
	publications.get(limiter)?.delete(node);
}

function current(limiter: RateLimiter, node: string): Publication {
	const now = limiter.clock.now();
	const all = publications.get(limiter) ?? new Map<string, Publication>();
	publications.set(limiter, all);
	const known = all.get(node);
	if (known !== undefined && now - known.start < LONGEST_PUBLICATION) return known;
	const begun = { start: now, stopped: null };
	all.set(node, begun);
	return begun;
}
