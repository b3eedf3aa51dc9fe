import type {
	AnswerView,
	DeliveryView,
	EntryView,
	ExecutionView,
	SentView,
	TypedView,
} from './views';

/** A bubble on the phone. */
export type Bubble = { at: string } & (
	{ kind: 'typed'; message: TypedView } | { kind: 'received'; message: SentView }
);

/** A line of the log: one message, or the receipts of one message, with all its webhooks; or a check of a URL. */
export type Row =
	| {
			kind: 'typed' | 'receipts' | 'other';
			key: string;
			at: string;
			title: string;
			deliveries: DeliveryView[];
			/** Part numbers that never reach Vonage. */
			lost: number[];
	  }
	| { kind: 'urlCheck'; key: string; at: string; url: string; answer: AnswerView };

/** All messages and webhooks, assembled from the events. */
export class Session {
	readonly bubbles: Bubble[] = [];
	readonly deliveries = new Map<number, DeliveryView>();
	private readonly executions = new Map<string, ExecutionView>();
	private readonly unreported = new Set<string>();
	private readonly urlChecks: Extract<Row, { kind: 'urlCheck' }>[] = [];
	private cleared: string | undefined;

	/** Applies one event; returns false if it changes nothing. */
	apply({ sequence, at, event }: EntryView): boolean {
		switch (event.type) {
			case 'typed':
				this.addTyped(at, event.message);
				return true;
			case 'sent':
				this.bubbles.push({ at, kind: 'received', message: event.message });
				return true;
			case 'webhook':
				this.deliveries.set(event.delivery.id, event.delivery);
				return true;
			case 'execution':
				this.executions.set(event.messageId, event.execution);
				return true;
			case 'unreported':
				for (const id of event.ids) this.unreported.add(id);
				return true;
			case 'urlCheck':
				this.urlChecks.push({ kind: 'urlCheck', key: `check-${sequence}`, at, ...event });
				return true;
			case 'reset':
				this.forget();
				return true;
			default:
				return false;
		}
	}

	/** The messages on the phone with this number or sender ID, oldest first. */
	bubblesOf(phone: string): Bubble[] {
		const wanted = withoutPlus(phone);
		return this.bubbles.filter(({ kind, message }) =>
			kind === 'typed' ? withoutPlus(message.from) === wanted : withoutPlus(message.to) === wanted,
		);
	}

	/** Webhooks of a typed message that have started so far. */
	deliveriesOf(message: TypedView): DeliveryView[] {
		return message.deliveries.flatMap((id) => this.deliveries.get(id) ?? []);
	}

	/** Receipts for a message that the phone received. */
	receiptsOf(message: SentView): DeliveryView[] {
		return [...this.deliveries.values()].filter(
			({ kind, messageId }) => kind === 'receipt' && message.ids.includes(messageId),
		);
	}

	/** Whether Vonage has no URL to report this message to. */
	isUnreported(message: SentView): boolean {
		return message.ids.some((id) => this.unreported.has(id));
	}

	/** The execution that n8n started for a typed message, once it is known. */
	executionOf(message: TypedView): ExecutionView | undefined {
		return this.deliveriesOf(message)
			.map(({ messageId }) => this.executions.get(messageId))
			.find((execution) => execution !== undefined);
	}

	/** The log, newest first. */
	rows(): Row[] {
		const typed = this.bubbles.flatMap((bubble): Row[] =>
			bubble.kind === 'typed' ? [this.typedRow(bubble.at, bubble.message)] : [],
		);
		const receipts = this.bubbles.flatMap((bubble): Row[] =>
			bubble.kind === 'received' ? this.receiptRow(bubble.message) : [],
		);
		const grouped = new Set(
			[...typed, ...receipts].flatMap((row) =>
				row.kind === 'urlCheck' ? [] : row.deliveries.map(({ id }) => id),
			),
		);
		const others = [...this.deliveries.values()]
			.filter(({ id }) => !grouped.has(id))
			.map((delivery): Row => {
				const { id, title } = delivery;
				const at = startOf(delivery);
				return { kind: 'other', key: `other-${id}`, at, title, deliveries: [delivery], lost: [] };
			});
		return [...typed, ...receipts, ...others, ...this.urlChecks]
			.filter(({ at }) => this.cleared === undefined || at > this.cleared)
			.sort((a, b) => (a.at < b.at ? 1 : -1));
	}

	/** Clears the log. The conversation is kept. */
	clearLog(): void {
		this.cleared = this.rows()[0]?.at ?? this.cleared;
	}

	/** The same message is reported again whenever one of its webhooks starts. */
	private addTyped(at: string, message: TypedView): void {
		const known = this.bubbles.find(
			(bubble) => bubble.kind === 'typed' && bubble.message.id === message.id,
		);
		if (known) known.message = message;
		else this.bubbles.push({ at, kind: 'typed', message });
	}

	private typedRow(at: string, message: TypedView): Row {
		return {
			kind: 'typed',
			key: `typed-${message.id}`,
			at,
			title: `SMS from ${shownNumber(message.from)}`,
			deliveries: this.deliveriesOf(message),
			lost: message.lost,
		};
	}

	private receiptRow(message: SentView): Row[] {
		const deliveries = this.receiptsOf(message);
		const [first] = deliveries;
		if (first === undefined) return [];
		return [
			{
				kind: 'receipts',
				key: `receipts-${message.ids[0] ?? ''}`,
				at: startOf(first),
				title: `Receipts for the SMS to ${shownNumber(message.to)}`,
				deliveries,
				lost: [],
			},
		];
	}

	private forget(): void {
		this.bubbles.length = 0;
		this.urlChecks.length = 0;
		this.deliveries.clear();
		this.executions.clear();
		this.unreported.clear();
		this.cleared = undefined;
	}
}

/** `+447700900123`; sender IDs aren't changed. */
export function shownNumber(number: string): string {
	return /^\d/.test(number) ? `+${number}` : number;
}

function withoutPlus(number: string): string {
	return number.trim().replace(/^\+/, '');
}

function startOf({ attempts }: DeliveryView): string {
	return attempts[0]?.at ?? new Date().toISOString();
}
