import { deliveryEntry, describeAnswer, stateNames } from './deliveryEntry';
import { create, timeOfDay } from './elements';
import type { Row } from './session';
import type { DeliveryView } from './views';

/** The state of a row when it was created. Unchanged rows are kept. */
const drawn = new WeakMap<Element, string>();

type MessageRow = Exclude<Row, { kind: 'urlCheck' }>;

/**
 * Shows the rows, newest first. A new row is open until the next one arrives. Rows opened by the reader stay open.
 */
export function showLog(list: HTMLOListElement, rows: Row[]): void {
	const known = new Map([...list.children].map((item) => [item.id, item]));
	const items = rows.map((row, index) => {
		const before = known.get(row.key);
		known.delete(row.key);
		const item = row.kind === 'urlCheck' ? checkItem(row) : messageItem(row);
		item.id = row.key;
		if (before && drawn.get(before) === item.innerHTML) return keep(before, index === 0);
		drawn.set(item, item.innerHTML);
		if (before) takeOver(before, item);
		return keep(item, index === 0);
	});
	for (const gone of known.values()) gone.remove();
	items.forEach((item, index) => {
		const shown = list.children[index];
		if (shown === item) return;
		if (shown?.id === item.id) shown.replaceWith(item);
		else list.insertBefore(item, shown ?? null);
	});
}

/** Opens the newest row and closes the one before it, unless the reader has opened or closed it. */
function keep(item: Element, newest: boolean): Element {
	const details = item.querySelector(':scope > details');
	if (details instanceof HTMLDetailsElement && !details.hasAttribute('data-touched')) {
		details.open = newest;
	}
	return item;
}

/** Keeps open sections and the focus when a row is updated. */
function takeOver(before: Element, item: Element): void {
	const old = [...before.querySelectorAll('details')];
	const focused = [...before.querySelectorAll('summary, button')].indexOf(
		document.activeElement ?? before,
	);
	item.querySelectorAll('details').forEach((details, index) => {
		details.open = old[index]?.open === true;
		if (old[index]?.hasAttribute('data-touched')) details.setAttribute('data-touched', '');
	});
	if (focused < 0) return;
	queueMicrotask(() => {
		const next = item.querySelectorAll<HTMLElement>('summary, button')[focused];
		next?.focus();
	});
}

function messageItem(row: MessageRow): HTMLLIElement {
	const deliveries = row.deliveries.map((delivery) => create('li', {}, deliveryEntry(delivery)));
	const lost = row.lost.map((part) =>
		create('li', { class: 'lost' }, `Part ${part}: lost on the way, Vonage never received it`),
	);
	const summary = summaryOf(row);
	const details = create(
		'details',
		{},
		summary,
		create('ol', { class: 'deliveries', label: row.title }, ...deliveries, ...lost),
	);
	summary.addEventListener('click', () => details.setAttribute('data-touched', ''));
	return create('li', {}, details);
}

function summaryOf(row: MessageRow): HTMLElement {
	const { at, title, deliveries, lost } = row;
	const count = deliveries.length === 1 ? '1 webhook' : `${deliveries.length} webhooks`;
	const state = stateOf(deliveries);
	const incomplete = state === 'acknowledged' && lost.length > 0;
	const badge = state === undefined ? 'no webhook' : incomplete ? 'incomplete' : stateNames[state];
	return create(
		'summary',
		{},
		create('span', { class: 'time' }, timeOfDay(at)),
		create('span', { class: 'name' }, title),
		create('span', { class: 'tag' }, count),
		...(lost.length === 0 ? [] : [create('span', { class: 'tag' }, `${lost.length} lost`)]),
		create('span', { class: `badge ${incomplete ? 'pending' : (state ?? 'refused')}` }, badge),
	);
}

/** The state of the webhook that needs attention most. */
function stateOf(deliveries: DeliveryView[]): DeliveryView['state'] | undefined {
	const worstFirst = ['refused', 'expired', 'pending', 'cancelled', 'acknowledged'] as const;
	return worstFirst.find((state) => deliveries.some((delivery) => delivery.state === state));
}

/** A URL that Vonage tried while it was being registered. */
function checkItem(check: Extract<Row, { kind: 'urlCheck' }>): HTMLLIElement {
	return create(
		'li',
		{},
		create(
			'p',
			{ class: 'check' },
			create('span', { class: 'time' }, timeOfDay(check.at)),
			create('span', { class: 'name' }, 'URL check'),
			create('span', { class: 'url' }, `GET ${check.url}`),
			create('span', { class: 'answer' }, describeAnswer(check.answer)),
		),
	);
}
