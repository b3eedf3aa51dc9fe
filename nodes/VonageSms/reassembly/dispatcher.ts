import type { Served } from './dispatchers';
import { InFlight, type Running } from './inFlight';
import { LEASE_MS } from './policy';
import type { Reassembler } from './reassembler';
import { StoreFailures } from './storeFailures';
import type { Delivery, DispatcherLog } from './types';

/** The longest wait without a wake-up from the store, as when another process received the record. */
const POLL_MS = 1_000;
const RENEW_MS = LEASE_MS / 3;
const CLEAN_UP_MS = 30_000;
/** Between two steps of the clean-up, so that it takes a part of the thread and of the disk only. */
const BREATHER_MS = 5;
/** While the store fails, it is opened again this often, since its credential may have been changed. */
const REOPEN_MS = 30_000;
/** Between two attempts to record the end of a message: 1 s, doubling to this. */
const LONGEST_RETRY_MS = 30_000;

export interface DispatcherOptions {
	scope: string;
	/** The events and numbers that it serves. Default: messages to any number. */
	serves?: Served;
	reassembler: Reassembler;
	/** Calls back when something may have become due. Returns an unsubscribe function. */
	onDue: (wake: () => void) => () => void;
	/**
	 * Resolves with `done` when the message needs no further attempt, and with `notStarted` when it needs one.
	 * Resolves with `ended`, or rejects, when it needs one unless an execution has begun it.
	 */
	handOver: (delivery: Delivery) => Promise<Outcome>;
	/** Opens the store again with the current credential. Rejects if it still fails. */
	reopen?: () => Promise<void>;
	/** Messages passed to n8n whose executions have not ended. */
	concurrency: number;
	log: DispatcherLog;
}

export type Outcome = 'done' | 'ended' | 'notStarted';

/**
 * Hands over due messages: claims them, renews leases while executions run, confirms the ones that ended and releases
 * what no execution began. A backlog drains at the pace at which executions end.
 */
export class Dispatcher {
	private readonly inFlight: InFlight;
	private readonly failures: StoreFailures;
	private readonly timers: NodeJS.Timeout[] = [];
	private stopListening: () => void = () => undefined;
	private claiming: Promise<void> | null = null;
	private claimAgain = false;
	private stopped = false;
	private renewedAt = Date.now();
	private reopenedAt = 0;

	constructor(private readonly options: DispatcherOptions) {
		const { concurrency, log } = options;
		this.inFlight = new InFlight(concurrency, log);
		this.failures = new StoreFailures(log);
	}

	/** Rejects with `StoreUnavailable` when the store cannot note that this scope is served. */
	async start(): Promise<void> {
		const { reassembler, scope, serves } = this.options;
		await reassembler.register(scope, serves);
		this.renewedAt = Date.now();
		this.listen();
		this.every(POLL_MS, () => this.wake());
		this.every(RENEW_MS, () => void this.renew());
		this.every(CLEAN_UP_MS, () => void this.cleanUp());
		this.wake();
	}

	/** Claims nothing more. Resolves once all running executions have ended. Leases are renewed until then. */
	async stop(): Promise<void> {
		this.stopped = true;
		this.stopListening();
		await this.claiming;
		await this.inFlight.drained();
		for (const timer of this.timers) clearInterval(timer);
	}

	private listen(): void {
		this.stopListening = this.options.onDue(() => this.wake());
	}

	private every(milliseconds: number, work: () => void): void {
		this.timers.push(setInterval(work, milliseconds).unref());
	}

	private wake(): void {
		if (this.claiming) {
			this.claimAgain = true;
			return;
		}
		this.claiming = this.claimWhileThereIs().finally(() => {
			this.claiming = null;
			// A wake-up after the last check.
			if (this.claimAgain) this.wake();
		});
	}

