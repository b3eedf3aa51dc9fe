import { readPhoneNumber, visible } from '../../phone';
import type { PhoneNumberReading } from '../../phone';
import type { ItemReader } from '../itemReader';

export type SendOperation = 'send' | 'reply' | 'sendAndWait';

/** A sender as Vonage accepts it and as items show it. */
export interface Sender {
	/** Digits without `+`, or a sender ID. */
	wire: string;
	/** E.164 with `+` for a number. */
	shown: string;
}

/**
 * The recipient in Vonage's form: E.164 digits without `+`.
 *
 * @throws NodeOperationError for anything but one phone number
 */
export function readRecipient(
	item: ItemReader,
	operation: SendOperation,
	country: string | undefined,
): string {
	const value = partyOf(item, operation, 'to', 'from');
	const reading = readPhoneNumber(value, country);
	const shown = visible(value);
	switch (reading.kind) {
		case 'number':
			return reading.e164.slice(1);
		case 'empty':
			throw item.refuse(
				operation === 'reply'
					? "'To' is empty. Use an expression that returns 'from' of the Vonage SMS Trigger, such as {{ $('Vonage SMS Trigger').item.json.from }}."
					: "'To' is empty. Enter the recipient's phone number, such as +447700900123.",
			);
		case 'senderId':
			throw item.refuse(
				operation === 'reply'
					? `'To' is an alphanumeric sender ID (${shown}), not a phone number, so it can't receive replies. Remove these items with a Filter node: 'from' starts with + only for phone numbers.`
					: `'To' is an alphanumeric sender ID (${shown}), not a phone number. Enter the recipient's phone number, such as +447700900123.`,
			);
		case 'shortCode':
			throw item.refuse(
				`'To' is a short code (${shown}). Vonage sends only to phone numbers with 7 to 15 digits. Remove these items with a Filter node.`,
			);
		case 'invalid':
			throw item.refuse(invalidNumber('To', shown, reading));
	}
}

/**
 * The sender: a phone number, a short code, or a sender ID.
 *
 * @throws NodeOperationError when it is empty or none of these
 */
export function readSender(
	item: ItemReader,
	operation: SendOperation,
	country: string | undefined,
): Sender {
	const value = partyOf(item, operation, 'from', 'to');
	const reading = readPhoneNumber(value, country);
	switch (reading.kind) {
		case 'number':
			return { wire: reading.e164.slice(1), shown: reading.e164 };
		case 'shortCode':
			return { wire: reading.digits, shown: reading.digits };
		case 'senderId':
			return { wire: reading.text, shown: reading.text };
		case 'empty':
			throw item.refuse(
				"'From' is empty. Choose one of your Vonage numbers, or enter a sender ID if the recipient's country allows it.",
			);
		case 'invalid':
			throw item.refuse(invalidNumber('From', visible(value), reading));
	}
}

function invalidNumber(
	label: string,
	shown: string,
	{ problem }: Extract<PhoneNumberReading, { kind: 'invalid' }>,
): string {
	const example = 'Enter it with the country code, such as +447700900123.';
	switch (problem) {
		case 'several':
			return `'${label}' contains several phone numbers (${shown}). Pass one item for each number, for example with a Split Out node.`;
		case 'defaultCountry':
			return "'Default Country' isn't a country code. Enter two letters, such as GB for the United Kingdom.";
		case 'countryCode':
			return `'${label}' isn't a valid phone number (${shown}): it doesn't start with a country code. Enter it as +447700900123, or add the 'Default Country' option to use national numbers.`;
		case 'tooShort':
			return `'${label}' isn't a valid phone number (${shown}): it has too few digits. ${example}`;
		case 'tooLong':
			return `'${label}' isn't a valid phone number (${shown}): it has too many digits. ${example}`;
		case 'characters':
			return `'${label}' isn't a valid phone number (${shown}): it contains characters that aren't allowed in a phone number. ${example}`;
	}
}

/** A reply whose field is empty uses the other party of the message in the input item. */
function partyOf(
	item: ItemReader,
	operation: SendOperation,
	parameter: 'from' | 'to',
	crossed: 'from' | 'to',
): string {
	const value = item.text(parameter).trim();
	if (value !== '' || operation !== 'reply') return value;
	const other = item.json[crossed];
	return typeof other === 'string' ? other.trim() : '';
}
