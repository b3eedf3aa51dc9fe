import type { Delivery, DispatcherLog } from './types';

/**
 * After this, what no execution has begun is given up: n8n before 2.35 does not report that it could
 * not create an execution.
 */
const BEGIN_WITHIN_MS = 5 * 60_000;
/** If no execution has ended for this long, and there is no room for another, a warning is logged. */
const STUCK_AFTER_MS = 5 * 60_000;

/** A message that this process has passed to n8n and whose end is not recorded yet. */
export interface Running {
	/** The attempt that was handed over. */
	delivery: Delivery;
	/** The newest claim of the message, which has its lease. */
	lease: Delivery;
	/** Rejects if no execution begins it in time. */
	neverBegun: Promise<never>;
}

/** The messages that a dispatcher has passed to n8n. Renews their leases, and releases messages that never begin. */
export class InFlight {
	private readonly byEmission = new Map<string, Running & { since: number; giveUp: GiveUp }>();
	private freedAt = Date.now();
	private warnedOfStuck = false;
	private whenEmpty: () => void = () => undefined;

	constructor(
		private readonly limit: number,
		private readonly log: DispatcherLog,
	) {}

	/** How many more messages can be passed to n8n. */
	get free(): number {
		return this.limit - this.byEmission.size;
	}

	/** Null when the process runs this emission already: then only its lease is new. */
	add(delivery: Delivery): Running | null {
		const running = this.byEmission.get(delivery.emission);
		if (running) {
			running.lease = delivery;
			return null;
		}
		const { promise: neverBegun, reject: giveUp } = Promise.withResolvers<never>();
		const added = { delivery, lease: delivery, since: Date.now(), neverBegun, giveUp };
		this.byEmission.set(delivery.emission, added);
		return added;
	}

	remove({ delivery }: Running): void {
		this.byEmission.delete(delivery.emission);
		this.freedAt = Date.now();
		if (this.byEmission.size === 0) this.whenEmpty();
	}

	/** Resolves once everything has ended. */
	async drained(): Promise<void> {
		if (this.byEmission.size > 0) {
			await new Promise<void>((resolve) => (this.whenEmpty = resolve));
		}
	}

	/** Renews the leases, with one promise for each. */
	renewals(): Promise<void>[] {
		this.warnOfStuck();
		return [...this.byEmission.values()].map(async ({ delivery, lease, since, giveUp }) => {
			await lease.renew();
			if (Date.now() - since < BEGIN_WITHIN_MS || (await delivery.hasBegun())) return;
			giveUp(new Error('No execution started within five minutes'));
		});
	}

	private warnOfStuck(): void {
		const stuck = this.free <= 0 && Date.now() - this.freedAt > STUCK_AFTER_MS;
		if (stuck && !this.warnedOfStuck) {
			this.log.warn(
				`None of the ${this.limit} running executions of this trigger has ended in the last five minutes, so further SMS are waiting. Check the executions list to see why they're still running, or raise 'Concurrent Executions'.`,
			);
		}
		this.warnedOfStuck = stuck;
	}
}

type GiveUp = (error: Error) => void;
