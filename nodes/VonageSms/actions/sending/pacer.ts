import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds; `sleep` ends early by rejecting when the execution is cancelled. */
export interface Clock {
	now(): number;
	sleep(milliseconds: number): Promise<void>;
}

export function systemClock(cancelled?: AbortSignal): Clock {
	return {
		now: () => performance.now(),
		sleep: async (milliseconds) => {
			await wait(milliseconds, undefined, { signal: cancelled });
		},
	};
}

/** Requests bunch up on their way: five per cent of air keeps those of one second within the limit where they arrive. */
const air = 1.05;

/** Spaces requests out, and holds all of them back for as long as Vonage asked one to wait. */
export class Pacer {
	private nextTurn = -Infinity;
	private queue: Promise<void> = Promise.resolve();

	constructor(
		private readonly perSecond: number,
		private readonly clock: Clock,
	) {}

	/** Resolves when the caller may send one request: first come, first served. */
	async turn(): Promise<void> {
		const turn = this.queue.then(async () => await this.wait());
		this.queue = turn.catch(() => undefined);
		await turn;
	}

	/** No request gets a turn for this many milliseconds. */
	pause(milliseconds: number): void {
		this.nextTurn = Math.max(this.nextTurn, this.clock.now() + milliseconds);
	}

	/** Looks again after waiting: there may have been a pause meanwhile. */
	private async wait(): Promise<void> {
		for (let now = this.clock.now(); now < this.nextTurn; now = this.clock.now()) {
			await this.clock.sleep(this.nextTurn - now);
		}
		this.nextTurn = this.clock.now() + (air * 1000) / this.perSecond;
	}
}
