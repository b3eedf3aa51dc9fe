import { create, timeOfDay } from './elements';
import { executionText, receivedState, typedState } from './messageStates';
import type { MessageState } from './messageStates';
import { shownNumber } from './session';
import type { Bubble, Session } from './session';
import type { ExecutionView } from './views';

/**
 * Keeps the newest bubble in view if the reader has scrolled to the end, when bubbles arrive and the window is
 * resized.
 */
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
		// Unchanged elements are kept, so that screen readers don't read them again.
		if (shown === undefined) thread.append(item);
		else if (shown.outerHTML !== item.outerHTML) shown.replaceWith(item);
	});
	while (thread.childElementCount > bubbles.length) thread.lastElementChild?.remove();
}

function bubbleItem(bubble: Bubble, session: Session): HTMLLIElement {
	if (bubble.kind === 'received') {
		const { message } = bubble;
		const receipts = session.receiptsOf(message);
		const state = receivedState(message, receipts, session.isUnreported(message));
		return item('received', shownNumber(message.from), bubble, [stateLine(state)]);
	}
	const { message } = bubble;
	const state = stateLine(typedState(message, session.deliveriesOf(message)));
	const execution = session.executionOf(message);
	const after = execution ? [state, executionLink(execution)] : [state];
	return item('typed', `You to ${shownNumber(message.to)}`, bubble, after);
}

function item(kind: string, who: string, bubble: Bubble, after: HTMLElement[]): HTMLLIElement {
	const pictures = bubble.kind === 'typed' ? bubble.message.pictures : [];
	const content = bubble.message.text || (pictures.length > 0 ? '' : '(binary)');
	const text = create('p', { class: 'text' }, ...pictures.map(picture), content);
	// Arabic and Hebrew read from the right.
	text.dir = 'auto';
	return create(
		'li',
		{ class: kind },
		create('p', { class: 'who' }, `${who} · ${timeOfDay(bubble.at)}`),
		text,
		...after,
	);
}

function picture(url: string): HTMLImageElement {
	const image = create('img', {});
	image.src = url;
	image.alt = 'Sent picture';
	return image;
}

function stateLine({ text, look }: MessageState): HTMLParagraphElement {
	return create('p', { class: `state ${look}` }, text);
}

function executionLink(execution: ExecutionView): HTMLParagraphElement {
	const link = create('a', {}, `${executionText(execution)} →`);
	link.href = execution.url;
	link.target = 'n8n';
	return create('p', { class: 'state' }, link);
}
