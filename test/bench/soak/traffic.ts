import { setTimeout as sleep } from 'node:timers/promises';

import type { Answer, LoadGenerator } from '../n8n/load';
import { longSms, singleSms, textOf } from '../traffic';
import type { SmsRecord } from '../traffic';

/** Between two attempts; Vonage itself waits longer. */
const RETRY_MS = 500;
/** Every n-th message comes with one record twice, as when Vonage did not hear the answer. */
const REPEAT_EVERY = 7;
const MOST_PARTS = 5;

/** 200 from the trigger; n8n's own answers while it starts; anything else by its status. */
export const ACKNOWLEDGED = '200 from the trigger';
const STARTING_UP = '200 from n8n while it starts';
const NOT_PUBLISHED = '404 from n8n while it starts';
const NO_ANSWER = 'none: connection refused or cut';

/**
 * Single and long messages at a steady rate, parts in any order, each sent until the trigger
 * acknowledges it, some acknowledged records a second time.
 */
export class SoakTraffic {
	/** Text of each message sent, by its name. */
	readonly sent = new Map<string, string>();
	/** How many attempts were answered how. */
	readonly answers = new Map<string, number>();
	private readonly underWay = new Set<Promise<void>>();

	constructor(
		private readonly load: LoadGenerator,
		private readonly url: string,
	) {}

	/** Runs until `signal` says to stop, and then until everything sent is acknowledged. */
	async run(perSecond: number, signal: AbortSignal): Promise<void> {
		const start = performance.now();
		for (let number = 0; !signal.aborted; number += 1) {
			const work = this.message(number).finally(() => this.underWay.delete(work));
			this.underWay.add(work);
			const next = start + ((number + 1) * 1000) / perSecond;
			await sleep(Math.max(0, next - performance.now()));
		}
		await Promise.all(this.underWay);
	}

	private async message(number: number): Promise<void> {
		const name = `soak${number}`;
		const parts = 1 + (number % MOST_PARTS);
		const records = parts === 1 ? [singleSms(name)] : longSms(name, parts);
		this.sent.set(name, textOf(records));
		const turned = turn(records, number);
		const repeated = number % REPEAT_EVERY === 0 ? turned.slice(0, 1) : [];
		await Promise.all(turned.map((record) => this.deliver(record)));
		await Promise.all(repeated.map((record) => this.deliver(record)));
	}

	private async deliver(record: SmsRecord): Promise<void> {
		for (;;) {
			const answer = await this.load.post(this.url, record).then(kindOf, () => NO_ANSWER);
			this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
			if (answer === ACKNOWLEDGED) return;
			await sleep(RETRY_MS);
		}
	}
}

function kindOf({ status, body }: Answer): string {
	if (status === 404) return NOT_PUBLISHED;
	if (status !== 200) return String(status);
	// While it migrates its database n8n answers every request so, webhooks included.
	return body.startsWith('n8n is starting up') ? STARTING_UP : ACKNOWLEDGED;
}

/** Another order for each message, the same in every run. */
function turn(records: SmsRecord[], number: number): SmsRecord[] {
	const by = number % records.length;
	const turned = [...records.slice(by), ...records.slice(0, by)];
	return number % 2 === 0 ? turned : turned.reverse();
}
