import { LEASE_MS } from './policy';
import type { Reassembler } from './reassembler';
import type { Delivery } from './types';

/** Without a wake-up from the store (another process received the record) this is the longest wait. */
const POLL_MS = 1_000;
const RENEW_MS = LEASE_MS / 3;
const CLEAN_UP_MS = 30_000;

export interface DispatcherLog {
	debug(message: string): void;
	warn(message: string): void;
	error(message: string): void;
}

export interface DispatcherOptions {
	scope: string;
	reassembler: Reassembler;
	/** Calls back when something may have become due; answers the way to stop that. */
	onDue: (wake: () => void) => () => void;
	/** Resolves when the message needs no further attempt, rejects when it does. */
	handOver: (delivery: Delivery) => Promise<void>;
	/** Messages handed over at once and not yet ended. */
	concurrency: number;
	log: DispatcherLog;
}

/**
 * Hands over what is due: claims, renews the leases of what runs, confirms what ended and releases
 * what n8n would not take. A backlog drains at the pace at which executions end.
 */
export class Dispatcher {
	private readonly running = new Set<Delivery>();
	private readonly timers: NodeJS.Timeout[] = [];
	private stopListening: () => void = () => undefined;
	private claiming = false;
	private claimAgain = false;
	private stopped = false;
	private storeFailing = false;
	private whenDrained: () => void = () => undefined;

	constructor(private readonly options: DispatcherOptions) {}

	/** Rejects with `StoreUnavailable` when the store cannot note that this scope is served. */
	async start(): Promise<void> {
		const { reassembler, scope, onDue } = this.options;
		await reassembler.register(scope);
		this.stopListening = onDue(() => this.wake());
		this.every(POLL_MS, () => this.wake());
		this.every(RENEW_MS, () => this.renewLeases());
		this.every(CLEAN_UP_MS, () => this.cleanUp());
		this.wake();
	}

	/** Claims nothing more. Resolves when all that runs has ended; leases are renewed until then. */
	async stop(): Promise<void> {
		this.stopped = true;
		this.stopListening();
		if (this.running.size > 0) {
			await new Promise<void>((resolve) => (this.whenDrained = resolve));
		}
		for (const timer of this.timers) clearInterval(timer);
	}

	private every(milliseconds: number, work: () => void): void {
		this.timers.push(setInterval(work, milliseconds).unref());
	}

	private wake(): void {
		if (this.claiming) {
			this.claimAgain = true;
			return;
		}
		this.claiming = true;
		void this.claimWhileThereIs().finally(() => {
			this.claiming = false;
		});
	}

	private async claimWhileThereIs(): Promise<void> {
		do {
			this.claimAgain = false;
			const free = this.options.concurrency - this.running.size;
			if (this.stopped || free <= 0) return;
			try {
				const deliveries = await this.options.reassembler.claim(this.options.scope, free);
				this.storeAnswers();
				for (const delivery of deliveries) void this.deliver(delivery);
			} catch (error) {
				this.storeFails(error);
				return;
			}
		} while (this.claimAgain);
	}

	private async deliver(delivery: Delivery): Promise<void> {
		this.running.add(delivery);
		const { id, missingParts } = delivery.message;
		const expired =
			missingParts.length > 0 ? `, expired without part ${missingParts.join(', ')}` : '';
		this.options.log.debug(`SMS ${id}: claimed for hand-over${expired}`);
		try {
			await this.settle(delivery);
		} catch (error) {
			// The lease runs out by itself, and the message is offered again under the same key.
			this.options.log.warn(`SMS ${id}: its end could not be noted in the store. ${text(error)}`);
		} finally {
			this.running.delete(delivery);
			if (this.stopped && this.running.size === 0) this.whenDrained();
			this.wake();
		}
	}

	private async settle(delivery: Delivery): Promise<void> {
		const { id } = delivery.message;
		try {
			await this.options.handOver(delivery);
		} catch (error) {
			this.options.log.warn(`SMS ${id}: n8n did not take it and gets it again. ${text(error)}`);
			await delivery.release();
			return;
		}
		await delivery.confirm();
		this.options.log.debug(`SMS ${id}: confirmed`);
	}

	private renewLeases(): void {
		for (const delivery of this.running) {
			delivery.renew().catch((error: unknown) => this.storeFails(error));
		}
	}

	private cleanUp(): void {
		void (async () => {
			try {
				while ((await this.options.reassembler.cleanUp()) > 0 && !this.stopped);
			} catch (error) {
				this.storeFails(error);
			}
		})();
	}

	/** One line when the store goes away and one when it is back, not one a second. */
	private storeFails(error: unknown): void {
		if (this.storeFailing) return;
		this.storeFailing = true;
		this.options.log.error(`The SMS store does not answer; messages wait. ${text(error)}`);
	}

	private storeAnswers(): void {
		if (!this.storeFailing) return;
		this.storeFailing = false;
		this.options.log.warn('The SMS store answers again');
	}
}

function text(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
