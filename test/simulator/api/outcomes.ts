/** The API's response to a send instead of accepting it. */
export interface SendOutcome {
	/** Affected recipient; all by default. */
	to?: string;
	/** SMS API: status of the entry, such as `7`. Messages API: code of the problem, such as `1240`. */
	status: string;
	/** Vonage's own text by default. */
	errorText?: string;
	/** Parts that fail, from 1, while the others are sent; all by default. Only for the SMS API. */
	parts?: number[];
	/** Number of affected sends; 1 by default. */
	times?: number;
}

/** One receipt in the life of a sent part. */
export interface ReceiptStep {
	/** `delivered`, `accepted`, `buffered`, `expired`, `failed`, `rejected`, `unknown`. */
	status: string;
	/** From Vonage's table of delivery errors; `0` by default. */
	errCode?: string;
}

const usualReceipts: readonly ReceiptStep[] = [{ status: 'accepted' }, { status: 'delivered' }];

/** Planned outcomes for messages sent through the APIs. */
export class Outcomes {
	private planned: { outcome: SendOutcome; left: number }[] = [];
	private readonly failingMms = new Map<string, string>();
	private readonly receipts = new Map<string, readonly ReceiptStep[]>();

	plan(outcome: SendOutcome): void {
		this.planned.push({ outcome, left: outcome.times ?? 1 });
	}

	/** Takes the oldest plan for this recipient, if there is one. */
	take(to: string): SendOutcome | undefined {
		const found = this.planned.find(({ outcome }) => outcome.to === undefined || outcome.to === to);
		if (!found) return undefined;
		found.left -= 1;
		if (found.left === 0) this.planned = this.planned.filter((plan) => plan !== found);
		return found.outcome;
	}

	/** From now on, messages to this recipient get these receipts, in this order. An empty array means none. */
	planReceipts(to: string, steps: readonly ReceiptStep[]): void {
		this.receipts.set(to, steps);
	}

	receiptsFor(to: string): readonly ReceiptStep[] {
		return this.receipts.get(to) ?? usualReceipts;
	}

	/** The next MMS to this recipient is accepted, but then fails with this Messages API code. */
	failMms(to: string, code: string): void {
		this.failingMms.set(to, code);
	}

	/** The code that the current MMS fails with, if any. */
	takeMmsFailure(to: string): string | undefined {
		const code = this.failingMms.get(to);
		this.failingMms.delete(to);
		return code;
	}

	clear(): void {
		this.planned = [];
		this.failingMms.clear();
		this.receipts.clear();
	}
}
