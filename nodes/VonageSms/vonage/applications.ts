import { refusalOf, type VonageRefusal } from './errors';
import { isRecord, omit, recordsOf, textOf } from './json';
import type { VonageSession } from './session';

/** An application of the Applications API v2. */
export interface Application {
	id: string;
	name: string;
	/** Null if the application has no Messages capability. */
	messages: {
		version: string | null;
		/** Address of `inbound_url`; null where none is set. */
		inbound: string | null;
		/** Address of `status_url`; null where none is set. */
		status: string | null;
	} | null;
	/** The whole object as received, because an update replaces all of it. */
	whole: Record<string, unknown>;
}

/** @throws NodeApiError, VonageUnreachable */
export async function listApplications(
	session: VonageSession,
	page: number,
): Promise<{ applications: Application[]; pages: number }> {
	const body = await session.ask(
		{
			host: 'api',
			method: 'GET',
			path: '/v2/applications',
			query: { page_size: '100', page: String(page) },
		},
		"list the account's applications",
	);
	const embedded = isRecord(body) ? body._embedded : undefined;
	if (!isRecord(body) || !isRecord(embedded) || !Array.isArray(embedded.applications)) {
		throw session.notVonage("it isn't a list of applications");
	}
	return {
		applications: recordsOf(embedded.applications).flatMap(parseApplication),
		pages: Number(body.total_pages ?? 1),
	};
}

/**
 * @returns null if the account has no such application
 * @throws NodeApiError, VonageUnreachable
 */
export async function findApplication(
	session: VonageSession,
	id: string,
): Promise<Application | null> {
	const response = await session.request({
		host: 'api',
		method: 'GET',
		path: applicationPath(id),
	});
	if (response.status === 404) return null;
	const body = session.bodyOf(response, 'get the application');
	const [application] = isRecord(body) ? parseApplication(body) : [];
	if (application === undefined) throw session.notVonage("it isn't an application");
	return application;
}

/**
 * Changes the given webhooks of the Messages capability and sends everything else back as received, including keys,
 * because an update removes everything that it leaves out. If no webhook is left, the capability is removed,
 * because Vonage accepts it only with both URLs.
 *
 * @returns Vonage's refusal, null on success
 * @throws VonageUnreachable
 */
export async function setApplicationUrls(
	session: VonageSession,
	application: Application,
	urls: { inbound?: string | null; status?: string | null },
): Promise<VonageRefusal | null> {
	const response = await session.request({
		host: 'api',
		method: 'PUT',
		path: applicationPath(application.id),
		json: withUrls(application.whole, urls),
	});
	return refusalOf(response);
}

function withUrls(
	whole: Record<string, unknown>,
	urls: { inbound?: string | null; status?: string | null },
): Record<string, unknown> {
	const capabilities = isRecord(whole.capabilities) ? whole.capabilities : {};
	const messages = isRecord(capabilities.messages) ? capabilities.messages : { version: 'v1' };
	const before = isRecord(messages.webhooks) ? messages.webhooks : {};
	const webhooks = withUrl(withUrl(before, 'inbound_url', urls.inbound), 'status_url', urls.status);
	const hasWebhook = Object.keys(webhooks).length > 0;
	return {
		...omit(whole, 'id', '_links'),
		// Vonage keeps only the public key. If a response contains a private key, it must not be sent back.
		...(isRecord(whole.keys) && { keys: omit(whole.keys, 'private_key') }),
		capabilities: hasWebhook
			? { ...capabilities, messages: { ...messages, webhooks } }
			: omit(capabilities, 'messages'),
	};
}

function withUrl(
	webhooks: Record<string, unknown>,
	name: 'inbound_url' | 'status_url',
	address: string | null | undefined,
): Record<string, unknown> {
	if (address === undefined) return webhooks;
	if (address === null) return omit(webhooks, name);
	const before = isRecord(webhooks[name]) ? webhooks[name] : { http_method: 'POST' };
	return { ...webhooks, [name]: { ...before, address } };
}

function parseApplication(whole: Record<string, unknown>): Application[] {
	const id = textOf(whole.id);
	if (id === null) return [];
	const { messages } = isRecord(whole.capabilities) ? whole.capabilities : {};
	return [{ id, name: textOf(whole.name) ?? id, messages: parseMessages(messages), whole }];
}

function parseMessages(messages: unknown): Application['messages'] {
	if (!isRecord(messages)) return null;
	const webhooks = isRecord(messages.webhooks) ? messages.webhooks : {};
	return {
		version: textOf(messages.version),
		inbound: addressOf(webhooks.inbound_url),
		status: addressOf(webhooks.status_url),
	};
}

function addressOf(webhook: unknown): string | null {
	return isRecord(webhook) ? textOf(webhook.address) : null;
}

function applicationPath(id: string): string {
	return `/v2/applications/${encodeURIComponent(id)}`;
}
