import { refusalOf, type VonageRefusal } from './errors';
import { isRecord, textOf } from './json';
import type { VonageSession } from './session';

/** The account's webhooks, for numbers without their own and for delivery receipts; null if none is set. */
interface AccountUrls {
	/** `moCallBackUrl`. */
	inbound: string | null;
	/** `drCallBackUrl`. */
	status: string | null;
}

/** A response. URLs that aren't set may be missing. */
const SHOWN = ['mo-callback-url', 'dr-callback-url', 'max-outbound-request'];

/** @throws NodeApiError, VonageUnreachable, NodeOperationError if the response isn't from Vonage */
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
 * Changes only the given URLs. In particular, `httpForwardMethod` affects every number and can't be read back.
 *
 * @returns Vonage's refusal, null on success
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

/** Gets the balance: the cheapest request that needs the correct key and secret. */
export const balanceRequest = {
	host: 'rest',
	method: 'GET',
	path: '/account/get-balance',
} as const;

interface Balance {
	/** In EUR, regardless of the account's country; null if the response doesn't contain it. */
	value: number | null;
	autoReload: boolean;
}

/** @param body of a successful Account API response */
export function balanceOf(body: unknown): Balance {
	const { value, autoReload } = isRecord(body) ? body : {};
	return { value: typeof value === 'number' ? value : null, autoReload: autoReload === true };
}
