import { randomUUID } from 'node:crypto';
import type { Core } from '../core';
import { messagesPrice } from '../api/prices';
import type { MediaContent, TypedMedia, TypedSms } from '../phone/typedSms';
import type { Application, VirtualNumber } from '../state';
import { applicationOf } from './messagesInbound';
import { isoSeconds, toMessagesRequest } from './messagesWebhook';
import type { PlannedWebhooks } from './smsApiInbound';

/**
 * How the Messages API delivers an MMS: one signed webhook with links to Vonage's media server. `message_type` names
 * the first attachment; all of them are listed in `content` where there are several (Messages OpenAPI 1.20.0).
 */
export function planMms(
	core: Core,
	sms: TypedSms,
	{ media, text }: MediaContent,
	number: VirtualNumber,
): PlannedWebhooks {
	const application = applicationOf(core, number);
	const messages = application?.capabilities.messages;
	const url = messages?.webhooks.inbound_url?.address ?? core.state.account.moCallBackUrl;
	const messageId = sms.messageIds?.[0] ?? randomUUID();
	const received = [{ messageId, text: text ?? '' }];
	if (url === '') return { parts: 1, received, push: [] };

	const [first, ...others] = media.map((file) => link(core, application, file));
	const record = {
		to: sms.to,
		from: sms.from.replace(/^\+/, ''),
		channel: 'mms',
		message_uuid: messageId,
		timestamp: isoSeconds(new Date()),
		usage: { price: messagesPrice, currency: 'EUR' },
		message_type: first?.type,
		...(text !== undefined && { text }),
		...(first && { [first.type]: withoutType(first) }),
		...(others.length > 0 && { content: [first, ...others] }),
		origin: { network_code: '310004' },
		...sms.fields,
	};
	const request = toMessagesRequest(core, { url, application }, record, sms.signed !== false);
	return { parts: 1, received, push: [() => ({ kind: 'inbound', messageId, record, request })] };
}

function link(core: Core, application: Application | undefined, file: TypedMedia) {
	const id = randomUUID();
	const secured = application?.capabilities.messages?.authenticate_inbound_media === true;
	if (file.expired !== true) {
		core.media.set(id, {
			bytes: Buffer.from(file.bytes, 'base64'),
			mimeType: file.mimeType,
			securedFor: secured ? application.id : null,
		});
	}
	return {
		type: file.type,
		url: `${core.url}/v3/media/${id}`,
		name: file.name,
		...(file.caption !== undefined && { caption: file.caption }),
	};
}

function withoutType<T extends { type: string }>({ type: _type, ...rest }: T): Omit<T, 'type'> {
	return rest;
}
