import type { Core } from '../core';
import type { Webhook } from './delivery';
import { travel } from '../phone/journey';
import { signParameters } from './signing';
import type { SignatureMethod } from './signing';
import { override, partRecords, stamp } from '../phone/smsRecords';
import type { PartRecord } from '../phone/smsRecords';
import type { Account, VirtualNumber } from '../state';
import type { TypedSms } from '../phone/typedSms';
import { toRequest } from './wireFormats';

/** Webhooks in the order in which Vonage pushes them. Each is created when it's pushed. */
export interface PlannedWebhooks {
	/** Of the SMS, lost ones included. */
	parts: number;
	/** The IDs and texts that Vonage received, with repeats only once. */
	received: { messageId: string; text: string | null }[];
	push: (() => Webhook)[];
}

/** How the SMS API delivers: one webhook per part, to the number's own URL, or otherwise to the account's. */
export function planSmsApi(
	core: Core,
	sms: TypedSms,
	number: VirtualNumber,
	reference: number,
): PlannedWebhooks {
	const { account } = core.state;
	const format = sms.format ?? account.forwardMethod;
	const cutSurrogates = format === 'POST-JSON';
	const parts = partRecords(sms, { apiKey: account.apiKey, reference, cutSurrogates });
	const url = number.moHttpUrl ?? account.moCallBackUrl;
	const arriving = travel(parts, sms);
	const received = [...new Set(arriving)].map(({ fields }) => ({
		messageId: fields.messageId ?? '',
		text: fields.text ?? null,
	}));
	if (url === '') return { parts: parts.length, received, push: [] };

	const pushed = new Map<PartRecord, Webhook>();
	const toWebhook = (part: PartRecord): Webhook => {
		const record = finish(part, sms, account);
		const request = toRequest(url, record, format, sms.contentType);
		return { kind: 'inbound', messageId: record.messageId ?? '', record, request };
	};
	const push = arriving.map((part) => () => {
		// A repeat is exactly the same request.
		const webhook = pushed.get(part) ?? toWebhook(part);
		pushed.set(part, webhook);
		return webhook;
	});
	return { parts: parts.length, received, push };
}

function finish(part: PartRecord, sms: TypedSms, account: Account): Record<string, string> {
	const method = methodOf(sms.signed ?? account.signInbound, account);
	const stamped = stamp(part.fields, new Date(), method !== undefined);
	const fields = override(stamped, sms.fields);
	const signed =
		method === undefined
			? fields
			: { ...fields, sig: signParameters(fields, account.signatureSecret, method) };
	return override(signed, sms.forgedFields);
}

function methodOf(
	signed: boolean | SignatureMethod,
	account: Account,
): SignatureMethod | undefined {
	if (signed === true) return account.signatureMethod;
	return signed === false ? undefined : signed;
}
