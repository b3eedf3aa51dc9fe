/** Hours for which Vonage keeps trying: an inbound SMS for one day, a receipt for three. */
export const retryHours = { inbound: 24, receipt: 72 } as const;

/** The first wait and the longest, in seconds (Vonage support article 360028543292). */
const firstWait = 5;
const longestWait = 15 * 60;

/** The waits in seconds between attempts: 5, 10, 20 ... 640, then 900 each, until the hours are over. */
export function* retryWaits(hours: number): Generator<number, void> {
	let elapsed = 0;
	let wait = firstWait;
	while (elapsed + wait <= hours * 3600) {
		yield wait;
		elapsed += wait;
		wait = Math.min(wait * 2, longestWait);
	}
}

/**
 * Whether a response causes a retry. Vonage's articles contradict each other: "429 or 5xx" is newer and the default
 * here, "anything but 2xx" is older.
 */
export function isRetried(status: number, rule: RetryRule): boolean {
	if (status >= 200 && status < 300) return false;
	return rule === 'anyNon2xx' || status === 429 || status >= 500;
}

export type RetryRule = '429and5xx' | 'anyNon2xx';
