import { refusalOf, type VonageRefusal } from './errors';
import { isRecord, textOf } from './json';
import type { VonageSession } from './session';

/** The account's own webhooks, for numbers that have none and for receipts; null where none is set. */
interface AccountUrls {
	/** `moCallBackUrl`. */
	inbound: string | null;
	/** `drCallBackUrl`. */
	status: string | null;
}

/** What an answer may contain: a URL that is not set may be missing. */
const SHOWN = ['mo-callback-url', 'dr-callback-url', 'max-outbound-request'];

/** @throws NodeApiError, VonageUnreachable, NodeOperationError where something else than Vonage answered */
export async function readAccountUrls(session: VonageSession): Promise<AccountUrls> {
	// A POST that changes nothing is how the Account API reads.
	const body = await session.ask(settings({}), 'get the account settings');
	if (!isRecord(body) || !SHOWN.some((name) => name in body)) {
		throw session.notVonage("it doesn't contain the account settings");
	}
	return {
		inbound: textOf(body['mo-callback-url']),
		status: textOf(body['dr-callback-url']),
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

/** Reads what is left on the account: the cheapest request that only the right key and secret can make. */
export const balanceRequest = {
	host: 'rest',
	method: 'GET',
	path: '/account/get-balance',
} as const;

interface Balance {
	/** EUR, whatever the country of the account; null where the answer does not say. */
	value: number | null;
	autoReload: boolean;
}

/** @param body of an answer of the Account API that is a success */
export function balanceOf(body: unknown): Balance {
	const { value, autoReload } = isRecord(body) ? body : {};
	return { value: typeof value === 'number' ? value : null, autoReload: autoReload === true };
}
