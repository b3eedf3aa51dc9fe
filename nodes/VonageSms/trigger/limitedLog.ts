/** One line for each key in this time, so that a flood cannot fill the log. */
const QUIET_MS = 10_000;
const REMEMBERED_KEYS = 1_000;

interface Quiet {
	until: number;
	suppressed: number;
}

const quiet = new Map<string, Quiet>();

/**
 * Calls `write` with the line, unless one with the same key was written a moment ago; the next line says how many were
 * left out.
 *
 * @param key nothing that a caller can vary
 * @param now milliseconds since the epoch
 * @param quietMs milliseconds until the next line with this key
 */
export function logLimited(
	write: (line: string) => void,
	key: string,
	line: string,
	now: number,
	quietMs = QUIET_MS,
): void {
	const last = quiet.get(key);
	if (last && now < last.until) {
		last.suppressed += 1;
		return;
	}
	write(last && last.suppressed > 0 ? `${line} (and ${last.suppressed} similar)` : line);
	if (quiet.size >= REMEMBERED_KEYS) quiet.clear();
	quiet.set(key, { until: now + quietMs, suppressed: 0 });
}
