import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { additionalFields } from './fields/additionalFields';
import { apiFields, textFields } from './fields/content';
import { sendingOptions } from './fields/options';
import { senderField } from './fields/sender';
import { sendItems } from './sending/sendItems';
import type { Operation } from './operation';
import { registerWhileSendingField } from './optOut/fields';

const fields: INodeProperties[] = [
	senderField({
		default: { mode: 'list', value: '' },
		required: true,
		description:
			"One of your Vonage numbers, or an alphanumeric sender ID if the recipient's country allows it",
	}),
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +447700900123',
		description:
			"Phone number of the recipient with country code, in any common format. For national numbers, add the 'Default Country' option.",
	},
	...textFields,
	additionalFields({ clientRef: '' }),
	sendingOptions,
	...apiFields,
	registerWhileSendingField,
];

/** One item for each input item, in order. */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await sendItems(context, 'send');
}

export const sendMessage: Operation = {
	resource: 'message',
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send message',
		description: 'Send an SMS or MMS to a phone number',
	},
	fields,
	execute,
};
