import type { DeliveryView, EntryView, SentView, TypedView } from './views';

/** A bubble on the phone. */
export type Bubble = { at: string } & (
	{ kind: 'typed'; message: TypedView } | { kind: 'received'; message: SentView }
);

/** Everything that happened, put together from the events. */
export class Session {
	readonly bubbles: Bubble[] = [];
	readonly deliveries = new Map<number, DeliveryView>();

	/** Takes one event in; returns false when it changes nothing that is kept here. */
	apply({ at, event }: EntryView): boolean {
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
			case 'reset':
				this.bubbles.length = 0;
				this.deliveries.clear();
				return true;
			default:
				return false;
		}
	}

	/** What the phone with this number or name sees, oldest first. */
	bubblesOf(phone: string): Bubble[] {
		const digits = phone.replace(/^\+/, '');
		return this.bubbles.filter(({ kind, message }) =>
			kind === 'typed' ? message.from.replace(/^\+/, '') === digits : message.to === digits,
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

	/** A message is told again whenever one of its webhooks starts. */
	private addTyped(at: string, message: TypedView): void {
		const known = this.bubbles.find(
			(bubble) => bubble.kind === 'typed' && bubble.message.id === message.id,
		);
		if (known) known.message = message;
		else this.bubbles.push({ at, kind: 'typed', message });
	}
}
