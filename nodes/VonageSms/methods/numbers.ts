import { createHash } from 'node:crypto';
import parsePhoneNumber from 'libphonenumber-js';
import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { shownUrl } from '../registration/urls';
import {
	listNumbers,
	openSession,
	readVonageCredential,
	withWholeMessage,
	type RateLimiter,
	type VirtualNumber,
} from '../vonage';

/**
 * `getNumbers`: all numbers of the account that support SMS, by country, in a readable format.
 *
 * @throws NodeOperationError with the whole text as its message, because n8n shows nothing else of an error here
 */
export async function getNumbers(
	this: ILoadOptionsFunctions,
	limiter?: RateLimiter,
): Promise<INodePropertyOptions[]> {
	const listing = openSession(this, limiter).then(async (session) => await listNumbers(session));
	const numbers = (await withWholeMessage(this, listing)).filter(canSms);
	if (numbers.length > 0) return numbers.map(optionWithUse).sort(byName);
	throw new NodeOperationError(
		this.getNode(),
		'This Vonage account has no number that can receive SMS. To buy one, go to Numbers > Buy numbers in the Vonage dashboard.',
	);
}

/**
 * `searchSenders`: the account's numbers that can send SMS, for the list of 'From'. Vonage searches for digits, so
 * that typing doesn't list a large account again and again. Country names are searched here.
 */
export async function searchSenders(
	this: ILoadOptionsFunctions,
	filter = '',
	_page?: string,
	limiter?: RateLimiter,
): Promise<INodeListSearchResult> {
	const digits = filter.replace(/[\s+()./-]/g, '');
	const isNumber = /^\d+$/.test(digits);
	const search: Record<string, string> = isNumber ? { pattern: digits, search_pattern: '1' } : {};
	const numbers = await withWholeMessage(this, recentList(this, search, limiter));
	const wanted = isNumber ? '' : filter.trim().toLowerCase();
	return {
		results: numbers
			.filter(canSms)
			.map(optionOf)
			.filter(({ name }) => name.toLowerCase().includes(wanted))
			.sort(byName),
	};
}

function canSms({ features }: VirtualNumber): boolean {
	return features.includes('SMS');
}

/** `United Kingdom: +44 7700 900001`; a short code as it is dialed. The value is the number in digits. */
function optionOf({ msisdn, country, type }: VirtualNumber): { name: string; value: string } {
	const isShortCode = type === 'mobile-shortcode';
	const number = isShortCode
		? msisdn
		: (parsePhoneNumber(`+${msisdn}`)?.formatInternational() ?? `+${msisdn}`);
	return { name: `${countryName(country)}: ${number}`, value: msisdn };
}

/** Says who has the number now: its SMS start the workflow that is published last, and no other. */
function optionWithUse(number: VirtualNumber): INodePropertyOptions {
	const option = optionOf(number);
	if (number.inboundUrl === null) return option;
	return { ...option, description: `In use: SMS go to ${shownUrl(number.inboundUrl)}` };
}

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

function countryName(country: string | null): string {
	if (country === null) return 'Unknown country';
	return /^[A-Z]{2}$/.test(country) ? (countries.of(country) ?? country) : country;
}

function byName(one: { name: string }, other: { name: string }): number {
	return one.name.localeCompare(other.name, 'en');
}

/** Milliseconds for which a list is reused while the user is typing. */
const RECENT = 60_000;

const lists = new Map<string, { numbers: Promise<VirtualNumber[]>; until: number }>();

/** The matching numbers, at most a minute old. Only for searching. */
async function recentList(
	context: ILoadOptionsFunctions,
	search: Record<string, string>,
	limiter?: RateLimiter,
): Promise<VirtualNumber[]> {
	const now = Date.now();
	for (const [name, { until }] of lists) if (until < now) lists.delete(name);
	// Only users with the same key and secret see the list.
	const { apiKey, apiSecret, restUrl } = await readVonageCredential(context);
	const who = JSON.stringify([apiKey, apiSecret, restUrl, search]);
	const name = createHash('sha256').update(who).digest('hex');
	const known = lists.get(name);
	if (known) return await known.numbers;
	const numbers = listNumbers(await openSession(context, limiter), search);
	lists.set(name, { numbers, until: now + RECENT });
	// A failed read is repeated next time.
	numbers.catch(() => lists.delete(name));
	return await numbers;
}
