/** When each node's registration was last verified in this process, in milliseconds since the epoch. */
const verified = new Map<string, number>();

/** The last log line for each place, so that each change is logged once. */
const reported = new Map<string, string>();

export function noteVerified(nodeName: string, now: number): void {
	verified.set(nodeName, now);
}

/** n8n has started the node, but the request to Vonage failed. */
export function noteUnverified(nodeName: string): void {
	verified.delete(nodeName);
}

/** Milliseconds since the epoch; null if the registration hasn't been verified since this process started. */
export function lastVerified(nodeName: string): number | null {
	return verified.get(nodeName) ?? null;
}

/** Whether a message about a subject, such as a place, is new: true once, until the message for it changes. */
export function isNews(nodeName: string, subject: string, what: string | null): boolean {
	const key = `${nodeName} ${subject}`;
	const isOld = (reported.get(key) ?? null) === what;
	if (what === null) reported.delete(key);
	else reported.set(key, what);
	return !isOld;
}
