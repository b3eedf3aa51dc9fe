import type { INodeProperties } from 'n8n-workflow';

/** What is sent. The text comes first: with it and the defaults of the rest, most messages are written. */
export const contentFields: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Your parcel arrives today between 2 and 4 pm',
		description:
			'Text of the SMS in plain words, without markup. 160 characters fit into one SMS, 70 if one of them is an emoji or not in the GSM alphabet; longer texts are sent and billed as several.',
		displayOptions: { hide: { messageType: ['binary'] } },
	},
	{
		displayName: 'API',
		name: 'api',
		type: 'options',
		options: [
			{
				name: 'Messages API',
				value: 'messages',
				description:
					'Sends as the application of the credential, if it has one; takes long texts whole and answers without a price',
			},
			{
				name: 'SMS API',
				value: 'sms',
				description: 'Works with the API key alone, tells price and balance, sends binary messages',
			},
		],
		default: 'sms',
		description: 'Which of the APIs of Vonage sends the message',
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
