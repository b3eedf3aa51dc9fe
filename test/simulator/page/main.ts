import { setUpAccount } from './account';
import { changeSettings, followEvents, readState } from './api';
import { setUpComposer } from './composer';
import { followEnd, showConversation } from './conversation';
import { describeDelivery } from './deliveryEntry';
import { showLog } from './deliveryLog';
import { byId } from './elements';
import { noticeFor, useOf } from './notice';
import { showWhich } from './options';
import { explain } from './problem';
import { Session } from './session';
import type { EntryView, StateView } from './views';

const session = new Session();
const from = byId('from', HTMLInputElement);
const to = byId('to', HTMLSelectElement);
const screen = byId('screen', HTMLDivElement);
const log = byId('log', HTMLOListElement);
const way = byId('way', HTMLFormElement);
const receipts = byId('receipts', HTMLSelectElement);

followEnd(screen);
const { partsChanged } = setUpComposer(way);
const account = setUpAccount(() => to.value);
way.addEventListener('change', () => {
	showWhich(way, byId('which-label', HTMLLabelElement));
	partsChanged();
});
way.addEventListener('submit', (event) => event.preventDefault());
from.addEventListener('change', () => {
	showConversation(screen, session, from.value);
	void explain(planReceipts);
});
to.addEventListener('change', () => void refresh());
receipts.addEventListener('change', () => void explain(planReceipts));
byId('clear', HTMLButtonElement).addEventListener('click', () => {
	session.clearLog();
	show();
});

void refresh(true);
followEvents(receiveEvent, (open) => {
	byId('connection', HTMLParagraphElement).textContent = open
		? 'Connected'
		: "The simulator isn't responding. Retrying…";
});

function receiveEvent(entry: EntryView): void {
	const { event } = entry;
	if (event.type === 'account') return void refresh();
	if (event.type === 'reset') void refresh(true);
	if (event.type === 'webhook') {
		byId('latest', HTMLParagraphElement).textContent = describeDelivery(event.delivery);
	}
	if (session.apply(entry)) showSoon();
}

let waiting = false;

/** Renders once for all events that arrive together, such as a message and its webhook. */
function showSoon(): void {
	if (waiting) return;
	waiting = true;
	requestAnimationFrame(() => {
		waiting = false;
		show();
	});
}

function show(): void {
	showConversation(screen, session, from.value);
	showLog(log, session.rows());
	byId('empty', HTMLParagraphElement).hidden = log.childElementCount > 0;
}

/** Shows the current account. With `all`, also resets choices that the user may have changed on the page. */
async function refresh(all = false): Promise<void> {
	const state = await readState().catch(() => undefined);
	// The line at the top says that there is no connection.
	if (state === undefined) return;
	showNumbers(state);
	account.show(state);
	showEditorLink(state);
	const joined = state.account.smsSetting === 'messages';
	for (const fieldset of way.querySelectorAll<HTMLFieldSetElement>('fieldset[data-sms-api]')) {
		fieldset.disabled = joined;
	}
	byId('way-note', HTMLParagraphElement).hidden = !joined;
	if (all) {
		chooseInWay('format', HTMLSelectElement).value = state.account.forwardMethod;
		chooseInWay('signed', HTMLInputElement).checked = state.account.signInbound;
	}
	partsChanged();
}

function showNumbers(state: StateView): void {
	const chosen = to.value;
	const able = state.numbers.filter(({ features }) => features.includes('SMS'));
	to.replaceChildren(
		...able.map(({ msisdn }) => new Option(`+${msisdn} – ${useOf(state, msisdn)}`, msisdn)),
	);
	if (able.some(({ msisdn }) => msisdn === chosen)) to.value = chosen;
	const notice = byId('notice', HTMLParagraphElement);
	notice.textContent = noticeFor(state, to.value);
	notice.hidden = notice.textContent === '';
}

function showEditorLink({ editorUrl }: StateView): void {
	const link = byId('editor', HTMLAnchorElement);
	link.hidden = editorUrl === null;
	if (editorUrl !== null) link.href = editorUrl;
}

/** The delivery result of replies to this phone from now on. */
async function planReceipts(): Promise<void> {
	const last = {
		delivered: { status: 'delivered' },
		absent: { status: 'failed', errCode: '2' },
		rejected: { status: 'rejected', errCode: '6' },
	}[receipts.value] ?? { status: 'delivered' };
	const steps = [{ status: 'accepted' }, last];
	await changeSettings({ receiptsFor: { to: from.value.trim().replace(/^\+/, ''), steps } });
}

function chooseInWay<T extends HTMLElement>(name: string, type: new () => T): T {
	const field = way.elements.namedItem(name);
	if (!(field instanceof type)) throw new Error(`The form has no ${name}`);
	return field;
}
