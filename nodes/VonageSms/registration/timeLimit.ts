import type { RateLimiter } from '../vonage';

/**
 * Time limit for publishing, in milliseconds. n8n 2.41 allows 84 s (0.7 of a lease of 120 s) for five tries, with
 * 15 s between them. If publishing isn't done by then, it fails without a reason.
 */
const WORK = 60_000;

/** Milliseconds after which any call belongs to another publication. */
const LONGEST_PUBLICATION = 90_000;

interface Publication {
	start: number;
	/** Why it stopped; null while it's running. */
	stopped: string | null;
}

const publications = new WeakMap<RateLimiter, Map<string, Publication>>();

/** When registering a node has to stop, by the limiter's clock: the same for all tries of one publication. */
export function publicationDeadline(limiter: RateLimiter, node: string): number {
	return current(limiter, node).start + WORK;
}

/** Remembers why a publication stopped, so that n8n's further tries don't send requests to Vonage. */
export function stopPublication(limiter: RateLimiter, node: string, reason: string): void {
	current(limiter, node).stopped = reason;
}

/** See `stopPublication`; null if the publication hasn't stopped. */
export function whyStopped(limiter: RateLimiter, node: string): string | null {
	return current(limiter, node).stopped;
}

/** The publication has succeeded, so the next call belongs to another one. */
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
