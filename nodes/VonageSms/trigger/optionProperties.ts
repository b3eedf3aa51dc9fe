import type { INodeProperties } from 'n8n-workflow';

/** The trigger's options, in alphabetical order as n8n shows them. */
export const optionProperties: INodeProperties[] = [
	{
		displayName: 'Allowed IP Addresses',
		name: 'allowedIps',
		type: 'string',
		default: '',
		placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24',
		description:
			'Comma-separated addresses or CIDR ranges that may call the webhook. Empty for any. Behind a proxy, n8n must know it (N8N_PROXY_HOPS).',
	},
	{
		displayName: 'Another URL on the Number',
		name: 'onForeignUrl',
		type: 'options',
		default: 'replace',
		description: 'What to do when the number already sends its SMS somewhere else',
		options: [
			{
				name: 'Refuse',
				value: 'refuse',
				description: 'Publishing stops and names the number and the URL',
			},
			{
				name: 'Replace',
				value: 'replace',
				description: 'The URL is kept and put back when this workflow is unpublished',
			},
		],
	},
	{
		displayName: 'Concurrent Executions',
		name: 'concurrency',
		type: 'number',
		default: 20,
		typeOptions: { minValue: 1 },
		description: 'How many messages are handed over at once and have not ended yet',
	},
	{
		displayName: 'Deduplication Hours',
		name: 'deduplicationHours',
		type: 'number',
		default: 48,
		typeOptions: { minValue: 1 },
		description:
			'How long a delivered message is remembered, so that a retry does not start the workflow again. Vonage retries for 24 hours, receipts for 72.',
	},
	{
		displayName: 'Escape Formulas',
		name: 'escapeFormulas',
		type: 'boolean',
		default: false,
		description:
			'Whether to put an apostrophe before text that a spreadsheet would run as a formula',
	},
	{
		displayName: 'Incomplete Messages',
		name: 'onIncomplete',
		type: 'options',
		default: 'emit',
		description: 'What to do with a long message whose parts have not all come in time',
		options: [
			{
				name: 'Discard',
				value: 'discard',
				description: 'Start nothing, unless the missing parts come after all',
			},
			{
				name: 'Emit',
				value: 'emit',
				description: 'Start the workflow with what is there, marked as incomplete',
			},
		],
	},
	{
		displayName: 'Maximum Webhook Age',
		name: 'maxWebhookAge',
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0 },
		description:
			'Seconds that a signed webhook may be old. 0 for any age. A retry may carry the time of the first attempt, up to 24 hours before.',
	},
	{
		displayName: 'One Message per Sender at a Time',
		name: 'onePerSender',
		type: 'boolean',
		default: false,
		description:
			"Whether a sender's next message waits until the workflow for the one before has ended. For conversations and AI agents.",
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'simplified',
		options: [
			{
				name: 'Raw',
				value: 'raw',
				description: 'Adds the records as Vonage sent them',
			},
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'One flat item',
			},
		],
	},
	{
		displayName: 'Part Timeout',
		name: 'partTimeout',
		type: 'number',
		default: 600,
		typeOptions: { minValue: 1 },
		description: 'Seconds without a new part before a long message counts as incomplete',
	},
	{
		displayName: 'Payload Format',
		name: 'payloadFormat',
		type: 'options',
		default: 'auto',
		description: 'How to read binary messages',
		options: [
			{
				name: 'Auto',
				value: 'auto',
				description: 'Text only where the header, the port or the bytes prove it',
			},
			{ name: 'GSM-7 Packed', value: 'gsm7Packed', description: 'Eight characters in seven bytes' },
			{ name: 'GSM-7 Unpacked', value: 'gsm7', description: 'One character in each byte' },
			{ name: 'Hex', value: 'hex', description: 'No text, the bytes alone' },
			{ name: 'Latin-1', value: 'latin1' },
			{ name: 'UCS-2', value: 'ucs2', description: 'UTF-16, two bytes for most characters' },
			{ name: 'UTF-8', value: 'utf8' },
		],
	},
];
