import type { INodeProperties } from 'n8n-workflow';

/** The trigger's options, in alphabetical order as n8n shows them. */
export const optionProperties: INodeProperties[] = [
	{
		displayName: 'After a Crash',
		name: 'afterCrash',
		type: 'options',
		default: 'leave',
		description:
			'What to do with a message if n8n was killed after its execution began and before it ended',
		options: [
			{
				name: 'Leave',
				value: 'leave',
				description:
					'Show the execution as crashed. Steps that ran before the crash are not repeated.',
			},
			{
				name: 'Run Again',
				value: 'runAgain',
				description:
					'Start the workflow again, marked as redelivered. Steps that ran before the crash may be repeated.',
			},
		],
	},
	{
		displayName: 'Allowed IP Addresses',
		name: 'allowedIps',
		type: 'string',
		default: '',
		placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24',
		description:
			'Comma-separated addresses or CIDR ranges that may call the webhook. Leave empty to allow any. If n8n runs behind a proxy, set N8N_PROXY_HOPS, so that n8n sees the address of the caller.',
	},
	{
		displayName: 'Concurrent Executions',
		name: 'concurrency',
		type: 'number',
		default: 20,
		typeOptions: { minValue: 1 },
		description: 'Maximum number of executions of this trigger running at the same time',
	},
	{
		displayName: 'Deduplication Hours',
		name: 'deduplicationHours',
		type: 'number',
		default: 48,
		typeOptions: { minValue: 1 },
		description:
			'How many hours a delivered message is remembered, so that a retry does not start the workflow again. Vonage retries messages for 24 hours and receipts for 72.',
	},
	{
		displayName: 'Download Media',
		name: 'downloadMedia',
		type: 'boolean',
		default: true,
		description:
			'Whether to download the attachments of an MMS as binary properties media0, media1 and so on: at most 10 files of 5 MB each. Vonage deletes them after 48 hours.',
	},
	{
		displayName: 'Escape Formulas',
		name: 'escapeFormulas',
		type: 'boolean',
		default: false,
		description:
			'Whether to put an apostrophe before every text of the sender that a spreadsheet would run as a formula',
	},
	{
		displayName: 'If Another Webhook Is Set',
		name: 'onForeignUrl',
		type: 'options',
		default: 'replace',
		description: 'What to do if a different webhook URL is already registered',
		options: [
			{
				name: 'Refuse',
				value: 'refuse',
				description: 'Publishing fails, and the error names the number and the URL',
			},
			{
				name: 'Replace',
				value: 'replace',
				description: 'The other URL is remembered, and restored when this workflow is unpublished',
			},
		],
	},
	{
		displayName: 'Incomplete Messages',
		name: 'onIncomplete',
		type: 'options',
		default: 'emit',
		description: 'What to do with a long message if not all of its parts arrive in time',
		options: [
			{
				name: 'Discard',
				value: 'discard',
				description: 'Do not start the workflow, unless the missing parts arrive later',
			},
			{
				name: 'Start Workflow',
				value: 'emit',
				description: 'Start the workflow with the parts that arrived, marked as incomplete',
			},
		],
	},
	{
		displayName: 'Maximum Webhook Age (Seconds)',
		name: 'maxWebhookAge',
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0 },
		description:
			'Reject signed webhooks older than this many seconds. 0 accepts any age. A retry may have the time of the first attempt, up to 24 hours earlier.',
	},
	{
		displayName: 'Merge Limit (Seconds)',
		name: 'mergeLimit',
		type: 'number',
		default: 60,
		typeOptions: { minValue: 1, maxValue: 300 },
		description:
			"The longest time a message waits, no matter how many follow it. Only used with 'Merge Window'.",
	},
	{
		displayName: 'Merge Window (Seconds)',
		name: 'mergeWindow',
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0, maxValue: 300 },
		description:
			"How long to wait for more messages of the same sender, which then start the workflow together as one item. 0 starts it for each message. Implies 'One Message per Sender at a Time'.",
	},
	{
		displayName: 'One Message per Sender at a Time',
		name: 'onePerSender',
		type: 'boolean',
		default: false,
		description:
			'Whether the next message of a sender waits until the execution for the previous one has ended, or waits for more than a minute itself. Useful for conversations and AI agents.',
	},
	{
		displayName: 'Opt-Out Register',
		name: 'optOutRegister',
		type: 'options',
		default: 'number',
		description:
			"Where to record that a person texted STOP, for the option 'Respect Opt-Out' of the Vonage SMS node. START and UNSTOP remove the record.",
		options: [
			{
				name: 'Off',
				value: 'off',
				description: 'Record nothing; the item still contains the field optOut',
			},
			{
				name: 'Per Number',
				value: 'number',
				description: 'STOP applies to the number that it was sent to',
			},
			{
				name: 'Whole Account',
				value: 'account',
				description: 'STOP applies to everything that the Vonage account sends',
			},
		],
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
				description: 'Adds the records as Vonage sent them, up to 8 KB each',
			},
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'One flat item',
			},
		],
	},
	{
		displayName: 'Part Timeout (Seconds)',
		name: 'partTimeout',
		type: 'number',
		default: 600,
		typeOptions: { minValue: 1 },
		description: 'How long to wait for the next part before a long message counts as incomplete',
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
				description: 'Decode text only if the header, the port or the bytes prove the encoding',
			},
			{ name: 'GSM-7 Packed', value: 'gsm7Packed', description: 'Eight characters in seven bytes' },
			{ name: 'GSM-7 Unpacked', value: 'gsm7', description: 'One character in each byte' },
			{ name: 'Hex', value: 'hex', description: 'Do not decode text' },
			{ name: 'Latin-1', value: 'latin1' },
			{ name: 'UCS-2', value: 'ucs2', description: 'UTF-16, two bytes for most characters' },
			{ name: 'UTF-8', value: 'utf8' },
		],
	},
];
