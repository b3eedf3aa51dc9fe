import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

/** An owner's webhook: for messages or for delivery receipts. */
export type WebhookKind = 'inbound' | 'status';

/** Where to register the webhook, from the node's parameters. */
export type Destination =
	| { kind: 'number'; msisdns: string[] }
	| { kind: 'account' }
	| { kind: 'application'; id: string }
	| { kind: 'manual' };

/**
 * @returns for numbers: digits without `+`, each once
 * @throws NodeOperationError that names the parameter
 */
export function readDestination(context: IHookFunctions): Destination {
	const registration = context.getNodeParameter('registration', 'number');
	switch (registration) {
		case 'number':
			return { kind: 'number', msisdns: readNumbers(context) };
		case 'application':
			return { kind: 'application', id: readApplication(context) };
		case 'account':
		case 'manual':
			return { kind: registration };
		default:
			throw new NodeOperationError(
				context.getNode(),
				`'Receive From' is "${String(registration)}". Set it to number, account, application, or manual.`,
			);
	}
}

/** The webhooks needed for the selected events. */
export function readKinds(context: IHookFunctions): WebhookKind[] {
	const events = asList(context.getNodeParameter('events', ['message']));
	return [
		...(events.includes('message') ? ['inbound' as const] : []),
		...(events.includes('deliveryReceipt') ? ['status' as const] : []),
	];
}

export function readOnForeignUrl(context: IHookFunctions): 'replace' | 'refuse' {
	return context.getNodeParameter('options.onForeignUrl', 'replace') === 'refuse'
		? 'refuse'
		: 'replace';
}

function readNumbers(context: IHookFunctions): string[] {
	const given = asList(context.getNodeParameter('numbers', []));
	if (given.length === 0) {
		throw new NodeOperationError(
			context.getNode(),
			"'Number Names or IDs' is empty. Choose at least one number from the list, or use an expression that returns an array or a comma-separated list.",
		);
	}
	const numbers = given.map(digitsOf);
	const wrong = given.filter((_, index) => numbers[index] === null);
	if (wrong.length > 0) {
		throw new NodeOperationError(
			context.getNode(),
			`'Number Names or IDs' contains entries that aren't phone numbers with a country code: ${wrong.join(', ')}. Enter numbers with their country code, such as +447700900123.`,
		);
	}
	return [...new Set(numbers.filter((number) => number !== null))];
}

/** E.164 has 15 digits at most; short codes have as few as 3. */
const MSISDN = /^[1-9]\d{2,14}$/;

/**
 * A number in Vonage's format, from any common notation: full-width digits, any dash, invisible characters, a trunk
 * zero in brackets as in +44 (0) 7700. Null if it isn't a number, or if it's a national number without country
 * code.
 */
function digitsOf(text: string): string | null {
	const written = text.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}./]/gu, '');
	const international = /^\(?(\+|00)/.test(written) ? written.replace('(0)', '') : written;
	const digits = international.replace(/[()]/g, '').replace(/^(\+|00)/, '');
	return MSISDN.test(digits) ? digits : null;
}

function readApplication(context: IHookFunctions): string {
	const id = context.getNodeParameter('application', '', { extractValue: true });
	if (typeof id === 'string' && id.trim() !== '') return id.trim();
	throw new NodeOperationError(
		context.getNode(),
		"'Application' is empty. Choose an application from the list or enter its ID.",
	);
}

/** An array, a comma-separated list, or a single value, as non-empty strings. */
function asList(value: unknown): string[] {
	const list = Array.isArray(value) ? value.flat(Infinity) : String(value ?? '').split(',');
	return list.map((entry) => String(entry ?? '').trim()).filter((entry) => entry !== '');
}
