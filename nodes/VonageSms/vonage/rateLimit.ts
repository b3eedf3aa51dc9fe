import { sleep } from 'n8n-workflow';

/** The time in milliseconds since the epoch, and a way to wait; replaced in tests. */
export interface Clock {
	now(): number;
	sleep(milliseconds: number): Promise<void>;
}

/**
 * `list`: GET /account/numbers. `settings`: all other requests that read or change account settings. `reports`: the
 * Reports API, which counts its requests separately.
 */
export type Lane = 'list' | 'settings' | 'reports';

/**
 * Milliseconds from the end of a request to the start of the next, so that network delays can't bring requests
 * closer together. 1 per second for the list and 3 for the whole Numbers API (support article 5667853760284). 10
 * per second for the Reports API ("Reports API best practices"). The limit of the Applications API isn't
 * documented.
 */
const SPACING = { list: 1_010, settings: 340, reports: 110 } as const;

/** Spaces out this process's requests to one account, and runs changes to it one at a time. */
export class RateLimiter {
	private readonly accounts = new Map<
		string,
		{ list: number; settings: number; reports: number; queue: Promise<unknown> }
	>();

	constructor(readonly clock: Clock) {}

	/** Runs one request when it's its turn. */
	async paced<T>(account: string, lane: Lane, request: () => Promise<T>): Promise<T> {
		const last = this.of(account);
		const now = this.clock.now();
		// The list also counts toward the settings limit.
		const limits = lane === 'list' ? (['list', 'settings'] as const) : ([lane] as const);
		const at = Math.max(now, ...limits.map((limit) => last[limit] + SPACING[limit]));
		const note = (when: number) => {
			for (const limit of limits) last[limit] = Math.max(last[limit], when);
		};
		note(at);
		if (at > now) await this.clock.sleep(at - now);
		return await request().finally(() => note(this.clock.now()));
	}

	/** Runs after everything queued earlier for this account, whether it succeeded or not. */
	async serially<T>(account: string, work: () => Promise<T>): Promise<T> {
		const { queue } = this.of(account);
		const result = queue.then(work);
		this.of(account).queue = result.catch(() => undefined);
		return await result;
	}

	private of(account: string) {
		const known = this.accounts.get(account) ?? {
			list: 0,
			settings: 0,
			reports: 0,
			queue: Promise.resolve(),
		};
		this.accounts.set(account, known);
		return known;
	}
}

/** The rate limiter of this process. */
export const sharedRateLimiter = new RateLimiter({ now: () => Date.now(), sleep });
