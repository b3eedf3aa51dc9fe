import { changeSettings, readCredential, reset } from './api';
import { byId, create } from './elements';
import { explain } from './problem';
import type { StateView } from './views';

const FULL_BALANCE = 10.28;
const NO_CREDIT = 'broke';

/** The account's switches, the faults, and the values for n8n's credential. */
export function setUpAccount(chosenNumber: () => string): { show: (state: StateView) => void } {
	const smsSetting = byId('sms-setting', HTMLSelectElement);
	const linked = byId('linked', HTMLInputElement);
	const n8nFault = byId('n8n-fault', HTMLSelectElement);
	const sendFault = byId('send-fault', HTMLSelectElement);
	const change = (settings: Record<string, unknown>): void =>
		void explain(() => changeSettings(settings));
	smsSetting.addEventListener('change', () => change({ smsSetting: smsSetting.value }));
	linked.addEventListener('change', () =>
		change({ link: { number: chosenNumber(), linked: linked.checked } }),
	);
	n8nFault.addEventListener('change', () => change({ n8n: n8nFault.value }));
	sendFault.addEventListener('change', () => {
		const broke = sendFault.value === NO_CREDIT;
		change({
			balance: broke ? 0 : FULL_BALANCE,
			sending: broke ? 'normal' : sendFault.value,
		});
	});
	setUpReset();
	void explain(showCredential);
	return {
		show: ({ account, numbers, faults }) => {
			smsSetting.value = account.smsSetting;
			linked.checked = numbers.some(
				({ msisdn, app_id }) => msisdn === chosenNumber() && app_id !== undefined,
			);
			n8nFault.value = faults.n8n;
			sendFault.value = account.balance === 0 ? NO_CREDIT : faults.sending;
		},
	};
}

/** Asks for confirmation, because it removes every registration. */
function setUpReset(): void {
	const question = byId('reset-question', HTMLDialogElement);
	byId('reset', HTMLButtonElement).addEventListener('click', () => question.showModal());
	question.addEventListener('close', () => {
		if (question.returnValue === 'reset') void explain(reset);
	});
}

async function showCredential(): Promise<void> {
	const list = byId('credential', HTMLDListElement);
	const values = Object.entries(await readCredential());
	list.replaceChildren(
		...values.map(([name, value]) =>
			create(
				'div',
				{},
				create('dt', {}, name),
				create('dd', {}, create('code', {}, shortened(value)), copyButton(name, value)),
			),
		),
	);
}

/** The first line of a private key is enough to recognize it. */
function shortened(value: string): string {
	const [first = '', ...more] = value.split('\n');
	return more.length === 0 ? first : `${first} …`;
}

function copyButton(name: string, value: string): HTMLButtonElement {
	const button = create('button', { class: 'quiet', label: `Copy ${name}` }, 'Copy');
	button.type = 'button';
	button.addEventListener('click', () => {
		void explain(async () => {
			await navigator.clipboard.writeText(value);
			byId('latest', HTMLParagraphElement).textContent = `${name} copied`;
			button.textContent = 'Copied';
			setTimeout(() => (button.textContent = 'Copy'), 2000);
		});
	});
	return button;
}
