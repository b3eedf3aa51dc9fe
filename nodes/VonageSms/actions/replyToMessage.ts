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
			"The number that received the message: 'to' in the Vonage SMS Trigger's output. If empty, it's read from the input item.",
	}),
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '={{ $json.from }}',
		placeholder: 'e.g. {{ $json.from }}',
		description:
			"Phone number of the person who sent the message: 'from' in the Vonage SMS Trigger's output. If empty, it's read from the input item. Alphanumeric sender IDs can't receive replies.",
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
		description: 'Reply to an SMS received by the Vonage SMS Trigger',
	},
	fields,
	execute,
};
