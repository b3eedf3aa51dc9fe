import parsePhoneNumber from 'libphonenumber-js';
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { listNumbers, openSession, type Traffic, type VirtualNumber } from '../vonage';

/** `getNumbers`: every number of the account that can SMS, by country, in a form that people read. */
export async function getNumbers(
	this: ILoadOptionsFunctions,
	traffic?: Traffic,
): Promise<INodePropertyOptions[]> {
	const numbers = await listNumbers(await openSession(this, traffic));
	return numbers
		.filter(({ features }) => features.includes('SMS'))
		.map(optionOf)
		.sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

function optionOf({ msisdn, country, type }: VirtualNumber): INodePropertyOptions {
	const isShortCode = type === 'mobile-shortcode';
	const number = isShortCode
		? msisdn
		: (parsePhoneNumber(`+${msisdn}`)?.formatInternational() ?? `+${msisdn}`);
	return { name: `${countryName(country)}: ${number}`, value: msisdn };
}

function countryName(country: string): string {
	return /^[A-Z]{2}$/.test(country) ? (countries.of(country) ?? country) : country;
}
