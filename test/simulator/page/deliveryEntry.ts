import { cancelDelivery } from './api';
import { create, timeOfDay } from './elements';
import type { AnswerView, DeliveryView } from './views';

export const stateNames: Readonly<Record<DeliveryView['state'], string>> = {
	pending: 'trying',
	acknowledged: 'acknowledged',
	refused: 'refused',
	cancelled: 'called off',
	expired: 'given up',
};

/** One webhook: the request, each response, and the time of the next attempt. */
export function deliveryEntry(delivery: DeliveryView): HTMLElement {
	const { request, title } = delivery;
	const details = create(
		'details',
		{},
		summaryOf(delivery),
		create('p', { class: 'url' }, `${request.method} ${request.url}`),
		...(request.body === null ? [] : [create('pre', {}, request.body)]),
	);
	const attempts = create(
		'ol',
		{ class: 'attempts', label: 'Attempts' },
		...attemptItems(delivery),
	);
	const entry = create('article', { label: title }, details, attempts);
	if (delivery.nextAttemptAt !== null) entry.append(stopButton(delivery));
	return entry;
}

/** Text for screen readers when a webhook changes. */
export function describeDelivery(delivery: DeliveryView): string {
	const last = delivery.attempts.at(-1);
	const answer = last ? describeAnswer(last.answer) : 'under way';
	return `${delivery.title}: ${answer}, ${stateNames[delivery.state]}`;
}

/** Such as `401 The signature of this webhook is missing or invalid.` */
export function describeAnswer(answer: AnswerView): string {
	if (answer.kind === 'failed') return answer.reason;
	const refused = answer.status < 200 || answer.status >= 300;
	return refused ? `${answer.status} ${reasonIn(answer.body)}`.trim() : String(answer.status);
}

/** The node returns JSON with a message. Proxies and n8n itself can return anything. */
function reasonIn(body: string): string {
	try {
		const { message }: { message?: unknown } = JSON.parse(body);
		return typeof message === 'string' ? message : body;
	} catch {
		return body.slice(0, 300);
	}
}

function summaryOf({ title, request, signed, state }: DeliveryView): HTMLElement {
	const format = request.method === 'GET' ? 'GET' : request.body?.startsWith('{') ? 'JSON' : 'form';
	return create(
		'summary',
		{},
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
