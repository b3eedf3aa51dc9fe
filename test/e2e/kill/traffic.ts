import { setTimeout as sleep } from 'node:timers/promises';

/** Between two attempts. Vonage itself waits longer. */
const RETRY_MS = 300;
/** Every n-th message comes in two parts. */
const LONG_EVERY = 4;

/**
 * A steady stream of SMS. Like Vonage, it retries each record until the trigger answers with 200. Every message
 * comes from a different number, so that references never collide.
 */
export class KillTraffic {
	/** The messages whose records were all acknowledged: their ids, and their numbers in the traffic. */
	readonly acknowledged = new Map<string, number>();
	private readonly underWay = new Set<Promise<void>>();
	private readonly stopping = new AbortController();
	private readonly running: Promise<void>;

	constructor(
		private readonly urls: () => string[],
		perSecond: number,
	) {
		this.running = this.run(1000 / perSecond);
	}

	/** Sends nothing new. Resolves when everything sent is acknowledged. */
	async stop(): Promise<void> {
		this.stopping.abort();
		await this.running;
		await Promise.all(this.underWay);
	}

	private async run(pauseMs: number): Promise<void> {
		for (let number = 0; !this.stopping.signal.aborted; number += 1) {
			const sending = this.send(number).finally(() => this.underWay.delete(sending));
			this.underWay.add(sending);
			await sleep(pauseMs);
		}
	}

	private async send(number: number): Promise<void> {
		const records = recordsOf(number);
		for (const record of records) await this.deliver(record, number);
		this.acknowledged.set(records[0]!.messageId, number);
	}

	private async deliver(record: SmsRecord, number: number): Promise<void> {
		for (let attempt = number; !(await this.isAccepted(record, attempt)); attempt += 1) {
			await sleep(RETRY_MS);
		}
	}

	private async isAccepted(record: SmsRecord, attempt: number): Promise<boolean> {
		const urls = this.urls();
		try {
			const response = await fetch(urls[attempt % urls.length]!, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(record),
			});
			const body = await response.text();
			// While it migrates its database, n8n itself answers every request with 200.
			return response.status === 200 && !body.startsWith('n8n is starting up');
		} catch {
			return false;
		}
	}
}

interface SmsRecord {
	messageId: string;
	[field: string]: string;
}

/** The records of a message, starting with the one that determines its id. */
export function recordsOf(number: number): SmsRecord[] {
	const id = `K${number}`;
	const shared = {
		'api-key': 'abcd1234',
		msisdn: String(447_700_000_000 + number),
		to: '447700900001',
		type: 'text',
	};
	if (number % LONG_EVERY > 0) return [{ ...shared, messageId: id, text: `Message ${id}` }];
	return [1, 2].map((part) => ({
		...shared,
		messageId: part === 1 ? id : `${id}-${part}`,
		text: `Message ${id}, part ${part}`,
		concat: 'true',
		'concat-ref': String(number % 256),
		'concat-total': '2',
		'concat-part': String(part),
	}));
}
