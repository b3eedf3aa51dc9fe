import type { Traffic } from '../vonage';

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

const publications = new WeakMap<Traffic, Map<string, Publication>>();

/** When the work on a node has to stop, in the time of the traffic's clock: the same for all tries of one publication. */
export function publicationDeadline(traffic: Traffic, node: string): number {
	return current(traffic, node).start + WORK;
}

/** Remembers why a publication stopped, so that n8n's further tries do not ask Vonage again. */
export function stopPublication(traffic: Traffic, node: string, reason: string): void {
	current(traffic, node).stopped = reason;
}

/** See `stopPublication`; null where the publication goes on. */
export function whyStopped(traffic: Traffic, node: string): string | null {
	return current(traffic, node).stopped;
}

/** The publication has succeeded: what comes next is another one. */
export function endPublication(traffic: Traffic, node: string): void {
	publications.get(traffic)?.delete(node);
}

function current(traffic: Traffic, node: string): Publication {
	const now = traffic.clock.now();
	const all = publications.get(traffic) ?? new Map<string, Publication>();
	publications.set(traffic, all);
	const known = all.get(node);
	if (known !== undefined && now - known.start < LONGEST_PUBLICATION) return known;
	const begun = { start: now, stopped: null };
	all.set(node, begun);
	return begun;
}