	private async claimWhileThereIs(): Promise<void> {
		do {
			this.claimAgain = false;
			// After a pause of the process the leases may have run out, and a claim would find its own messages.
			if (Math.abs(Date.now() - this.renewedAt) > RENEW_MS) await this.renew();
			const { free } = this.inFlight;
			if (this.stopped || free <= 0) return;
			try {
				const deliveries = await this.options.reassembler.claim(this.options.scope, free);
				this.failures.answered();
				for (const delivery of deliveries) {
					if (this.stopped) await delivery.release();
					else void this.deliver(delivery);
				}
			} catch (error) {
				this.failures.failed(error);
				await this.reopen();
				return;
			}
		} while (this.claimAgain);
	}

	private async deliver(delivery: Delivery): Promise<void> {
		const running = this.inFlight.add(delivery);
		if (!running) return;
		const { id, missingParts } = delivery.message;
		const expired =
			missingParts.length > 0 ? `, expired without part ${missingParts.join(', ')}` : '';
		this.options.log.debug(`SMS ${id}: claimed for hand-over${expired}`);

		const ending = Promise.race([this.options.handOver(delivery), running.neverBegun]);
		const outcome = await ending.catch((error: unknown): Outcome => {
			this.options.log.warn(
				`SMS ${id}: n8n didn't run it, so it will be delivered again. ${text(error)}`,
			);
			return 'ended';
		});
		await this.untilNoted(() => this.settle(running, outcome));
		this.inFlight.remove(running);
		this.wake();
	}

	private async settle({ delivery, lease }: Running, outcome: Outcome): Promise<void> {
		if (outcome === 'notStarted') await delivery.undoBegin();
		if (outcome === 'done') await delivery.confirm();
		else await lease.release();
		this.options.log.debug(`SMS ${delivery.message.id}: ${SETTLED[outcome]}`);
	}

	/** The store may be unavailable when an execution ends: the lease is renewed until the end is recorded. */
	private async untilNoted(note: () => Promise<void>): Promise<void> {
		for (let wait = 1_000; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
			try {
				return await note();
			} catch (error) {
				this.failures.failed(error);
			}
			await pause(wait);
		}
	}

	private async renew(): Promise<void> {
		this.renewedAt = Date.now();
		const { reassembler, scope } = this.options;
		const leases = this.inFlight.renewals();
		const work = this.stopped ? leases : [reassembler.heartbeat(scope), ...leases];
		for (const result of await Promise.allSettled(work)) {
			if (result.status === 'rejected') this.failures.failed(result.reason);
		}
	}

	private async cleanUp(): Promise<void> {
		const { reassembler, scope, log } = this.options;
		try {
			while ((await reassembler.cleanUp()) > 0 && !this.stopped) await pause(BREATHER_MS);
			// It would report this scope as served.
			if (this.stopped) return;
			const { adopted, purged } = await reassembler.maintain(scope);
			if (adopted > 0) {
				log.warn(
					`This trigger takes over ${adopted} SMS accepted by the trigger node that it replaced in this workflow.`,
				);
			}
			if (purged > 0) {
				log.warn(
					`${purged} SMS were deleted from the SMS store, because the workflows that accepted them have been unpublished for longer than their 'Deduplication Hours'.`,
				);
			}
		} catch (error) {
			this.failures.failed(error);
		}
	}

	private async reopen(): Promise<void> {
		const { reopen } = this.options;
		if (!reopen || this.stopped || this.failures.duration < REOPEN_MS) return;
		if (Date.now() - this.reopenedAt < REOPEN_MS) return;
		this.reopenedAt = Date.now();
		try {
			await reopen();
			this.stopListening();
			this.listen();
		} catch (error) {
			this.failures.failed(error);
		}
	}
}

const SETTLED = {
	done: 'confirmed',
	notStarted: 'its execution could not start; it will be delivered again',
	ended:
		'its execution ended before or at the trigger; it will be delivered again unless another execution has started it',
};

async function pause(milliseconds: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

function text(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
