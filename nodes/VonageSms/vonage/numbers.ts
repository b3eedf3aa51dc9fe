import { refusalOf, type VonageRefusal } from './errors';
import { isRecord, recordsOf, textOf } from './json';
import type { VonageSession } from './session';

/** A virtual number of the account (Numbers API). */
export interface VirtualNumber {
	/** Digits without `+`. */
	msisdn: string;
	/** ISO 3166 alpha-2; null if Vonage doesn't return it. Such a number can be shown but not changed. */
	country: string | null;
	/** `mobile-lvn`, `landline`, `landline-toll-free`, `mobile-shortcode`. */
	type: string;
	features: string[];
	/** `moHttpUrl`; null if none is set. */
	inboundUrl: string | null;
	/** All other settings, which an update would reset if it left them out. */
	settings: Record<string, string>;
	/** Its position in the list, and when it was read, in milliseconds of the session's clock. */
	read: { page: number; search: Record<string, string>; at: number };
}

/** The form of a response without numbers; `noContent` includes `emptyObject`. */
type NoNumbers = 'emptyObject' | 'noContent';

/** Maximum page size of the list. */
const PAGE = 100;

/** Up to this many numbers are looked up one by one. For more, getting the whole list is cheaper. */
const FEW = 3;

/** Milliseconds after which a number is read again before an update sends back its settings. */
const FRESH = 3_000;

/**
 * The given numbers, without those that aren't on the account.
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
		const number = await findNumber(session, wanted);
		if (number) found.push(number);
	}
	return found;
}

async function findNumber(session: VonageSession, wanted: string): Promise<VirtualNumber | null> {
	const { numbers } = await listPage(session, 1, { pattern: wanted, search_pattern: '0' });
	return numbers.find(({ msisdn }) => msisdn === wanted) ?? null;
}

/**
 * All matching numbers of the account, at a hundred per second.
 *
 * @param search parameters of `GET /account/numbers`, such as `pattern`
 * @param none `{}` is Vonage's response if nothing matches. A response without content also occurs, but is
 *   accepted only where a wrong conclusion does no harm
 * @throws NodeApiError, VonageUnreachable, NodeOperationError if the list isn't complete
 */
export async function listNumbers(
	session: VonageSession,
	search: Record<string, string> = {},
	none: NoNumbers = 'emptyObject',
): Promise<VirtualNumber[]> {
	const all: VirtualNumber[] = [];
	for (let index = 1; ; index++) {
		const { numbers, count } = await listPage(session, index, search, none);
		all.push(...numbers);
		if (all.length >= count) return all;
		if (numbers.length === 0) throw incomplete(session, all.length, count);
		session.context.logger.info(`Vonage: ${all.length} of ${count} numbers listed`);
	}
}

function incomplete(session: VonageSession, listed: number, count: number): Error {
	return session.notVonage(`it lists ${listed} of ${count} numbers`);
}

/**
 * Sets or removes `moHttpUrl` and sends back all other settings, because Vonage resets settings that an update
 * leaves out (Nexmo/nexmo-cli issue 83).
 *
 * @param url null removes it
 * @returns Vonage's refusal, null on success
 * @throws VonageUnreachable
 */
export async function setInboundUrl(
	session: VonageSession,
	number: VirtualNumber,
	url: string | null,
): Promise<VonageRefusal | null> {
	const current = await readAgain(session, number);
	if (current === null) return { status: 420, reason: "it's no longer on this account" };
	const { country, msisdn, settings } = current;
	if (country === null) return { status: 420, reason: 'Vonage lists it without a country' };
	const response = await session.request({
		host: 'rest',
		method: 'POST',
		path: '/number/update',
		form: { country, msisdn, ...settings, moHttpUrl: url ?? '' },
	});
	return refusalOf(response);
}

/**
 * The number's current settings, so that an update doesn't undo changes made since. One page of the list serves a
 * hundred numbers.
 */
async function readAgain(
	session: VonageSession,
	number: VirtualNumber,
): Promise<VirtualNumber | null> {
	const { page, search, at } = number.read;
	const isFresh = (when: number) => session.limiter.clock.now() - when <= FRESH;
	if (isFresh(at)) return number;
	const name = JSON.stringify([page, search]);
	const pages = pagesOf(session);
	let known = pages.get(name);
	if (!known || !isFresh(known.at)) {
		const { numbers } = await listPage(session, page, search);
		known = { numbers, at: session.limiter.clock.now() };
		pages.set(name, known);
	}
	const isIt = ({ msisdn }: VirtualNumber) => msisdn === number.msisdn;
	return known.numbers.find(isIt) ?? (await findNumber(session, number.msisdn));
}

/** Pages of the list of numbers that were read again, by name. */
type Pages = Map<string, { numbers: VirtualNumber[]; at: number }>;

const pagesBySession = new WeakMap<VonageSession, Pages>();

function pagesOf(session: VonageSession): Pages {
	const pages = pagesBySession.get(session) ?? new Map();
	pagesBySession.set(session, pages);
	return pages;
}

async function listPage(
	session: VonageSession,
	index: number,
	search: Record<string, string>,
	none: NoNumbers = 'emptyObject',
): Promise<{ numbers: VirtualNumber[]; count: number }> {
	const body = await session.ask(
		{
			host: 'rest',
			method: 'GET',
			path: '/account/numbers',
			query: { ...search, size: String(PAGE), index: String(index) },
		},
		"list the account's numbers",
		'list',
	);
	if (body === '' && none === 'noContent') return { numbers: [], count: 0 };
	if (!isRecord(body)) throw session.notVonage("it isn't a list of numbers");
	const count = body.count === undefined ? 0 : Number(body.count);
	const records = recordsOf(body.numbers);
	if (!Number.isInteger(count) || records.length > count || (count > 0 && !body.numbers)) {
		throw session.notVonage("it isn't a list of numbers");
	}
	if (index === 1 && records.length < Math.min(count, PAGE)) {
		throw incomplete(session, records.length, count);
	}
	const read = { page: index, search, at: session.limiter.clock.now() };
	return { numbers: records.flatMap((record) => parseNumber(record, read)), count };
}

function parseNumber(
	record: Record<string, unknown>,
	read: VirtualNumber['read'],
): VirtualNumber[] {
	const msisdn = textOf(record.msisdn);
	if (msisdn === null) return [];
	return [
		{
			msisdn,
			country: textOf(record.country),
			type: textOf(record.type) ?? '',
			features: Array.isArray(record.features) ? record.features.map(String) : [],
			inboundUrl: textOf(record.moHttpUrl),
			settings: settingsOf(record),
			read,
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

/** The deprecated names of `app_id`, which are returned next to it and must be sent only if it's missing. */
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
