import { updateDisplayOptions } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { additionalFields } from './fields/additionalFields';
import { contentFields } from './fields/content';
import { sendingOptions } from './fields/options';
import { senderField } from './fields/sender';
import { sendItems } from './sending/sendItems';

export const fields: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['message'], operation: ['send'] } },
	[
		senderField({
			default: { mode: 'list', value: '' },
			required: true,
			description:
				"Who the SMS comes from: one of your Vonage numbers, or a name where the recipient's country allows it",
		}),
		{
			displayName: 'To',
			name: 'to',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. +447700900123',
			description:
				'Phone number of the recipient with the country code. Spaces, dashes and a leading 00 are fine; national numbers need the option Default Country.',
		},
		...contentFields,
		additionalFields({ clientRef: '' }),
		sendingOptions,
	],
);

/** One item for each input item, in order. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await sendItems(context, 'send');
}
