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
			"Plain text of the SMS, without markup. One SMS fits 160 characters, or 70 if the text contains an emoji or another character that isn't in the GSM alphabet. Longer texts are sent and billed as several SMS.",
		displayOptions: { hide: { messageType: ['binary'], channel: ['mms'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Our menu for today',
		description: "Text of the MMS. If there is media, it's shown below the first file.",
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
				"Sends as the credential's application if it has one. Supports MMS. Doesn't return the price.",
		},
		{
			name: 'SMS API',
			value: 'sms',
			description:
				'Needs only the API key and secret. Supports binary messages. Returns price and balance.',
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
			'Public URL of the file to send: an image (.jpg, .png, .gif, .bmp), contact (.vcf), audio, video, or any other file. To send several, separate the URLs with commas or use an expression that returns an array. Vonage downloads the files.',
		displayOptions: { show: { api: ['messages'], channel: ['mms'] } },
	},
	{
		displayName: 'Caption',
		name: 'caption',
		type: 'string',
		default: '',
		description: "Text below the first file. Follows 'Text' if both are set.",
		displayOptions: { show: { api: ['messages'], channel: ['mms'] } },
	},
	{
		displayName: 'Message Type',
		name: 'messageType',
		type: 'options',
		options: [
			{ name: 'Binary', value: 'binary', description: 'Data for a device or an application' },
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
		description: 'Bytes of the message, in hexadecimal',
		displayOptions: { show: { api: ['sms'], messageType: ['binary'] } },
	},
	{
		displayName: 'User Data Header',
		name: 'udh',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0605040B8423F0',
		description:
			'Header that precedes the bytes, in hexadecimal, starting with its length. For example, for ports or concatenation.',
		displayOptions: { show: { api: ['sms'], messageType: ['binary'] } },
	},
];
