import type { Core } from '../core';
import { isObject } from '../api/parameters';
import { isSignatureMethod } from '../webhooks/signing';

/**
 * Changes settings of the dashboard or the simulator. If names are unknown or values are wrong, it returns these
 * names and changes nothing.
 */
export function changeSettings(core: Core, body: Readonly<Record<string, unknown>>): string[] {
	const wrong = Object.entries(body)
		.filter(([name, value]) => !switches[name]?.check(value))
		.map(([name]) => name);
	if (wrong.length > 0) return wrong;
	for (const [name, value] of Object.entries(body)) switches[name]?.set(core, value);
	core.journal.add({ type: 'account' });
	return [];
}

interface Switch {
	check(value: unknown): boolean;
	set(core: Core, value: unknown): void;
}

const switches: Readonly<Record<string, Switch>> = {
	smsSetting: oneOf(['sms', 'messages'], (core, value) => (core.state.account.smsSetting = value)),
	forwardMethod: oneOf(['GET', 'POST', 'POST-JSON'], (core, value) => {
		core.state.account.forwardMethod = value;
	}),
	limits: oneOf(['real', 'off'], (core, value) => (core.settings.limits = value)),
	n8n: oneOf(['up', 'slow', 'down'], (core, value) => (core.settings.n8n = value)),
	sending: oneOf(['normal', 'throttled', 'down', 'lost'], (core, value) => {
		core.settings.sending = value;
	}),
	retryRule: oneOf(['429and5xx', 'anyNon2xx'], (core, value) => (core.settings.retryRule = value)),
	signatureMethod: guarded(isSignatureMethod, (core, value) => {
		core.state.account.signatureMethod = value;
	}),
	signInbound: guarded(isBoolean, (core, value) => (core.state.account.signInbound = value)),
	receipts: guarded(isBoolean, (core, value) => (core.settings.receipts = value)),
	balance: guarded(isAmount, (core, value) => (core.state.account.balance = value)),
	timeScale: guarded(isAmount, (core, value) => (core.settings.timeScale = value)),
	link: guarded(isLink, (core, { number, linked }) => {
		const found = core.state.numbers.find(({ msisdn }) => msisdn === number);
		const [application] = core.state.applications;
		if (found === undefined || application === undefined) return;
		if (linked) found.app_id = application.id;
		else delete found.app_id;
	}),
	receiptsFor: guarded(isReceiptPlan, (core, { to, steps }) =>
		core.outcomes.planReceipts(to, steps),
	),
};

function oneOf<T extends string>(
	values: readonly T[],
	set: (core: Core, value: T) => void,
): Switch {
	return guarded((value): value is T => values.some((known) => known === value), set);
}

function guarded<T>(
	check: (value: unknown) => value is T,
	set: (core: Core, value: T) => void,
): Switch {
	return {
		check,
		set: (core, value) => {
			if (check(value)) set(core, value);
		},
	};
}

function isBoolean(value: unknown): value is boolean {
	return typeof value === 'boolean';
}

function isAmount(value: unknown): value is number {
	return typeof value === 'number' && value >= 0;
}

/** Links a number to the application, or unlinks it, as the dashboard does. */
interface NumberLink {
	number: string;
	linked: boolean;
}

function isLink(value: unknown): value is NumberLink {
	return isObject(value) && typeof value.number === 'string' && isBoolean(value.linked);
}

interface ReceiptPlan {
	to: string;
	steps: { status: string; errCode?: string }[];
}

function isReceiptPlan(value: unknown): value is ReceiptPlan {
	return (
		isObject(value) &&
		typeof value.to === 'string' &&
		Array.isArray(value.steps) &&
		value.steps.every((step) => isObject(step) && typeof step.status === 'string')
	);
}
