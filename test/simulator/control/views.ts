import type { Core, SimulatorEvent } from '../core';
import type { WebhookDelivery } from '../webhooks/delivery';
import type { JournalEntry } from '../journal';
import { isObject } from '../api/parameters';
import type { SignatureMethod } from '../webhooks/signing';
import type { CredentialView, DeliveryView, EntryView, EventView, StateView } from '../page/views';

/** The account as shown to the page: without secrets. */
export function viewState(core: Core): StateView {
	const { account, numbers, applications } = core.state;
	const { n8n, sending } = core.settings;
	return {
		faults: { n8n, sending },
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
		editorUrl: core.editorUrl,
	};
}

/** Values for n8n's credential, to practice the setup. They aren't real secrets. */
export function viewCredential(core: Core, url: string, privateKey: string): CredentialView {
	const { account, applications } = core.state;
	return {
		'API Key': account.apiKey,
		'API Secret': account.apiSecret,
		'Signature Secret': account.signatureSecret,
		'Signature Method': methodNames[account.signatureMethod],
		'Application ID': applications[0]?.id ?? '',
		'Private Key': privateKey,
		'REST URL': url,
		'API URL': url,
	};
}

const methodNames: Readonly<Record<SignatureMethod, string>> = {
	md5hash: 'MD5 Hash',
	md5: 'MD5 HMAC',
	sha1: 'SHA-1 HMAC',
	sha256: 'SHA-256 HMAC',
	sha512: 'SHA-512 HMAC',
};

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
