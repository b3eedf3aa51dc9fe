import {
	isSupportedCountry,
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
} from 'libphonenumber-js/min';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/min';

/** The kind of text in a phone number parameter. */
export type PhoneNumberReading =
	| { kind: 'empty' }
	/** `e164`: `+` and digits only. */
	| { kind: 'number'; e164: string }
	/** 3 to 6 digits without `+`. */
	| { kind: 'shortCode'; digits: string }
	/** Letters, as in ACME; without invisible characters. */
	| { kind: 'senderId'; text: string }
	| { kind: 'invalid'; problem: PhoneNumberProblem };

/**
 * `several`: more than one number. `countryCode`: no existing country code. `tooShort`, `tooLong`: for its country.
 * `characters`: contains characters that aren't allowed in a number.
 */
type PhoneNumberProblem =
	'several' | 'countryCode' | 'tooShort' | 'tooLong' | 'characters' | 'defaultCountry';

/**
 * Reads a phone number that a person typed or copied: with `+`, `00`, or only the country code, with or without a
 * trunk zero in brackets, with punctuation and digits of any script and invisible direction marks, or as a `tel:`
 * URI (RFC 3966).
 *
 * @param defaultCountry ISO 3166 alpha-2: numbers without a country code belong to it
 */
export function readPhoneNumber(value: string, defaultCountry?: string): PhoneNumberReading {
	const country = defaultCountry?.trim().toUpperCase() ?? '';
	if (country !== '' && !isSupportedCountry(country)) return invalid('defaultCountry');
	const text = plain(value);
	if (text === '') return { kind: 'empty' };
	if (/[,;|\r\n\u2028]|\d[\s(]*\+/.test(text)) return invalid('several');
	const isNumber = /^[(\s]*\+?[\d\s().\-/]+$/.test(text) && /\d/.test(text);
	if (!isNumber) return letters(text);
	const digits = text.replace(/\D/g, '');
	if (/^[(\s]*\+/.test(text)) return international(digits);
	if (digits.length <= longestShortCode && digits.length >= 3) return { kind: 'shortCode', digits };
	if (digits.startsWith('00')) return international(digits.slice(2));
	return (country ? national(digits, country as CountryCode) : null) ?? international(digits);
}

/** The text, cut to 30 characters, with each invisible character shown as `[U+200B]`. */
export function visible(value: string): string {
	const shown = Array.from(value.trim(), (character) =>
		/[\p{C}\p{Zl}\p{Zp}\u00A0\u034F\u115F\u1160\u3164\uFE00-\uFE0F\uFFA0]/u.test(character)
			? `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
			: character,
	);
	return shown.length > 30 ? `${shown.slice(0, 30).join('')}…` : shown.join('');
}

const longestShortCode = 6;

function invalid(problem: PhoneNumberProblem): PhoneNumberReading {
	return { kind: 'invalid', problem };
}

/**
 * The text with full-width and other compatibility characters, digits of any script, dashes, and brackets as ASCII,
 * and without zero-width characters and the scheme and parameters of a URI.
 */
function plain(value: string): string {
	const ascii = value
		.normalize('NFKC')
		.replace(/[\p{Cf}\u034F\u115F\u1160\u3164\uFE00-\uFE0F\uFFA0\u20E3]/gu, '')
		.replace(/[\p{Pd}\u2212\u30FC]/gu, '-')
		.replace(/[\u00B7\u2022\u2024\u2027\u30FB]/g, '.')
		.replace(/[[{\u3010\u3014]/g, '(')
		.replace(/[\]}\u3011\u3015]/g, ')')
		.replace(/\p{Nd}/gu, digitOf)
		.trim();
	const uri = /^(?:tel|sms|smsto|callto):(?:\/\/)?([^;?]*)([;?].*)?$/i.exec(ascii);
	if (!uri) return ascii;
	const [, number = '', parameters = ''] = uri;
	const context = /;phone-context=(\+[\d-]+)/i.exec(parameters)?.[1] ?? '';
	return `${context}${number.replace(/%2B/gi, '+').replace(/%20/g, ' ')}`.trim();
}

/** In Unicode, the ten digits of a script are consecutive, starting with zero. */
function digitOf(character: string): string {
	const codePoint = character.codePointAt(0) ?? 0;
	let zero = codePoint;
	while (zero > 0x30 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
	return String((codePoint - zero) % 10);
}

/** A sender ID consists of letters with at most a few digits. A number with letters in it is a typing mistake. */
function letters(text: string): PhoneNumberReading {
	const digits = text.replace(/\D/g, '').length;
	const isSenderId =
		/\p{L}/u.test(text) && !text.includes('+') && digits < 7 && !/\p{Cc}/u.test(text);
	return isSenderId ? { kind: 'senderId', text } : invalid('characters');
}

/** @param digits with the country code in front */
function international(digits: string): PhoneNumberReading {
	// Mexico dropped the 1 before mobile numbers in 2019; some networks still send it.
	const current = /^521\d{10}$/.test(digits) ? `52${digits.slice(3)}` : digits;
	const parsed = parsePhoneNumberFromString(`+${current}`);
	const number = parsed && withoutStrayZero(parsed);
	if (number?.isPossible() && /^\+[1-9]\d{6,14}$/.test(number.number)) {
		return { kind: 'number', e164: number.number };
	}
	if (current.length > 15) return invalid('tooLong');
	const fault = validatePhoneNumberLength(number?.number ?? `+${current}`);
	if (fault === 'INVALID_COUNTRY') return invalid('countryCode');
	return invalid(fault === 'TOO_LONG' ? 'tooLong' : 'tooShort');
}

/**
 * libphonenumber removes the trunk prefix if the country has one, and keeps Italy's zero, which is part of the
 * number. People also write "(0)" in numbers of countries that have neither: it's removed if the number is valid
 * without it.
 */
function withoutStrayZero(number: PhoneNumber): PhoneNumber {
	const { countryCallingCode, nationalNumber } = number;
	if (number.isValid() || !nationalNumber.startsWith('0')) return number;
	const without = parsePhoneNumberFromString(
		`+${countryCallingCode}${nationalNumber.replace(/^0+/, '')}`,
	);
	return without?.isPossible() ? without : number;
}

/** Null for digits that aren't a number of this country. */
function national(digits: string, country: CountryCode): PhoneNumberReading | null {
	const own = parsePhoneNumberFromString(`+${digits}`);
	if (own?.country === country && own.isValid()) return { kind: 'number', e164: own.number };
	const number = parsePhoneNumberFromString(digits, country);
	return number?.isPossible() ? international(number.number.slice(1)) : null;
}
