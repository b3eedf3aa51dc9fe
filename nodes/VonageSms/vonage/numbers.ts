import { refusalOf, type VonageRefusal } from './errors';
import { isRecord, recordsOf, textOf } from './json';
import type { VonageSession } from './session';

/** A virtual number of the account (Numbers API). */
export interface VirtualNumber {
	/** Digits without `+`. */
	msisdn: string;
	/** ISO 3166 alpha-2. */
	country: string;
	/** `mobile-lvn`, `landline`, `landline-toll-free`, `mobile-shortcode`. */
	type: string;
	features: string[];
	/** `moHttpUrl`; null where none is set. */
	inboundUrl: string | null;
	/** Everything else that an update would reset if it left it out. */
	settings: Record<string, string>;
}

/** Most numbers that the list gives at once. */
const PAGE = 100;

/** Up to so many numbers are looked up one by one; past that the whole list is cheaper. */
const FEW = 3;

/**
 * Those of the numbers that the account has.
 *
 * @param msisdns digits without `+`
 * @throws NodeApiError, VonageUnreachable
 */
export async function findNumbers(
	session: VonageSession,
	msisdns: readonly string[],
): Promise<VirtualNumber[]> {
	if (msisdns.length > FEW) {
		return (await listNumbers(session)).filter(({ msisdn }) => msisdns.includes(msisdn));
	}
	const found: VirtualNumber[] = [];
	for (const wanted of msisdns) {
		const { numbers } = await listPage(session, 1, { pattern: wanted, search_pattern: '0' });
		found.push(...numbers.filter(({ msisdn }) => msisdn === wanted));
	}
	return found;
}

/**
 * Every number of the account, a hundred a second.
 *
 * @throws NodeApiError, VonageUnreachable
 */
export async function listNumbers(session: VonageSession): Promise<VirtualNumber[]> {
	const all: VirtualNumber[] = [];
	for (let index = 1; ; index++) {
		const { numbers, count } = await listPage(session, index, {});
		all.push(...numbers);
		if (numbers.length === 0 || all.length >= count) return all;
		session.context.logger.info(`Vonage: ${all.length} of ${count} numbers listed`);
	}
}

/**
 * Sets or removes `moHttpUrl` and sends everything else again: what an update leaves out, Vonage resets
 * (Nexmo/nexmo-cli issue 83).
 *
 * @param url null removes it
 * @returns Vonage's refusal, null when done
 * @throws VonageUnreachable
 */
export async function setInboundUrl(
	session: VonageSession,
	number: VirtualNumber,
	url: string | null,
): Promise<VonageRefusal | null> {
	const { country, msisdn, settings } = number;
	const response = await session.request({
		host: 'rest',
		method: 'POST',
		path: '/number/update',
		form: { country, msisdn, ...settings, moHttpUrl: url ?? '' },
	});
	return refusalOf(response);
}

async function listPage(
	session: VonageSession,
	index: number,
	search: Record<string, string>,
): Promise<{ numbers: VirtualNumber[]; count: number }> {
	const body = await session.ask(
		{
			host: 'rest',
			method: 'GET',
			path: '/account/numbers',
			query: { ...search, size: String(PAGE), index: String(index) },
		},
		'list the numbers of the account',
		'list',
	);
	const { count, numbers } = isRecord(body) ? body : {};
	return { numbers: recordsOf(numbers).flatMap(parseNumber), count: Number(count ?? 0) };
}

function parseNumber(record: Record<string, unknown>): VirtualNumber[] {
	const msisdn = textOf(record.msisdn);
	const country = textOf(record.country);
	if (msisdn === null || country === null) return [];
	return [
		{
			msisdn,
			country,
			type: textOf(record.type) ?? '',
			features: Array.isArray(record.features) ? record.features.map(String) : [],
			inboundUrl: textOf(record.moHttpUrl),
			settings: settingsOf(record),
		},
	];
}

const SETTINGS = [
	'app_id',
	'moSmppSysType',
	'voiceCallbackType',
	'voiceCallbackValue',
	'voiceStatusCallback',
] as const;

/** The deprecated names of `app_id`: shown beside it, and to be sent only where it is missing. */
const DEPRECATED = ['messagesCallbackType', 'messagesCallbackValue'] as const;

function settingsOf(record: Record<string, unknown>): Record<string, string> {
	const names = textOf(record.app_id) === null ? [...SETTINGS, ...DEPRECATED] : SETTINGS;
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = textOf(record[name]);
			return value === null ? [] : [[name, value]];
		}),
	);
}
