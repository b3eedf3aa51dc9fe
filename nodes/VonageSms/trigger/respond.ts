import { isIP } from 'node:net';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Refused } from '../inbound';
import { logLimited } from './limitedLog';
import { refusedInTest } from './refusedInTest';
import { scopeOf } from './settings';

/** Seconds after which Vonage may send again; its own schedule starts at five. */
const RETRY_AFTER_S = 5;

const DAY_MS = 86_400_000;

/** What a fault of ours, or a mistake in our settings, is answered with. */
export function unavailable(reason: string): Refused {
	const message = "This webhook can't be stored right now. Please send it again.";
	return { kind: 'refused', status: 503, message, reason };
}

/**
 * Answers, logs, and in a test run shows the reason in the output panel.
 *
 * @param kind what limits the log lines; nothing that a caller can vary
 */
export function refuse(
	context: IWebhookFunctions,
	refused: Refused,
	kind: string = refused.reason,
): IWebhookResponseData {
	const { status, message, reason } = refused;
	logRefused(context, refused, kind);
	const answered = answer(context, status, message);
	if (status === 200 || context.getMode() !== 'manual') return answered;
	return { ...answered, workflowData: [[refusedInTest(reason)]] };
}

/** One line for each kind every ten seconds, or once a day for webhooks that are only ignored. */
export function logRefused(
	context: IWebhookFunctions,
	{ status, reason }: Refused,
	kind: string,
): void {
	const { ip } = context.getRequestObject();
	// Behind a proxy that n8n trusts, the address is what the caller wrote into a header.
	const caller = ip !== undefined && isIP(ip) ? ip : 'an unknown address';
	const key = `${scopeOf(context, 'production')}/${kind}`;
	const line = `Webhook from ${caller} ${status === 200 ? 'ignored' : 'rejected'}: ${reason}`;
	if (status === 503) {
		const retried = `${line} (answered with 503, so Vonage retries it for 24 hours)`;
		logLimited((text) => context.logger.error(text), key, retried, Date.now());
	} else {
		const quietMs = status === 200 ? DAY_MS : undefined;
		logLimited((text) => context.logger.warn(text), key, line, Date.now(), quietMs);
	}
}

/** Answers Vonage directly; n8n starts an execution only where `workflowData` is returned. */
export function answer(
	context: IWebhookFunctions,
	status: number,
	text: string,
): IWebhookResponseData {
	const response = context.getResponseObject();
	if (status === 503) response.setHeader('Retry-After', String(RETRY_AFTER_S));
	// What was not read of a body that is too long is not waited for.
	if (status === 413) response.setHeader('Connection', 'close');
	response.status(status).type('text/plain').send(text);
	return { noWebhookResponse: true };
}
