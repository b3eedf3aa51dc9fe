import type { DispatcherLog } from './types';

/** How often the log repeats that the store fails. */
const REPEAT_MS = 5 * 60_000;

/** Logs that the store fails: once at first, then every few minutes, and once when it responds again. */
export class StoreFailures {
	private failingSince: number | null = null;
	private reportedAt = 0;

	constructor(private readonly log: DispatcherLog) {}

	/** Milliseconds since the first failure after the last response; 0 while the store responds. */
	get duration(): number {
		return this.failingSince === null ? 0 : Date.now() - this.failingSince;
	}

	failed(error: unknown): void {
		const now = Date.now();
		if (this.failingSince !== null && now - this.reportedAt < REPEAT_MS) return;
		this.failingSince ??= now;
		this.reportedAt = now;
		const reason = error instanceof Error ? error.message : String(error);
		this.log.error(`The SMS store isn't responding. Messages wait until it does. ${reason}`);
	}

	answered(): void {
		if (this.failingSince === null) return;
		this.failingSince = null;
		this.log.warn('The SMS store is responding again');
	}
}
