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
				'Maximum number of messages per second. Accounts can send 30 unless Vonage raised that; US long numbers 1.',
		},
		{
			displayName: 'Default Country',
			name: 'defaultCountry',
			type: 'string',
			default: '',
			placeholder: 'e.g. GB',
			description:
				"Two-letter code of the country of numbers without a country code in 'From' and 'To'",
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
					description: '160 characters per SMS; texts with other characters are refused',
				},
				{ name: 'Unicode', value: 'unicode', description: '70 characters per SMS, all characters' },
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
			description: 'Reject texts that would be billed as more SMS than this, before sending',
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
						'Skip items whose optOut is true, which the Vonage SMS Trigger sets for STOP and similar words. The output contains the reason.',
				},
				{ name: 'Off', value: 'off', description: 'Send to everyone' },
				{
					name: 'Register',
					value: 'register',
					description:
						"The same as 'Input Item', and also skip everyone in the opt-out register that the trigger keeps",
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
				'Whether to replace typographic quotes, dashes, dots and spaces with plain ones if the text then fits GSM-7; segmentsSaved in the output shows the gain',
		},
		{
			displayName: 'Timeout (Milliseconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30000,
			description:
				'How long to wait for the answer from Vonage. A message without an answer is reported as unknown and never sent again.',
		},
	],
};
