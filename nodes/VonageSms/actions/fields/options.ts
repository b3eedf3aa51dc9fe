import type { INodeProperties } from 'n8n-workflow';
import { quietHoursOption } from './quietHours';

/** How the node itself handles the messages. */
export const sendingOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Batching (Messages per Second)',
			name: 'batching',
			type: 'number',
			typeOptions: { minValue: 0.1, maxValue: 1000 },
			default: 30,
			description:
				'Maximum number of messages per second. By default, Vonage allows 30 per account and 1 per US long number.',
		},
		{
			displayName: 'Default Country',
			name: 'defaultCountry',
			type: 'string',
			default: '',
			placeholder: 'e.g. GB',
			description: "Two-letter country code to apply to national phone numbers in 'From' and 'To'",
		},
		{
			displayName: 'Encoding',
			name: 'encoding',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'auto',
					description: 'GSM-7 if every character fits, otherwise Unicode',
				},
				{
					name: 'GSM-7',
					value: 'gsm7',
					description: '160 characters per SMS. Fails if the text contains other characters.',
				},
				{
					name: 'Unicode',
					value: 'unicode',
					description: '70 characters per SMS. Supports all characters.',
				},
			],
			default: 'auto',
			displayOptions: { hide: { '/messageType': ['binary'] } },
		},
		{
			displayName: 'Maximum Segments',
			name: 'maxSegments',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 255 },
			default: 6,
			displayOptions: { hide: { '/messageType': ['binary'] } },
			description: 'Fail before sending if the text would be billed as more SMS than this',
		},
		quietHoursOption,
		{
			displayName: 'Respect Opt-Out',
			name: 'respectOptOut',
			type: 'options',
			options: [
				{
					name: 'Input Item',
					value: 'item',
					description:
						'Skip items whose optOut field is true. The Vonage SMS Trigger sets it for STOP and similar words.',
				},
				{ name: 'Off', value: 'off', description: 'Send to everyone' },
				{
					name: 'Register',
					value: 'register',
					description:
						"Same as 'Input Item', and also skip everyone in the opt-out register kept by the trigger",
				},
			],
			default: 'item',
			description: 'Which recipients to skip',
		},
		{
			displayName: 'Smart Encoding',
			name: 'smartEncoding',
			type: 'boolean',
			default: true,
			displayOptions: { hide: { '/messageType': ['binary'] } },
			description:
				'Whether to replace typographic quotes, dashes, ellipses, and spaces with plain ones if the text then fits GSM-7. See segmentsSaved in the output for the number of SMS saved.',
		},
		{
			displayName: 'Timeout (Milliseconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30000,
			description:
				'How long to wait for a response from Vonage. If there is none, the message is reported as unknown and never resent.',
		},
	],
};
