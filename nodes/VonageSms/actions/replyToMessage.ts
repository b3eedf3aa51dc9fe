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
		default: { mode: 'name', value: '={{ $json.to }}' },
		required: false,
		description:
			"The number that the message was sent to, which is 'to' in the item of the Vonage SMS Trigger. If empty, it is read from the input item.",
	}),
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '={{ $json.from }}',
		placeholder: 'e.g. {{ $json.from }}',
		description:
			"Phone number of the person who sent the message, which is 'from' in the item of the Vonage SMS Trigger. If empty, it is read from the input item. Alphanumeric sender IDs can't receive replies.",
	},
	...textFields,
	additionalFields({ clientRef: '={{ $json.id }}' }),
	sendingOptions,
	...apiFields,
	registerWhileSendingField,
];

/** One item for each input item, in order. */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await sendItems(context, 'reply');
}

export const replyToMessage: Operation = {
	resource: 'message',
	option: {
		name: 'Reply',
		value: 'reply',
		action: 'Reply to message',
		description: 'Reply to an SMS that the Vonage SMS Trigger received',
	},
	fields,
	execute,
};
