import { setTimeout as sleep } from 'node:timers/promises';
import type { Core, SentMessage } from '../core';
import { isoSeconds, toMessagesRequest } from './messagesWebhook';
import type { ReceiptStep } from '../api/outcomes';
import { networkOf, partPrice } from '../api/prices';
import { inBackground } from './receipts';
import type { Application } from '../state';

/** Position of a message among those tried one after the other. */
interface WorkflowStep {
	id: string;
	/** From 1. */
	item: number;
	items: number;
}

/** Where the statuses of one message are sent, and their content. */
interface StatusPlan {
	/** The one whose token sent the message. */
	application: Application | undefined;
	/** The message's own webhook. */
	webhookUrl: string | undefined;
	workflow: WorkflowStep | undefined;
	/** Overrides the ones planned for the recipient. */
	steps?: readonly ReceiptStep[];
}

/**
 * Sends the statuses of a message accepted by the Messages API: to the message's own webhook, otherwise to the
 * application whose token sent it, otherwise to the account's URL.
 */
export function sendStatuses(
	core: Core,
	message: SentMessage,
	{ application, webhookUrl, workflow, steps }: StatusPlan,
): void {
	const ofApplication = application?.capabilities.messages?.webhooks.status_url?.address;
	const url = webhookUrl ?? ofApplication ?? core.state.account.drCallBackUrl;
	if (url === '') {
		core.journal.add({ type: 'unreported', ids: message.ids });
		return;
	}
	if (!core.settings.receipts) return;
	inBackground(core, async () => {
		for (const step of steps ?? core.outcomes.receiptsFor(message.to)) {
			await sleep(1000 * core.settings.timeScale, undefined, { signal: core.closing.signal });
			const record = statusRecord(message, step, workflow);
			const request = toMessagesRequest(core, { url, application }, record, true);
			const messageId = message.ids[0] ?? '';
			await core.courier.deliver({ kind: 'receipt', messageId, record, request }).firstAttempt;
		}
	});
}

/** The two APIs' names for the same thing. */
const statusNames: Readonly<Record<string, string>> = {
	accepted: 'submitted',
	buffered: 'submitted',
	failed: 'undeliverable',
	expired: 'undeliverable',
};

function statusRecord(
	message: SentMessage,
	step: ReceiptStep,
	workflow: WorkflowStep | undefined,
): Record<string, unknown> {
	const status = statusNames[step.status] ?? step.status;
	const timestamp = isoSeconds(new Date());
	const { errCode } = step;
	return {
		message_uuid: message.ids[0],
		to: message.to,
		from: message.from,
		timestamp,
		status,
		channel: message.channel,
		...(message.clientRef !== null && { client_ref: message.clientRef }),
		...(errCode !== undefined && errCode !== '0' && { error: errorOf(errCode) }),
		usage: { currency: 'EUR', price: (partPrice * message.parts).toFixed(4) },
		destination: { network_code: networkOf(message.to) },
		...(message.channel === 'sms' && {
			sms: {
				count_total: String(message.parts),
				segments: Array.from({ length: message.parts }, () => ({ timestamp, status })),
			},
		}),
		...(workflow && {
			workflow: {
				id: workflow.id,
				items_number: String(workflow.item),
				items_total: String(workflow.items),
			},
		}),
	};
}

/** Codes of the Messages API for what the SMS API's delivery errors say: absent, spam, busy, unroutable, prepaid. */
const messagesCodes: Readonly<Record<string, string>> = {
	'2': '1180',
	'3': '1190',
	'6': '1210',
	'7': '1220',
	'11': '1250',
	'12': '1260',
	'15': '1290',
};

function errorOf(errCode: string): Record<string, string> {
	const code = messagesCodes[errCode] ?? errCode;
	return {
		type: `https://developer.vonage.com/api-errors/messages#${code}`,
		title: code,
		detail: 'The message could not be delivered',
	};
}
