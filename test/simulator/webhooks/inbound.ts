import { randomInt } from 'node:crypto';
import type { Core, TypedMessage } from '../core';
import type { WebhookDelivery } from './delivery';
import { planMessages } from './messagesInbound';
import { planSmsApi } from './smsApiInbound';
import type { PlannedWebhooks } from './smsApiInbound';
import type { TypedSms } from '../phone/typedSms';

/** An inbound SMS whose webhooks have each been tried once. Vonage may still be retrying. */
export interface InboundDelivery {
	message: TypedMessage;
	/** In order of push. A repeat is a separate delivery. Empty if no URL is configured. */
	deliveries: WebhookDelivery[];
	/** Resolves when no webhook is retried anymore: true if all were acknowledged. */
	acknowledged: Promise<boolean>;
	/** Stops trying. */
	cancel(): void;
}

/**
 * Sends an SMS to a number of the account; resolves once each webhook has been tried.
 * @throws Error if the number isn't on the account or doesn't support SMS
 */
export async function sendInbound(core: Core, sms: TypedSms): Promise<InboundDelivery> {
	const { message, deliveries, dispatched } = startInbound(core, sms);
	await dispatched;
	const settled = Promise.all(deliveries.map((delivery) => delivery.settled));
	return {
		message,
		deliveries,
		acknowledged: settled.then((states) => states.every((state) => state === 'acknowledged')),
		cancel: () => deliveries.forEach((delivery) => delivery.cancel()),
	};
}

/** The same without waiting; `deliveries` grows until `dispatched` resolves. */
export function startInbound(
	core: Core,
	sms: TypedSms,
): { message: TypedMessage; deliveries: WebhookDelivery[]; dispatched: Promise<void> } {
	const plan = planFor(core, sms);
	const deliveries: WebhookDelivery[] = [];
	const message: TypedMessage = {
		id: core.typed.length + 1,
		from: sms.from,
		to: sms.to,
		text: 'text' in sms.content ? (sms.content.text ?? '') : null,
		parts: plan.parts,
		pictures: picturesIn(sms),
		lost: (sms.drop ?? []).filter((part) => part <= plan.parts),
		deliveries: [],
	};
	core.typed.push(message);
	const product = core.state.account.smsSetting === 'messages' ? 'MESSAGES' : 'SMS';
	const [from, to, at] = [sms.from.replace(/^\+/, ''), sms.to, Date.now()];
	core.received.push(
		...plan.received.map((record) => ({ product, from, to, at, ...record }) as const),
	);
	core.journal.add({ type: 'typed', message });
	const dispatched = dispatch(core, plan, sms.parallel === true, (delivery) => {
		deliveries.push(delivery);
		message.deliveries.push(delivery.id);
		core.journal.add({ type: 'typed', message });
	});
	return { message, deliveries, dispatched };
}

function picturesIn({ content }: TypedSms): string[] {
	const media = 'media' in content ? content.media : [];
	return media
		.filter(({ type }) => type === 'image')
		.map(({ mimeType, bytes }) => `data:${mimeType};base64,${bytes}`);
}

function planFor(core: Core, sms: TypedSms): PlannedWebhooks {
	const number = core.state.numbers.find(({ msisdn }) => msisdn === sms.to);
	if (!number) throw new Error(`The account has no number ${sms.to}`);
	if (!number.features.includes('SMS')) throw new Error(`The number ${sms.to} doesn't support SMS`);
	if ('media' in sms.content && core.state.account.smsSetting === 'sms') {
		throw new Error(
			'An MMS is received only through the Messages API: set "Default SMS Setting" to "Messages API".',
		);
	}
	return core.state.account.smsSetting === 'messages'
		? planMessages(core, sms, number)
		: planSmsApi(core, sms, number, randomInt(256));
}

async function dispatch(
	core: Core,
	plan: PlannedWebhooks,
	parallel: boolean,
	started: (delivery: WebhookDelivery) => void,
): Promise<void> {
	const { signal } = core.closing;
	const attempts: Promise<void>[] = [];
	for (const webhook of plan.push) {
		if (signal.aborted) break;
		const delivery = core.courier.deliver(webhook());
		started(delivery);
		attempts.push(delivery.firstAttempt);
		if (!parallel) await delivery.firstAttempt;
	}
	await Promise.all(attempts);
}
