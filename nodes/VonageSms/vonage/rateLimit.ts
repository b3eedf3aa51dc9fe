import { sleep } from 'n8n-workflow';

/** Milliseconds since the epoch, and waiting; replaced in tests. */
export interface Clock {
	now(): number;
	sleep(milliseconds: number): Promise<void>;
}

/**
 * `list`: GET /account/numbers. `settings`: everything else that reads or changes how an account is set up. `reports`:
 * the Reports API, which counts its requests separately.
 */
export type Lane = 'list' | 'settings' | 'reports';

/**
 * Milliseconds from the end of a request to the start of the next, so that delays on the way cannot bring them closer:
 * 1 a second for the list, 3 for all of the Numbers API (support article 5667853760284). The limit of the Applications
 * API is nowhere written down. 10 a second for the Reports API ("Reports API best practices").
 */
const SPACING = { list: 1_010, settings: 340, reports: 110 } as const;

/** Keeps the requests of this process to one account apart, and what changes it from happening at the same time. */
export class RateLimiter {
	private readonly accounts = new Map<
		string,
		{ list: number; settings: number; reports: number; queue: Promise<unknown> }
	>();

	constructor(readonly clock: Clock) {}

	/** Runs one request when its turn has come. */
	async paced<T>(account: string, lane: Lane, request: () => Promise<T>): Promise<T> {
		const last = this.of(account);
		const now = this.clock.now();
		// The list counts as one of the settings, too.
		const limits = lane === 'list' ? (['list', 'settings'] as const) : ([lane] as const);
		const at = Math.max(now, ...limits.map((limit) => last[limit] + SPACING[limit]));
		const note = (when: number) => {
			for (const limit of limits) last[limit] = Math.max(last[limit], when);
		};
		note(at);
		if (at > now) await this.clock.sleep(at - now);
		return await request().finally(() => note(this.clock.now()));
	}

	/** Runs after what was queued for this account before, whether that went well or not. */
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

/** The one of this process. */
export const sharedRateLimiter = new RateLimiter({ now: () => Date.now(), sleep });
