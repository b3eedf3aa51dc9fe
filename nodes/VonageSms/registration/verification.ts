/** When each node's registration was last seen to be right, in this process: milliseconds since the epoch. */
const verified = new Map<string, number>();

/** What was logged of each place, so that each change is logged once. */
const reported = new Map<string, string>();

export function noteVerified(nodeName: string, now: number): void {
	verified.set(nodeName, now);
}

/** n8n has started the node, and Vonage could not be asked. */
export function noteUnverified(nodeName: string): void {
	verified.delete(nodeName);
}

/** Milliseconds since the epoch; null where the registration was not seen to be right since this process started. */
export function lastVerified(nodeName: string): number | null {
	return verified.get(nodeName) ?? null;
}

/** Whether this is news about a subject, such as a place: true once, until something else is said of it. */
export function isNews(nodeName: string, subject: string, what: string | null): boolean {
	const key = `${nodeName} ${subject}`;
	const isOld = (reported.get(key) ?? null) === what;
	if (what === null) reported.delete(key);
	else reported.set(key, what);
	return !isOld;
}
