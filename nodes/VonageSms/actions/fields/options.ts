import type { INodeProperties } from 'n8n-workflow';

/** How the node itself treats the messages. */
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
				'How many messages go out in a second at most. Accounts may send 30 unless Vonage raised that; US long numbers 1.',
		},
		{
			displayName: 'Default Country',
			name: 'defaultCountry',
			type: 'string',
			default: '',
			placeholder: 'e.g. GB',
			description:
				'Two-letter code of the country whose national numbers are accepted in From and To',
		},
		{
			displayName: 'Encoding',
			name: 'encoding',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'auto',
					description: 'GSM-7 if every character fits, else Unicode',
				},
				{
					name: 'GSM-7',
					value: 'gsm7',
					description: '160 characters an SMS; texts with other characters are refused',
				},
				{ name: 'Unicode', value: 'unicode', description: '70 characters an SMS, all characters' },
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
			description: 'A text that would be billed as more SMS than this is refused before it is sent',
		},
		{
			displayName: 'Respect Opt-Out',
			name: 'respectOptOut',
			type: 'boolean',
			default: true,
			description:
				'Whether to leave items alone whose optOut is true, as the Vonage SMS Trigger marks STOP and the like; the output says so in reason',
		},
		{
			displayName: 'Smart Encoding',
			name: 'smartEncoding',
			type: 'boolean',
			default: true,
			displayOptions: { hide: { '/messageType': ['binary'] } },
			description:
				'Whether to swap typographic quotes, dashes, dots and spaces for plain ones if the text then fits GSM-7; segmentsSaved in the output tells the gain',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30000,
			description:
				'Milliseconds to wait for the answer of Vonage. A message without an answer is reported as unknown and never sent again.',
		},
	],
};
