import { refusalOf, type VonageRefusal } from './errors';
import { isRecord, textOf } from './json';
import type { VonageSession } from './session';

/** The account's own webhooks, for numbers that have none and for receipts; null where none is set. */
export interface AccountUrls {
	/** `moCallBackUrl`. */
	inbound: string | null;
	/** `drCallBackUrl`. */
	status: string | null;
}

/** @throws NodeApiError, VonageUnreachable */
export async function readAccountUrls(session: VonageSession): Promise<AccountUrls> {
	// A POST that changes nothing is how the Account API reads.
	const body = await session.ask(settings({}), 'read the settings of the account');
	const read = isRecord(body) ? body : {};
	return {
		inbound: textOf(read['mo-callback-url']),
		status: textOf(read['dr-callback-url']),
	};
}

/**
 * Changes the URLs that are given and no other setting: `httpForwardMethod` in particular concerns every number and
 * cannot be read back.
 *
 * @returns Vonage's refusal, null when done
 * @throws VonageUnreachable
 */
export async function setAccountUrls(
	session: VonageSession,
	urls: Partial<AccountUrls>,
): Promise<VonageRefusal | null> {
	const { inbound, status } = urls;
	const response = await session.request(
		settings({
			...(inbound !== undefined && { moCallBackUrl: inbound ?? '' }),
			...(status !== undefined && { drCallBackUrl: status ?? '' }),
		}),
	);
	return refusalOf(response);
}

function settings(form: Record<string, string>) {
	return { host: 'rest', method: 'POST', path: '/account/settings', form } as const;
}
