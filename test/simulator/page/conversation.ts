import { create, timeOfDay } from './elements';
import type { Bubble, Session } from './session';
import type { DeliveryView, SentView, TypedView } from './views';

/** Keeps the newest bubble in view for a reader who is at the end, as bubbles come and as the window changes. */
export function followEnd(screen: HTMLElement): void {
	let atEnd = true;
	screen.addEventListener('scroll', () => {
		atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 40;
	});
	const observer = new ResizeObserver(() => {
		if (atEnd) screen.scrollTop = screen.scrollHeight;
	});
	for (const box of [screen, ...screen.children]) observer.observe(box);
}

/** Shows the bubbles of one phone. */
export function showConversation(screen: HTMLElement, session: Session, phone: string): void {
	const thread = screen.querySelector('ol');
	if (!thread) return;
	const bubbles = session.bubblesOf(phone);
	bubbles.forEach((bubble, index) => {
		const shown = thread.children[index];
		const item = bubbleItem(bubble, session);
		// An element that stays the same is left alone, so that screen readers do not read it again.
		if (shown === undefined) thread.append(item);
		else if (shown.outerHTML !== item.outerHTML) shown.replaceWith(item);
	});
	while (thread.childElementCount > bubbles.length) thread.lastElementChild?.remove();
}

function bubbleItem(bubble: Bubble, session: Session): HTMLLIElement {
	if (bubble.kind === 'typed') {
		return item('typed', `You to +${bubble.message.to}`, bubble, [
			create('p', { class: 'state' }, typedState(bubble.message, session)),
		]);
	}
	const name = /^\d/.test(bubble.message.from) ? `+${bubble.message.from}` : bubble.message.from;
	return item('received', name, bubble, [
		create('p', { class: 'state' }, receivedState(bubble.message, session)),
	]);
}

function item(kind: string, who: string, bubble: Bubble, after: HTMLElement[]): HTMLLIElement {
	const text = bubble.message.text ?? '(binary)';
	return create(
		'li',
		{ class: kind },
		create('p', { class: 'who' }, `${who} · ${timeOfDay(bubble.at)}`),
		create('p', { class: 'text' }, text === '' ? '(binary)' : text),
		...after,
	);
}

function typedState(message: TypedView, session: Session): string {
	const deliveries = session.deliveriesOf(message);
	const parts = message.parts === 1 ? '1 part' : `${message.parts} parts`;
	if (deliveries.length === 0) return `${parts} · no webhook to call`;
	const taken = countOf(deliveries, 'acknowledged');
	const tick = taken === deliveries.length ? '✓ ' : '';
	return `${tick}${parts} · ${taken} of ${deliveries.length} acknowledged`;
}

/** Receipts by their status, each with a tick once the webhook took all of them. */
function receivedState(message: SentView, session: Session): string {
	const receipts = session.receiptsOf(message);
	const titles = [...new Set(receipts.map(({ title }) => title))];
	const states = titles.map((title) => {
		const same = receipts.filter((receipt) => receipt.title === title);
		const status = title.replace('Receipt: ', '');
		return countOf(same, 'acknowledged') === same.length ? `✓ ${status}` : `… ${status}`;
	});
	const parts = message.parts === 1 ? '1 part' : `${message.parts} parts`;
	return [parts, ...states].join(' · ');
}

function countOf(deliveries: DeliveryView[], state: DeliveryView['state']): number {
	return deliveries.filter((delivery) => delivery.state === state).length;
}
