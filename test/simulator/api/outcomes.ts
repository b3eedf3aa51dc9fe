/** What the API should answer to a send instead of taking it. */
export interface SendOutcome {
	/** Recipient that it concerns; any when left out. */
	to?: string;
	/** SMS API: status of the entry, such as `7`. Messages API: code of the problem, such as `1240`. */
	status: string;
	/** Vonage's own text when left out. */
	errorText?: string;
	/** Parts that fail, from 1, while the others are sent; all by default. Only for the SMS API. */
	parts?: number[];
	/** How many sends it concerns; 1 when left out. */
	times?: number;
}

/** One receipt in the life of a sent part. */
export interface ReceiptStep {
	/** `delivered`, `accepted`, `buffered`, `expired`, `failed`, `rejected`, `unknown`. */
	status: string;
	/** Of Vonage's table of delivery errors; `0` when left out. */
	errCode?: string;
}

const usualReceipts: readonly ReceiptStep[] = [{ status: 'accepted' }, { status: 'delivered' }];

/** What is planned for messages that are sent through the APIs. */
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

	/** From now on messages to this recipient get these receipts, in this order. None: an empty array. */
	planReceipts(to: string, steps: readonly ReceiptStep[]): void {
		this.receipts.set(to, steps);
	}

	receiptsFor(to: string): readonly ReceiptStep[] {
		return this.receipts.get(to) ?? usualReceipts;
	}

	/** The next MMS to this recipient is accepted, and fails on its way with this code of the Messages API. */
	failMms(to: string, code: string): void {
		this.failingMms.set(to, code);
	}

	/** The code with which the MMS fails that is sent now, if it does. */
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
