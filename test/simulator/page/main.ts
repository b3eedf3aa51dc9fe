import { changeSettings, followEvents, readState, reset } from './api';
import { setUpComposer } from './composer';
import { followEnd, showConversation } from './conversation';
import { describeDelivery, showDelivery, showUrlCheck } from './deliveryLog';
import { byId } from './elements';
import { showWhich } from './options';
import { Session } from './session';
import type { EntryView, StateView } from './views';

const session = new Session();
const from = byId('from', HTMLInputElement);
const to = byId('to', HTMLSelectElement);
const screen = byId('screen', HTMLDivElement);
const log = byId('log', HTMLOListElement);
const way = byId('way', HTMLFormElement);
const smsSetting = byId('sms-setting', HTMLSelectElement);
const receipts = byId('receipts', HTMLSelectElement);

followEnd(screen);
const { partsChanged } = setUpComposer(way);
way.addEventListener('change', () => {
	showWhich(way, byId('which-label', HTMLLabelElement));
	partsChanged();
});
way.addEventListener('submit', (event) => event.preventDefault());
from.addEventListener('change', () => showConversation(screen, session, from.value));
to.addEventListener('change', () => void refresh());
smsSetting.addEventListener('change', () => void changeSettings({ smsSetting: smsSetting.value }));
receipts.addEventListener('change', () => void planReceipts());
from.addEventListener('change', () => void planReceipts());
byId('reset', HTMLButtonElement).addEventListener('click', () => void reset());

void refresh(true);
followEvents(takeEvent, (open) => {
	byId('connection', HTMLParagraphElement).textContent = open
		? 'Connected'
		: 'The simulator does not answer: trying again';
});

function takeEvent(entry: EntryView): void {
	const { event } = entry;
	if (event.type === 'account') return void refresh();
	if (event.type === 'reset') {
		log.replaceChildren();
		void refresh(true);
	}
	if (event.type === 'urlCheck') showUrlCheck(log, { at: entry.at, ...event });
	if (event.type === 'webhook') {
		showDelivery(log, event.delivery);
		byId('latest', HTMLParagraphElement).textContent = describeDelivery(event.delivery);
	}
	byId('empty', HTMLParagraphElement).hidden = log.childElementCount > 0;
	if (session.apply(entry)) showConversation(screen, session, from.value);
}

/** Shows the account as it is now; `all` also the choices that a person may have changed on the page since. */
async function refresh(all = false): Promise<void> {
	const state = await readState();
	showNumbers(state);
	smsSetting.value = state.account.smsSetting;
	const joined = state.account.smsSetting === 'messages';
	for (const fieldset of way.querySelectorAll('fieldset')) {
		if (!fieldset.contains(smsSetting)) fieldset.disabled = joined;
	}
	byId('way-note', HTMLParagraphElement).hidden = !joined;
	if (all) {
		chooseInWay('format', HTMLSelectElement).value = state.account.forwardMethod;
		chooseInWay('signed', HTMLInputElement).checked = state.account.signInbound;
	}
	partsChanged();
}

function showNumbers({ account, numbers, applications }: StateView): void {
	const chosen = to.value;
	const able = numbers.filter(({ features }) => features.includes('SMS'));
	to.replaceChildren(...able.map(({ msisdn }) => new Option(`+${msisdn}`, msisdn)));
	if (able.some(({ msisdn }) => msisdn === chosen)) to.value = chosen;
	const number = able.find(({ msisdn }) => msisdn === to.value);
	const inboundUrl = applications.find(({ id }) => id === number?.app_id)?.inboundUrl ?? '';
	const own = account.smsSetting === 'sms' ? (number?.moHttpUrl ?? '') : inboundUrl;
	const notice = byId('notice', HTMLParagraphElement);
	notice.hidden = own !== '' || account.moCallBackUrl !== '';
	notice.textContent =
		'This number has no webhook yet: publish a workflow with the Vonage SMS Trigger first.';
}

/** What becomes of replies to this phone from now on. */
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
