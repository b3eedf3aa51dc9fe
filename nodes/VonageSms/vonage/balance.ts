import { isRecord } from './json';

/** Reads what is left on the account: the cheapest question that only the right key and secret get answered. */
export const balanceRequest = {
	host: 'rest',
	method: 'GET',
	path: '/account/get-balance',
} as const;

export interface Balance {
	/** EUR, whatever the country of the account; null where the answer does not say. */
	value: number | null;
	autoReload: boolean;
}

/** @param body of an answer of the Account API that is a success */
export function balanceOf(body: unknown): Balance {
	const { value, autoReload } = isRecord(body) ? body : {};
	return { value: typeof value === 'number' ? value : null, autoReload: autoReload === true };
}
