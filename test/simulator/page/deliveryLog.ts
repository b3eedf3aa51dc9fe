import { cancelDelivery } from './api';
import { create, timeOfDay } from './elements';
import type { AnswerView, DeliveryView } from './views';

const stateNames: Readonly<Record<DeliveryView['state'], string>> = {
	pending: 'trying',
	acknowledged: 'acknowledged',
	refused: 'refused',
	cancelled: 'called off',
	expired: 'given up',
};

/** Shows one webhook, in place when it is known, else on top. What the reader opened stays open. */
export function showDelivery(list: HTMLOListElement, delivery: DeliveryView): void {
	const id = `delivery-${delivery.id}`;
	const known = document.getElementById(id);
	const isOpen = known?.querySelector('details')?.open === true;
	const item = create('li', {}, deliveryEntry(delivery, isOpen));
	item.id = id;
	const focused = known?.contains(document.activeElement) === true;
	if (known) known.replaceWith(item);
	else list.prepend(item);
	if (focused) item.querySelector('summary')?.focus();
}

/** A URL that Vonage tried while it was being registered. */
export function showUrlCheck(
	list: HTMLOListElement,
	check: { at: string; url: string; answer: AnswerView },
): void {
	const line = create('p', { class: 'check' });
	line.append(
		create('span', { class: 'time' }, timeOfDay(check.at)),
		create('span', { class: 'name' }, 'URL check'),
		create('span', { class: 'url' }, `GET ${check.url}`),
		create('span', { class: 'answer' }, describeAnswer(check.answer)),
	);
	list.prepend(create('li', {}, line));
}

/** What a screen reader hears of a webhook that changed. */
export function describeDelivery(delivery: DeliveryView): string {
	const last = delivery.attempts.at(-1);
	const answer = last ? describeAnswer(last.answer) : 'under way';
	return `${delivery.title}: ${answer}, ${stateNames[delivery.state]}`;
}

function deliveryEntry(delivery: DeliveryView, open: boolean): HTMLElement {
	const { request } = delivery;
	const details = create(
		'details',
		{},
		summaryOf(delivery),
		create('p', { class: 'url' }, `${request.method} ${request.url}`),
		...(request.body === null ? [] : [create('pre', {}, request.body)]),
	);
	details.open = open;
	const attempts = create(
		'ol',
		{ class: 'attempts', label: 'Attempts' },
		...attemptItems(delivery),
	);
	const entry = create('article', { label: delivery.title }, details, attempts);
	if (delivery.nextAttemptAt !== null) entry.append(stopButton(delivery));
	return entry;
}

function summaryOf({ attempts, title, request, signed, state }: DeliveryView): HTMLElement {
	const format = request.method === 'GET' ? 'GET' : request.body?.startsWith('{') ? 'JSON' : 'form';
	return create(
		'summary',
		{},
		create('span', { class: 'time' }, timeOfDay(attempts[0]?.at ?? new Date().toISOString())),
		create('span', { class: 'name' }, title),
		create('span', { class: 'tag' }, format),
		create('span', { class: 'tag' }, signed ? 'signed' : 'unsigned'),
		create('span', { class: `badge ${state}` }, stateNames[state]),
	);
}

function attemptItems({ attempts, nextAttemptAt }: DeliveryView): HTMLLIElement[] {
	const items = attempts.map(({ at, milliseconds, answer }) =>
		create('li', {}, `${timeOfDay(at)} → ${describeAnswer(answer)} (${milliseconds} ms)`),
	);
	if (nextAttemptAt !== null) {
		items.push(create('li', { class: 'next' }, `${timeOfDay(nextAttemptAt)} → next attempt`));
	}
	return items;
}

function stopButton({ id, title }: DeliveryView): HTMLButtonElement {
	const button = create(
		'button',
		{ class: 'quiet', label: `Stop trying: ${title}` },
		'Stop trying',
	);
	button.type = 'button';
	button.addEventListener('click', () => void cancelDelivery(id));
	return button;
}

function describeAnswer(answer: AnswerView): string {
	return answer.kind === 'answered' ? `${answer.status}` : answer.reason;
}
