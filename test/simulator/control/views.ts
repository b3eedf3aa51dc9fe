import type { Core, SimulatorEvent } from '../core';
import type { WebhookDelivery } from '../webhooks/delivery';
import type { JournalEntry } from '../journal';
import { isObject } from '../api/parameters';
import type { DeliveryView, EntryView, EventView, StateView } from '../page/views';

/** The account as the page may see it: without secrets. */
export function viewState(core: Core): StateView {
	const { account, numbers, applications } = core.state;
	return {
		account: {
			apiKey: account.apiKey,
			smsSetting: account.smsSetting,
			forwardMethod: account.forwardMethod,
			signInbound: account.signInbound,
			signatureMethod: account.signatureMethod,
			moCallBackUrl: account.moCallBackUrl,
			drCallBackUrl: account.drCallBackUrl,
			balance: account.balance,
		},
		numbers,
		applications: applications.map(({ id, name, capabilities }) => ({
			id,
			name,
			inboundUrl: capabilities.messages?.webhooks.inbound_url?.address ?? '',
		})),
	};
}

export function viewEntry({ sequence, at, event }: JournalEntry<SimulatorEvent>): EntryView {
	return { sequence, at, event: viewEvent(event) };
}

function viewEvent(event: SimulatorEvent): EventView {
	return event.type === 'webhook'
		? { type: 'webhook', delivery: viewDelivery(event.delivery) }
		: event;
}

export function viewDelivery(delivery: WebhookDelivery): DeliveryView {
	const { id, webhook, state, nextAttemptAt, attempts } = delivery;
	const { kind, messageId, record, request } = webhook;
	return {
		id,
		kind,
		messageId,
		title: titleOf(kind, record),
		signed: 'sig' in record || 'Authorization' in request.headers,
		request: { method: request.method, url: request.url, body: request.body },
		state,
		nextAttemptAt,
		attempts: [...attempts],
	};
}

function titleOf(kind: DeliveryView['kind'], record: Readonly<Record<string, unknown>>): string {
	if (kind === 'receipt') return `Receipt: ${String(record.status)}`;
	if (record.concat !== undefined) {
		return `SMS, part ${String(record['concat-part'])} of ${String(record['concat-total'])}`;
	}
	return isObject(record.sms) ? 'SMS, joined by Vonage' : 'SMS';
}
