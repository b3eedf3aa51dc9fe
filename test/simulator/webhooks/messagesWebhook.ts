import type { Core } from '../core';
import type { Application } from '../state';
import type { WebRequest } from './webRequest';
import { signWebhook } from './webhookToken';

/** The request that carries a record of the Messages API: always JSON by POST, signed unless asked otherwise. */
export function toMessagesRequest(
	core: Core,
	target: { url: string; application?: Application },
	record: Readonly<Record<string, unknown>>,
	signed: boolean,
): WebRequest {
	const { account } = core.state;
	const body = JSON.stringify(record);
	const headers: Record<string, string> = { 'Content-Type': 'application/json' };
	if (signed) {
		const token = signWebhook(body, {
			secret: account.signatureSecret,
			apiKey: account.apiKey,
			applicationId: target.application?.id,
			now: new Date(),
		});
		headers.Authorization = `Bearer ${token}`;
	}
	return { method: 'POST', url: target.url, headers, body };
}

/** `2020-01-01T12:00:00Z`. */
export function isoSeconds(date: Date): string {
	return `${date.toISOString().slice(0, 19)}Z`;
}
