import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A phone number in Vonage's format (international without `+`, or with `+` or `00`) in E.164; null for sender IDs,
 * short codes, and missing numbers. For numbers typed by people, see `readPhoneNumber`.
 *
 * @returns `+` and digits only
 */
export function toE164(value: string): string | null {
	if (!/^\s*\+?[\d\s().\-/]+$/.test(value)) return null;
	const digits = value.replace(/\D/g, '');
	const hasPlus = value.trimStart().startsWith('+');
	return international(!hasPlus && digits.startsWith('00') ? digits.slice(2) : digits);
}

/** ISO 3166 alpha-2; null for a number without a country, or in an unused range. */
export function countryOf(e164: string): string | null {
	return parsePhoneNumberFromString(e164)?.country ?? null;
}

/** E.164 has at most 15 digits and no leading zero; anything below 7 digits is a short code. */
function international(digits: string): string | null {
	return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}
