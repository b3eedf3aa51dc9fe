import { setTimeout as sleep } from 'node:timers/promises';
import { isRetried, retryHours, retryWaits } from './retry';
import type { Settings } from '../settings';
import { exchange } from './webRequest';
import type { WebAnswer, WebRequest } from './webRequest';

/** A webhook from Vonage: an inbound SMS, or the status of an outbound one. */
export interface Webhook {
	kind: 'inbound' | 'receipt';
	/** Id of the record, shown in logs. */
	messageId: string;
	/** The record before it became a request. */
	record: Readonly<Record<string, unknown>>;
	request: WebRequest;
}

export interface Attempt {
	/** ISO 8601, UTC. */
	at: string;
	milliseconds: number;
	answer: WebAnswer;
}

/**
 * `pending` until it's answered with 2xx (`acknowledged`), answered with a status that isn't retried (`refused`),
 * cancelled (`cancelled`), or out of time (`expired`).
 */
export type DeliveryState = 'pending' | 'acknowledged' | 'refused' | 'cancelled' | 'expired';

/** One webhook, retried until it's acknowledged, refused, cancelled, or expired. */
export class WebhookDelivery {
	readonly attempts: Attempt[] = [];
	state: DeliveryState = 'pending';
	/** ISO 8601, UTC; null when no further attempt is planned. */
	nextAttemptAt: string | null = null;
	/** Resolves once the first attempt has been answered or has failed. */
	readonly firstAttempt: Promise<void>;
	/** Resolves with the final state. */
	readonly settled: Promise<DeliveryState>;
	private readonly cancellation = new AbortController();

	constructor(
		readonly id: number,
		readonly webhook: Webhook,
		private readonly settings: Settings,
		private readonly changed: (delivery: WebhookDelivery) => void,
	) {
		let attempted = (): void => undefined;
		this.firstAttempt = new Promise((resolve) => (attempted = resolve));
		this.settled = this.run(attempted).then((state) => {
			this.state = state;
			this.nextAttemptAt = null;
			attempted();
			this.changed(this);
			return state;
		});
	}

	/** Makes no more attempts, and aborts the current one. */
	cancel(): void {
		this.cancellation.abort();
	}

	private async run(attempted: () => void): Promise<DeliveryState> {
		const waits = retryWaits(retryHours[this.webhook.kind]);
		for (;;) {
			const answer = await this.attempt();
			if (this.cancellation.signal.aborted) return 'cancelled';
			if (answer.kind === 'answered' && !isRetried(answer.status, this.settings.retryRule)) {
				return answer.status >= 200 && answer.status < 300 ? 'acknowledged' : 'refused';
			}
			const wait = waits.next();
			if (wait.done) return 'expired';
			const milliseconds = wait.value * 1000 * this.settings.timeScale;
			this.nextAttemptAt = new Date(Date.now() + milliseconds).toISOString();
			this.changed(this);
			attempted();
			if (!(await this.pause(milliseconds))) return 'cancelled';
		}
	}

	private async attempt(): Promise<WebAnswer> {
		const started = Date.now();
		const answer = await this.call();
		this.attempts.push({
			at: new Date(started).toISOString(),
			milliseconds: Date.now() - started,
			answer,
		});
		return answer;
	}

	private async call(): Promise<WebAnswer> {
		const { n8n, timeouts } = this.settings;
		if (n8n === 'down') return { kind: 'failed', reason: 'n8n cannot be reached' };
		const answer = await exchange(this.webhook.request, timeouts, this.cancellation.signal);
		const late = { kind: 'failed', reason: `no answer within ${timeouts.response} ms` } as const;
		return n8n === 'slow' ? late : answer;
	}

	/** False if the wait was cancelled. */
	private pause(milliseconds: number): Promise<boolean> {
		return sleep(milliseconds, true, { signal: this.cancellation.signal }).catch(() => false);
	}
}

/** Starts deliveries and knows all of them. */
export class Courier {
	readonly deliveries: WebhookDelivery[] = [];

	constructor(
		private readonly settings: Settings,
		private readonly changed: (delivery: WebhookDelivery) => void,
	) {}

	deliver(webhook: Webhook): WebhookDelivery {
		const delivery = new WebhookDelivery(
			this.deliveries.length + 1,
			webhook,
			this.settings,
			this.changed,
		);
		this.deliveries.push(delivery);
		this.changed(delivery);
		return delivery;
	}

	/** Cancels pending deliveries and waits until none is in progress. */
	async stop(): Promise<void> {
		for (const delivery of this.deliveries) delivery.cancel();
		await Promise.all(this.deliveries.map((delivery) => delivery.settled));
	}
}
