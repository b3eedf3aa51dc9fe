/** One line for each reason and trigger in this time, so that a flood cannot fill the log. */
const QUIET_MS = 10_000;
const REMEMBERED_REASONS = 1_000;

interface Quiet {
	until: number;
	suppressed: number;
}

const quiet = new Map<string, Quiet>();

/** Calls `write` with the line, unless the same reason was written for this scope a moment ago. */
export function logRefusal(
	write: (line: string) => void,
	refusal: { scope: string; reason: string; address: string | undefined },
	now: number,
): void {
	const key = `${refusal.scope}/${refusal.reason}`;
	const last = quiet.get(key);
	if (last && now < last.until) {
		last.suppressed += 1;
		return;
	}
	const more = last && last.suppressed > 0 ? ` (and ${last.suppressed} more like it)` : '';
	write(
		`Webhook from ${refusal.address ?? 'an unknown address'} refused: ${refusal.reason}${more}`,
	);
	if (quiet.size >= REMEMBERED_REASONS) quiet.clear();
	quiet.set(key, { until: now + QUIET_MS, suppressed: 0 });
}
