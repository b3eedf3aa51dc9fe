import type { INodeProperties } from 'n8n-workflow';

/** The trigger's options, in alphabetical order as n8n shows them. */
export const optionProperties: INodeProperties[] = [
	{
		displayName: 'After a Crash',
		name: 'afterCrash',
		type: 'options',
		default: 'leave',
		description: 'What to do with a message if n8n crashed while its execution was running',
		options: [
			{
				name: 'Leave',
				value: 'leave',
				description:
					"Leave the execution as crashed. Steps that ran before the crash aren't repeated.",
			},
			{
				name: 'Run Again',
				value: 'runAgain',
				description:
					'Start the workflow again with the item marked as redelivered. Steps that ran before the crash may be repeated.',
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
			"Comma-separated list of IP addresses or CIDR ranges that are allowed to call the webhook. Leave empty to allow all. If n8n runs behind a proxy, set N8N_PROXY_HOPS so that n8n sees the caller's address.",
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
			"How long to remember delivered messages, so that a retry doesn't start the workflow again. Vonage retries messages for 24 hours and delivery receipts for 72 hours.",
	},
	{
		displayName: 'Download Media',
		name: 'downloadMedia',
		type: 'boolean',
		default: true,
		description:
			'Whether to download the attachments of an MMS as binary data (media0, media1, and so on), up to 10 files of 5 MB each. Vonage deletes them after 48 hours.',
	},
	{
		displayName: 'Escape Formulas',
		name: 'escapeFormulas',
		type: 'boolean',
		default: false,
		description:
			'Whether to add an apostrophe to the start of any text from the sender that a spreadsheet would run as a formula',
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
				description: "Don't publish. The error names the number and the URL.",
			},
			{
				name: 'Replace',
				value: 'replace',
				description:
					"Use this workflow's URL. The other URL is restored when this workflow is unpublished.",
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
				description: "Don't start the workflow, unless the missing parts arrive later",
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
			'Reject signed webhooks older than this many seconds. 0 accepts any age. A retry may carry the timestamp of the first attempt, up to 24 hours earlier.',
	},
	{
		displayName: 'Merge Limit (Seconds)',
		name: 'mergeLimit',
		type: 'number',
		default: 60,
		typeOptions: { minValue: 1, maxValue: 300 },
		description:
			"The longest time a message waits, even if more messages keep arriving. Only used with 'Merge Window (Seconds)'.",
	},
	{
		displayName: 'Merge Window (Seconds)',
		name: 'mergeWindow',
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0, maxValue: 300 },
		description:
			"How long to wait for more messages from the same sender before starting the workflow with all of them as one item. 0 starts it for each message. Also turns on 'One Message per Sender at a Time'.",
	},
	{
		displayName: 'One Message per Sender at a Time',
		name: 'onePerSender',
		type: 'boolean',
		default: false,
		description:
			"Whether to hold a sender's next message until the execution for the previous one has ended or has been waiting for more than a minute. Useful for conversations and AI agents.",
	},
	{
		displayName: 'Opt-Out Register',
		name: 'optOutRegister',
		type: 'options',
		default: 'number',
		description:
			"Where to record that a person texted STOP, so that the 'Respect Opt-Out' option of the Vonage SMS node can skip them. START and UNSTOP remove the record.",
		options: [
			{
				name: 'Off',
				value: 'off',
				description: "Don't record opt-outs. Items still have the optOut field.",
			},
			{
				name: 'Per Number',
				value: 'number',
				description: 'STOP applies to the number it was sent to',
			},
			{
				name: 'Whole Account',
				value: 'account',
				description: 'STOP applies to all messages from the Vonage account',
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
				description: 'Include the records as Vonage sent them, up to 8 KB each',
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
		description: 'How long to wait for the next part before treating a long message as incomplete',
	},
	{
		displayName: 'Payload Format',
		name: 'payloadFormat',
		type: 'options',
		default: 'auto',
		description: 'How to decode binary messages',
		options: [
			{
				name: 'Auto',
				value: 'auto',
				description: 'Decode as text only if the header, the port, or the bytes prove the encoding',
			},
			{ name: 'GSM-7 Packed', value: 'gsm7Packed', description: 'Eight characters in seven bytes' },
			{ name: 'GSM-7 Unpacked', value: 'gsm7', description: 'One character in each byte' },
			{ name: 'Hex', value: 'hex', description: "Don't decode as text" },
			{ name: 'Latin-1', value: 'latin1' },
			{ name: 'UCS-2', value: 'ucs2', description: 'UTF-16, two bytes for most characters' },
			{ name: 'UTF-8', value: 'utf8' },
		],
	},
];
