import type { INodeProperties } from 'n8n-workflow';

/** The text: with it and the defaults of the rest, most messages are complete. */
export const textFields: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Your parcel arrives today between 2 and 4 pm',
		description:
			'Text of the SMS in plain words, without markup. 160 characters fit into one SMS, 70 if one of them is an emoji or not in the GSM alphabet; longer texts are sent and billed as several.',
		displayOptions: { hide: { messageType: ['binary'], channel: ['mms'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Our menu for today',
		description: 'Text of the MMS. With media it is shown below the first file.',
		displayOptions: { show: { api: ['messages'], channel: ['mms'] } },
	},
];

export const apiField: INodeProperties = {
	displayName: 'API',
	name: 'api',
	type: 'options',
	options: [
		{
			name: 'Messages API',
			value: 'messages',
			description:
				'Sends as the application of the credential if it has one, also sends MMS, returns no price',
		},
		{
			name: 'SMS API',
			value: 'sms',
			description:
				'Needs only the API key and secret, returns price and balance, sends binary messages',
		},
	],
	default: 'sms',
	description: 'Vonage API to use for sending',
};

/** Which API sends, and what only one of them can send. Below the collections, because most people need none of it. */
export const apiFields: INodeProperties[] = [
	apiField,
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: [
			{ name: 'MMS', value: 'mms', description: 'Pictures and other files (US and Canada)' },
			{ name: 'SMS', value: 'sms', description: 'Text' },
		],
		default: 'sms',
		description: 'What to send',
		displayOptions: { show: { api: ['messages'] } },
	},
	{
		displayName: 'Media URLs',
		name: 'mediaUrls',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/menu.png',
		description:
			'Public address of the file to send: an image (.jpg, .png, .gif, .bmp), contact (.vcf), audio, video or any other file. For several, separate them with commas or use an expression that returns an array. Vonage downloads them from there.',
		displayOptions: { show: { api: ['messages'], channel: ['mms'] } },
	},
	{
		displayName: 'Caption',
		name: 'caption',
		type: 'string',
		default: '',
		description: 'Text below the first file, after Text if both are set',
		displayOptions: { show: { api: ['messages'], channel: ['mms'] } },
	},
	{
		displayName: 'Message Type',
		name: 'messageType',
		type: 'options',
		options: [
			{ name: 'Binary', value: 'binary', description: 'Bytes for a device or an application' },
			{ name: 'Text', value: 'text', description: 'A message for people' },
		],
		default: 'text',
		displayOptions: { show: { api: ['sms'] } },
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'string',
		default: '',
		placeholder: 'e.g. 48656C6C6F',
		description: 'Bytes of the message as hexadecimal digits',
		displayOptions: { show: { api: ['sms'], messageType: ['binary'] } },
	},
	{
		displayName: 'User Data Header',
		name: 'udh',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0605040B8423F0',
		description:
			'Header in front of the bytes as hexadecimal digits, beginning with its length: ports, concatenation and the like',
		displayOptions: { show: { api: ['sms'], messageType: ['binary'] } },
	},
];
