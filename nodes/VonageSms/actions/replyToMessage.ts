import { updateDisplayOptions } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { additionalFields } from './fields/additionalFields';
import { contentFields } from './fields/content';
import { sendingOptions } from './fields/options';
import { senderField } from './fields/sender';
import { sendItems } from './sending/sendItems';

export const fields: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['message'], operation: ['reply'] } },
	[
		senderField({
			default: { mode: 'name', value: '={{ $json.to }}' },
			required: false,
			description:
				'Who the reply comes from: the number that the message was sent to, which is "to" in the item of the Vonage SMS Trigger. Empty takes it from the input item.',
		}),
		{
			displayName: 'To',
			name: 'to',
			type: 'string',
			default: '={{ $json.from }}',
			placeholder: 'e.g. {{ $json.from }}',
			description:
				'Phone number of the recipient: who sent the message, which is "from" in the item of the Vonage SMS Trigger. Empty takes it from the input item. Senders that are names cannot be replied to.',
		},
		...contentFields,
		additionalFields({ clientRef: '={{ $json.id }}' }),
		sendingOptions,
	],
);

/** One item for each input item, in order. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await sendItems(context, 'reply');
}
