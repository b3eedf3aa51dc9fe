import type { INodeProperties } from 'n8n-workflow';
import { storageField } from '../fields/storage';

/** Where the trigger keeps the register. */
export const registerField = storageField(
	'Where the opt-out register is stored. Must be the same as in the Vonage SMS Trigger that receives the messages.',
);

/**
 * The same for operations that send. It cannot depend on the option that uses it: n8n decides about a parameter before
 * it reads collections.
 */
export const registerWhileSendingField = storageField(
	"Where the opt-out register is stored. Must be the same as in the Vonage SMS Trigger. Only used with the 'Respect Opt-Out' option.",
);

/** Whose opt-out it is about, and for which own number. */
export function personFields(ownNumberDescription: string): INodeProperties[] {
	return [
		{
			displayName: 'Phone Number',
			name: 'phoneNumber',
			type: 'string',
			default: '={{ $json.from }}',
			required: true,
			placeholder: 'e.g. +447700900123',
			description: 'Phone number of the person, with country code',
		},
		{
			displayName: 'Own Number',
			name: 'ownNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. +447700900001',
			description: ownNumberDescription,
		},
		registerField,
	];
}
