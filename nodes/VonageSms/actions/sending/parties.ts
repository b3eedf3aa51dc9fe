import type { IExecuteFunctions } from 'n8n-workflow';
import { toE164 } from '../../phone';
import { readText, refuseItem } from '../parameters';
import type { SendOperation } from './outgoing';

/** Digits of a phone number with what people write between them. */
const numberLike = /^\+?[\d\s().\/-]+$/;
/** Short codes have up to six digits; Vonage takes recipients of 7 to 15. */
const longestShortCode = 6;

/**
 * The recipient in Vonage's form: E.164 digits without `+`.
 *
 * @throws NodeOperationError for what is no phone number; names and short codes get a message of their own
 */
export function readRecipient(
	context: IExecuteFunctions,
	operation: SendOperation,
	itemIndex: number,
	country: string | undefined,
): string {
	const value = partyOf(context, operation, itemIndex, 'to', 'from');
	const refuse = (message: string, description: string) =>
		refuseItem(context, itemIndex, message, description);
	if (value === '') {
		throw refuse(
			'"To" is empty',
			operation === 'reply'
				? 'Let the expression point at "from" of the Vonage SMS Trigger, such as {{ $(\'Vonage SMS Trigger\').item.json.from }}'
				: "Give the recipient's number, such as +447700900123",
		);
	}
	if (!numberLike.test(value)) {
		throw refuse(
			`"To" is a name (${value.slice(0, 20)}) and no phone number`,
			operation === 'reply'
				? 'The message came from an alphanumeric sender, which nobody can reply to. Leave such items out with a Filter node: "from" begins with + for real numbers'
				: "Give the recipient's number, such as +447700900123",
		);
	}
	if (value.replace(/\D/g, '').length <= longestShortCode) {
		throw refuse(
			`"To" is a short code (${value})`,
			'Vonage sends to phone numbers of 7 to 15 digits alone. Leave such items out with a Filter node before this one',
		);
	}
	const number = toE164(value, country);
	if (number !== null) return number.slice(1);
	throw refuse(
		`"To" is no valid phone number (${value.slice(0, 20)})`,
		'Write it with the country code, such as +447700900123, or choose the "Default Country" of national numbers in the options',
	);
}

/**
 * The sender as Vonage takes it and as items show it: a number, a short code, or a name.
 *
 * @throws NodeOperationError when it is empty
 */
export function readSender(
	context: IExecuteFunctions,
	operation: SendOperation,
	itemIndex: number,
	country: string | undefined,
): { wire: string; shown: string } {
	const value = partyOf(context, operation, itemIndex, 'from', 'to');
	if (value === '') {
		throw refuseItem(
			context,
			itemIndex,
			'"From" is empty',
			"Choose one of your Vonage numbers, or give a name where the recipient's country allows it",
		);
	}
	const digits = value.replace(/\D/g, '');
	if (!numberLike.test(value)) return { wire: value, shown: value };
	if (digits.length <= longestShortCode) return { wire: digits, shown: digits };
	const shown = toE164(value, country) ?? digits;
	return { wire: shown.replace('+', ''), shown };
}

/** A reply whose field was left empty takes the other party of the message in the input item. */
function partyOf(
	context: IExecuteFunctions,
	operation: SendOperation,
	itemIndex: number,
	parameter: 'from' | 'to',
	crossed: 'from' | 'to',
): string {
	const value = readText(context, parameter, itemIndex).trim();
	if (value !== '' || operation !== 'reply') return value;
	const other = context.getInputData()[itemIndex]?.json[crossed];
	return typeof other === 'string' ? other.trim() : '';
}
