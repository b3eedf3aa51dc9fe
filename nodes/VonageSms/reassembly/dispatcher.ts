import { LEASE_MS } from './policy';
import type { Reassembler } from './reassembler';
import type { Delivery } from './types';

/** The longest wait without a wake-up from the store, as when another process received the record. */
const POLL_MS = 1_000;
const RENEW_MS = LEASE_MS / 3;
const CLEAN_UP_MS = 30_000;
/** The log repeats that the store fails, and warns that no execution ends, after this. */
const REPEAT_MS = 5 * 60_000;
/** While the store fails, it is opened again this often, since its credential may have been changed. */
const REOPEN_MS = 30_000;
/** Between two attempts to note the end of a message: 1 s, doubling to this. */
const LONGEST_RETRY_MS = 30_000;

export interface DispatcherLog {
	debug(message: string): void;
	warn(message: string): void;
	error(message: string): void;
}

export interface DispatcherOptions {
	scope: string;
	reassembler: Reassembler;
	/** Calls back when something may have become due. Returns an unsubscribe function. */
	onDue: (wake: () => void) => () => void;
	/** Resolves when the message needs no further attempt, rejects when it does. */
	handOver: (delivery: Delivery) => Promise<unknown>;
	/** Opens the store again with the credential as it is now. Rejects when it still fails. */
	reopen?: () => Promise<void>;
	/** Messages handed over and not yet ended. */
	concurrency: number;
	log: DispatcherLog;
}

/** A message that this process has handed over and whose end is not noted yet. */
interface Running {
	/** Its newest lease. */
	delivery: Delivery;
}

/**
 * Hands over what is due: claims, renews the leases of what runs, confirms what ended and releases
 * what no execution began. A backlog drains at the pace at which executions end.
 */
export class Dispatcher {
	private readonly running = new Map<string, Running>();
	private readonly timers: NodeJS.Timeout[] = [];
	private stopListening: () => void = () => undefined;
	private claiming: Promise<void> | null = null;
	private claimAgain = false;
	private stopped = false;
	private renewedAt = 0;
	private slotFreedAt = 0;
	private warnedOfStuckSlots = false;
	private failingSince: number | null = null;
	private reportedAt = 0;
	private reopenedAt = 0;
	private whenDrained: () => void = () => undefined;

	constructor(private readonly options: DispatcherOptions) {}

	/** Rejects with `StoreUnavailable` when the store cannot note that this scope is served. */
	async start(): Promise<void> {
		const { reassembler, scope } = this.options;
		await reassembler.register(scope);
		this.renewedAt = this.slotFreedAt = Date.now();
		this.listen();
		this.every(POLL_MS, () => this.wake());
		this.every(RENEW_MS, () => void this.renew());
		this.every(CLEAN_UP_MS, () => void this.cleanUp());
		this.wake();
	}

	/** Claims nothing more. Resolves when all that runs has ended; leases are renewed until then. */
	async stop(): Promise<void> {
		this.stopped = true;
		this.stopListening();
		await this.claiming;
		if (this.running.size > 0) {
			await new Promise<void>((resolve) => (this.whenDrained = resolve));
		}
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
		this.claiming = this.claimWhileThereIs().finally(() => (this.claiming = null));
	}

	private async claimWhileThereIs(): Promise<void> {
		do {
			this.claimAgain = false;
			// After a pause of the process the leases may have run out, and a claim would find its own messages.
			if (Math.abs(Date.now() - this.renewedAt) > RENEW_MS) await this.renew();
			const free = this.options.concurrency - this.running.size;
			if (this.stopped || free <= 0) return;
			try {
				const deliveries = await this.options.reassembler.claim(this.options.scope, free);
				this.storeAnswers();
				for (const delivery of deliveries) {
					if (this.stopped) await delivery.release();
					else void this.accept(delivery);
				}
			} catch (error) {
				this.storeFails(error);
				await this.reopen();
				return;
			}
		} while (this.claimAgain);
	}

