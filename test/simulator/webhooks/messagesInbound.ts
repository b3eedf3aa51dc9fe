import { randomUUID } from 'node:crypto';
import type { Core } from '../core';
import { messagesPrice } from '../api/prices';
import { isoSeconds, toMessagesRequest } from './messagesWebhook';
import { planMms } from './mmsInbound';
import type { PlannedWebhooks } from './smsApiInbound';
import { keywordOf } from '../phone/smsRecords';
import { splitText } from '../phone/splitting';
import type { Application, VirtualNumber } from '../state';
import type { TypedSms } from '../phone/typedSms';

/**
 * How the Messages API delivers: the whole text in one signed webhook, to the number's application, or otherwise to
 * the account's URL. How it delivers binary SMS isn't documented, so these are refused.
 */
export function planMessages(core: Core, sms: TypedSms, number: VirtualNumber): PlannedWebhooks {
	if ('media' in sms.content) return planMms(core, sms, sms.content, number);
	if (!('text' in sms.content)) {
		throw new Error(
			'Binary SMS are simulated only for the SMS API: set "Default SMS Setting" to "SMS API".',
		);
	}
	const { text } = sms.content;
	const parts = splitText(text, { cutSurrogates: true }).parts.length;
	const application = applicationOf(core, number);
	const messages = application?.capabilities.messages;
	const url = messages?.webhooks.inbound_url?.address ?? core.state.account.moCallBackUrl;

	const version = messages?.version ?? 'v1';
	const messageId = sms.messageIds?.[0] ?? randomUUID();
	const received = [{ messageId, text }];
	if (url === '') return { parts, received, push: [] };
	const push = (): ReturnType<PlannedWebhooks['push'][number]> => {
		const content = { messageId, from: sms.from.replace(/^\+/, ''), to: sms.to, text, parts };
		const record = {
			...(version === 'v1' ? recordV1(content) : recordV01(content)),
			...sms.fields,
		};
		const request = toMessagesRequest(core, { url, application }, record, sms.signed !== false);
		return {
			kind: 'inbound',
			messageId,
			record,
			request: sms.forgedFields
				? { ...request, body: JSON.stringify({ ...record, ...sms.forgedFields }) }
				: request,
		};
	};
	const copies = sms.repeat?.includes(1) ? 2 : 1;
	return { parts, received, push: Array.from({ length: copies }, () => push) };
}

export function applicationOf(core: Core, number: VirtualNumber): Application | undefined {
	const linked = core.state.applications.find(({ id }) => id === number.app_id);
	return linked?.capabilities.messages ? linked : undefined;
}

interface WholeText {
	messageId: string;
	from: string;
	to: string;
	text: string;
	parts: number;
}

/** Fields of bodies captured from the Messages API in 2022 and 2023. */
function recordV1({ messageId, from, to, text, parts }: WholeText): Record<string, unknown> {
	return {
		to,
		from,
		channel: 'sms',
		message_uuid: messageId,
		timestamp: isoSeconds(new Date()),
		usage: { price: messagesPrice, currency: 'EUR' },
		message_type: 'text',
		text,
		context_status: 'none',
		origin: { network_code: '23410' },
		sms: { num_messages: String(parts), count_total: String(parts), keyword: keywordOf(text) },
	};
}

function recordV01({ messageId, from, to, text, parts }: WholeText): Record<string, unknown> {
	return {
		message_uuid: messageId,
		to: { type: 'sms', number: to },
		from: { type: 'sms', number: from },
		timestamp: isoSeconds(new Date()),
		direction: 'inbound',
		message: { content: { type: 'text', text }, sms: { num_messages: String(parts) } },
	};
}
