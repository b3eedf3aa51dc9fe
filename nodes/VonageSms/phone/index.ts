import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';

/**
 * A phone number in E.164, null for what is none: names, short codes, nothing. Numbers come as Vonage
 * writes them (international without `+`), or as people do: with `+` or `00`, spaces and punctuation,
 * and, where a default country (ISO 3166 alpha-2) is given, in that country's own way of writing.
 *
 * @returns `+` and digits alone
 */
export function toE164(value: string, defaultCountry?: string): string | null {
	if (!/^\s*\+?[\d\s().\-/]+$/.test(value)) return null;
	const digits = value.replace(/\D/g, '');
	if (value.trimStart().startsWith('+')) return international(digits);
	if (digits.startsWith('00')) return international(digits.slice(2));
	return (defaultCountry ? nationalFirst(digits, defaultCountry) : null) ?? international(digits);
}

/** ISO 3166 alpha-2; null where the number is of no country, or of a range not in use. */
export function countryOf(e164: string): string | null {
	return parsePhoneNumberFromString(e164)?.country ?? null;
}

/** E.164 has 15 digits at most and no leading zero; below 7 digits it is a short code. */
function international(digits: string): string | null {
	return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

/** The country's own number with its calling code in front, else as dialled within the country. */
function nationalFirst(digits: string, country: string): string | null {
	const code = country.toUpperCase();
	if (!isSupportedCountry(code)) return null;
	return ownInternational(digits, code) ?? ownNational(digits, code);
}

function ownInternational(digits: string, country: CountryCode): string | null {
	const number = parsePhoneNumberFromString(`+${digits}`);
	return number?.country === country && number.isValid() ? international(digits) : null;
}

function ownNational(digits: string, country: CountryCode): string | null {
	const number = parsePhoneNumberFromString(digits, country);
	return number?.isPossible() ? international(number.number.slice(1)) : null;
}