	private async accept(delivery: Delivery): Promise<void> {
		const running = this.running.get(delivery.emission);
		if (running) {
			// This process still runs it: only the lease is new.
			running.delivery = delivery;
		} else {
			await this.deliver(delivery);
		}
	}

	private async deliver(delivery: Delivery): Promise<void> {
		const { id, missingParts } = delivery.message;
		const expired =
			missingParts.length > 0 ? `, expired without part ${missingParts.join(', ')}` : '';
		this.options.log.debug(`SMS ${id}: claimed for hand-over${expired}`);

		const running = { delivery };
		this.running.set(delivery.emission, running);
		try {
			await this.options.handOver(delivery);
			await this.untilNoted(() => this.settle(running));
		} catch (error) {
			this.options.log.warn(
				`SMS ${id}: not started by n8n, so it is offered again. ${text(error)}`,
			);
			await this.untilNoted(() => running.delivery.release());
		} finally {
			this.running.delete(delivery.emission);
			this.slotFreedAt = Date.now();
			if (this.stopped && this.running.size === 0) this.whenDrained();
			this.wake();
		}
	}

	private async settle({ delivery }: Running): Promise<void> {
		await delivery.confirm();
		this.options.log.debug(`SMS ${delivery.message.id}: confirmed`);
	}

	/** The store may be away when an execution ends: the lease is renewed until its end is noted. */
	private async untilNoted(note: () => Promise<void>): Promise<void> {
		for (let wait = 1_000; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
			try {
				return await note();
			} catch (error) {
				this.storeFails(error);
			}
			await new Promise((resolve) => setTimeout(resolve, wait).unref());
		}
	}

	private async renew(): Promise<void> {
		this.renewedAt = Date.now();
		const { reassembler, scope } = this.options;
		const leases = [...this.running.values()].map(async ({ delivery }) => await delivery.renew());
		const work = this.stopped ? leases : [reassembler.register(scope), ...leases];
		for (const result of await Promise.allSettled(work)) {
			if (result.status === 'rejected') this.storeFails(result.reason);
		}
		this.warnOfStuckSlots();
	}

	private warnOfStuckSlots(): void {
		const { concurrency, log } = this.options;
		const stuck = this.running.size >= concurrency && Date.now() - this.slotFreedAt > REPEAT_MS;
		if (stuck && !this.warnedOfStuckSlots) {
			log.warn(
				`None of the ${concurrency} executions of this trigger has ended for five minutes, so further SMS wait. Raise 'Concurrent Executions', or look in the executions list for what they wait for.`,
			);
		}
		this.warnedOfStuckSlots = stuck;
	}

	private async cleanUp(): Promise<void> {
		try {
			while ((await this.options.reassembler.cleanUp()) > 0 && !this.stopped);
		} catch (error) {
			this.storeFails(error);
		}
	}

	/** One line when the store goes away, one every few minutes, and one when it is back. */
	private storeFails(error: unknown): void {
		const now = Date.now();
		if (this.failingSince !== null && now - this.reportedAt < REPEAT_MS) return;
		if (this.failingSince === null) this.reopenedAt = now;
		this.failingSince ??= now;
		this.reportedAt = now;
		this.options.log.error(`The SMS store does not answer, so messages wait. ${text(error)}`);
	}

	private storeAnswers(): void {
		if (this.failingSince === null) return;
		this.failingSince = null;
		this.options.log.warn('The SMS store answers again');
	}

	private async reopen(): Promise<void> {
		const { reopen } = this.options;
		if (!reopen || this.stopped || Date.now() - this.reopenedAt < REOPEN_MS) return;
		this.reopenedAt = Date.now();
		try {
			await reopen();
			this.stopListening();
			this.listen();
		} catch (error) {
			this.storeFails(error);
		}
	}
}

function text(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
