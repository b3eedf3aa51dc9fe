import type { INodeProperties } from 'n8n-workflow';
import { apiField } from '../fields/content';
import { sendingOptions } from '../fields/options';
import { senderField } from '../fields/sender';
import { storageField } from '../fields/storage';
import { askingOptions } from './options';
import { limitFields, unitOptions } from './timeFields';

const approvalOptions: INodeProperties = {
	displayName: 'Approval Options',
	name: 'approvalOptions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	displayOptions: { show: { responseType: ['approval'] } },
	options: [
		{
			displayName: 'Ask Again',
			name: 'askAgain',
			type: 'boolean',
			default: true,
			description:
				'Whether to ask once more by SMS when the reply is neither yes nor no, which is also done if this option is not added. A second reply of that kind continues with approved set to null.',
		},
		{
			displayName: 'Ask Again Message',
			name: 'askAgainMessage',
			type: 'string',
			default: '',
			placeholder: 'e.g. Please reply YES or NO.',
			description:
				"Text of that SMS. Default: 'Please reply YES or NO.', with the code if required.",
		},
		{
			displayName: 'No Words',
			name: 'noWords',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. no, decline, not today',
			description:
				'Words and phrases that decline, separated by commas. They replace the built-in ones of English, Spanish, French, German, Portuguese, and Italian.',
		},
		{
			displayName: 'Require Code',
			name: 'requireCode',
			type: 'boolean',
			default: true,
			description:
				'Whether the reply must contain a random four-digit code from the message, because the sender of an SMS can be forged. Three replies without it end the wait.',
		},
		{
			displayName: 'Yes Words',
			name: 'yesWords',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. yes, approve, go ahead',
			description:
				'Words and phrases that approve, separated by commas. They replace the built-in ones of English, Spanish, French, German, Portuguese, and Italian.',
		},
	],
};

export const fields: INodeProperties[] = [
	senderField({
		default: { mode: 'list', value: '' },
		required: true,
		description:
			'The Vonage number that asks and receives the reply. A published workflow with Vonage SMS Trigger must receive the messages to it.',
	}),
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +447700900123',
		description:
			"Phone number of the person to ask, with the country code. To ask several people, pass one input item for each; see the option 'Continue When'.",
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. May I ship order 1001? Please reply YES or NO.',
		description: 'Text of the SMS. Say in it how to reply.',
	},
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		default: 'freeText',
		options: [
			{
				name: 'Approval',
				value: 'approval',
				description: 'The person replies yes or no in their own words',
			},
			{
				name: 'Delivery Receipt',
				value: 'receipt',
				description: 'No reply is expected: wait until the SMS is delivered or has failed',
			},
			{ name: 'Free Text', value: 'freeText', description: 'The person replies with any text' },
		],
		description: 'What to wait for',
	},
	approvalOptions,
	...limitFields,
	storageField(
		"Where open questions are stored: the same as in the Vonage SMS Trigger that receives the messages to 'From'",
	),
	{
		...sendingOptions,
		options: [
			...askingOptions(unitOptions),
			...((sendingOptions.options ?? []) as INodeProperties[]).filter(
				({ name }) => name !== 'quietHours',
			),
		].sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	},
	apiField,
];
