import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

export type Slot = 'inbound' | 'status';

/** Where the parameters of the node say that its webhook goes. */
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
			throw new NodeOperationError(context.getNode(), 'Choose where to register the webhook', {
				description: `"Receive From" is "${String(registration)}". It takes number, account, application or manual.`,
			});
	}
}

/** The webhooks that the chosen events need. */
export function readSlots(context: IHookFunctions): Slot[] {
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

/** E.164 has 15 digits at most; short codes have as few as 3. */
const MSISDN = /^\d{3,15}$/;

function readNumbers(context: IHookFunctions): string[] {
	const given = asList(context.getNodeParameter('numbers', []));
	if (given.length === 0) {
		throw new NodeOperationError(context.getNode(), 'Choose at least one number', {
			description:
				'"Number Names or IDs" is empty. Choose from the list, or give an expression whose value is an array or a comma list.',
		});
	}
	const numbers = given.map((number) => number.replace(/[\s()./-]/g, '').replace(/^(\+|00)/, ''));
	const wrong = given.filter((_, index) => !MSISDN.test(numbers[index] ?? ''));
	if (wrong.length > 0) {
		throw new NodeOperationError(
			context.getNode(),
			`"Number Names or IDs" holds what is no phone number: ${wrong.join(', ')}`,
			{ description: 'Numbers are written with their country code, such as +447700900123.' },
		);
	}
	return [...new Set(numbers)];
}

function readApplication(context: IHookFunctions): string {
	const id = context.getNodeParameter('application', '', { extractValue: true });
	if (typeof id === 'string' && id.trim() !== '') return id.trim();
	throw new NodeOperationError(context.getNode(), 'Choose an application', {
		description: '"Application" is empty. Choose one from the list or give its ID.',
	});
}

/** An array, a comma list, or a single value, as texts that are not empty. */
function asList(value: unknown): string[] {
	const list = Array.isArray(value) ? value : String(value ?? '').split(',');
	return list.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}
