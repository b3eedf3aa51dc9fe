import { isIP } from 'node:net';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Refused } from '../inbound';
import { scopeOf } from './settings';
import { refusedInTest } from './testRun';

/** Seconds after which Vonage may send again; its own schedule starts at five. */
const RETRY_AFTER_S = 5;

/** One line per key in this time, so that a flood can't fill the log. */
const QUIET_MS = 10_000;
const DAY_MS = 86_400_000;
const REMEMBERED_KEYS = 1_000;

/** For a fault in this node or a mistake in its settings, so that Vonage sends the webhook again. */
export function unavailable(reason: string): Refused {
	const message = "This webhook can't be stored right now. Please send it again.";
	return { kind: 'refused', status: 503, message, reason };
}

/**
 * Answers, logs, and in a test run shows the reason in the output panel.
 *
 * @param kind lines of the same kind are limited; must not depend on what the caller sends
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
	// Behind a proxy that n8n trusts, the address comes from a header, which the caller may have written.
	const caller = ip !== undefined && isIP(ip) ? ip : 'an unknown address';
	const key = `${scopeOf(context, 'production')}/${kind}`;
	const line = `Webhook from ${caller} ${status === 200 ? 'ignored' : 'rejected'}: ${reason}`;
	if (status === 503) {
		const retried = `${line} (answered with 503, so Vonage retries it for 24 hours)`;
		logLimited((text) => context.logger.error(text), key, retried, QUIET_MS);
	} else {
		const quietMs = status === 200 ? DAY_MS : QUIET_MS;
		logLimited((text) => context.logger.warn(text), key, line, quietMs);
	}
}

interface Quiet {
	until: number;
	suppressed: number;
}

const quiet = new Map<string, Quiet>();

/** Writes the line unless one with the same key was written within `quietMs`. The next line says how many were left out. */
function logLimited(
	write: (line: string) => void,
	key: string,
	line: string,
	quietMs: number,
): void {
	const now = Date.now();
	const last = quiet.get(key);
	if (last && now < last.until) {
		last.suppressed += 1;
		return;
	}
	write(last && last.suppressed > 0 ? `${line} (and ${last.suppressed} more like it)` : line);
	if (quiet.size >= REMEMBERED_KEYS) quiet.clear();
	quiet.set(key, { until: now + quietMs, suppressed: 0 });
}

/** Answers Vonage directly. n8n starts an execution only if `workflowData` is returned. */
export function answer(
	context: IWebhookFunctions,
	status: number,
	text: string,
): IWebhookResponseData {
	const response = context.getResponseObject();
	if (status === 503) response.setHeader('Retry-After', String(RETRY_AFTER_S));
	// The unread rest of a body that is too long is not waited for.
	if (status === 413) response.setHeader('Connection', 'close');
	response.status(status).type('text/plain').send(text);
	return { noWebhookResponse: true };
}
