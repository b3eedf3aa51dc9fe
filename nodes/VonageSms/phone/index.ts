import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';

export interface PhoneNumber {
	/** With `+`, digits alone. */
	e164: string;
	/** ISO 3166 alpha-2; null where the number is of no country, or of a range not in use. */
	country: string | null;
}

/**
 * A phone number in E.164, null for what is none: names, short codes, nothing. Numbers come as Vonage
 * writes them (international without `+`), or as people do: with `+` or `00`, spaces and punctuation,
 * and, where a default country (ISO 3166 alpha-2) is given, in that country's own way of writing.
 */
export function toE164(value: string, defaultCountry?: string): PhoneNumber | null {
	if (!/^\s*\+?[\d\s().\-/]+$/.test(value)) return null;
	const digits = value.replace(/\D/g, '');
	if (value.trimStart().startsWith('+')) return international(digits);
	if (digits.startsWith('00')) return international(digits.slice(2));
	return (defaultCountry ? nationalFirst(digits, defaultCountry) : null) ?? international(digits);
}

/** E.164 has 15 digits at most and no leading zero; below 7 digits it is a short code. */
function international(digits: string): PhoneNumber | null {
	if (!/^[1-9]\d{6,14}$/.test(digits)) return null;
	const e164 = `+${digits}`;
	return { e164, country: parsePhoneNumberFromString(e164)?.country ?? null };
}

/** The country's own number with its calling code in front, else as dialled within the country. */
function nationalFirst(digits: string, country: string): PhoneNumber | null {
	const code = country.toUpperCase();
	if (!isSupportedCountry(code)) return null;
	return ownInternational(digits, code) ?? ownNational(digits, code);
}

function ownInternational(digits: string, country: CountryCode): PhoneNumber | null {
	const number = parsePhoneNumberFromString(`+${digits}`);
	return number?.country === country && number.isValid() ? international(digits) : null;
}

function ownNational(digits: string, country: CountryCode): PhoneNumber | null {
	const number = parsePhoneNumberFromString(digits, country);
	return number?.isPossible() ? international(number.number.slice(1)) : null;
}
