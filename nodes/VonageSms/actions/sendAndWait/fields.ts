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
				"Whether to ask once more if the reply is neither yes nor no. This is also the default if you don't add this option. If the second reply isn't clear either, the workflow continues with approved set to null.",
		},
		{
			displayName: 'Ask Again Message',
			name: 'askAgainMessage',
			type: 'string',
			default: '',
			placeholder: 'e.g. Please reply YES or NO.',
			description:
				"Text of the SMS that asks again. Defaults to 'Please reply YES or NO.', with the code if required.",
		},
		{
			displayName: 'No Words',
			name: 'noWords',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. no, decline, not today',
			description:
				'Comma-separated words and phrases that mean no. They replace the built-in ones in English, Spanish, French, German, Portuguese, and Italian.',
		},
		{
			displayName: 'Require Code',
			name: 'requireCode',
			type: 'boolean',
			default: true,
			description:
				'Whether the reply must contain a random four-digit code from the message, because the sender of an SMS can be forged. The wait ends after three replies without it.',
		},
		{
			displayName: 'Yes Words',
			name: 'yesWords',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. yes, approve, go ahead',
			description:
				'Comma-separated words and phrases that mean yes. They replace the built-in ones in English, Spanish, French, German, Portuguese, and Italian.',
		},
	],
};

export const fields: INodeProperties[] = [
	senderField({
		default: { mode: 'list', value: '' },
		required: true,
		description:
			'Vonage number to send the question from and receive the reply on. Requires a published workflow with a Vonage SMS Trigger that receives messages to this number.',
	}),
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +447700900123',
		description:
			"Phone number of the person to ask, with country code. To ask several people, pass one input item for each and see the 'Continue When' option.",
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. May I ship order 1001? Please reply YES or NO.',
		description: 'Text of the SMS. Tell the person how to reply.',
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
				description: "Don't expect a reply. Wait until the SMS is delivered or has failed.",
			},
			{ name: 'Free Text', value: 'freeText', description: 'The person replies with any text' },
		],
		description: 'What to wait for',
	},
	approvalOptions,
	...limitFields,
	storageField(
		"Where open questions are stored. Must be the same as in the Vonage SMS Trigger that receives messages to 'From'.",
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
