import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { optionProperties } from './optionProperties';

/** n8n's own Postgres credential: whoever runs n8n on PostgreSQL has it already. */
const POSTGRES_CREDENTIAL = 'postgres';

export const triggerCredentials: INodeCredentialDescription[] = [
	{ name: 'vonageSmsApi', required: true, testedBy: 'testVonageCredential' },
	{
		name: POSTGRES_CREDENTIAL,
		required: true,
		displayOptions: { show: { storage: ['postgres'] } },
	},
];

export const triggerProperties: INodeProperties[] = [
	{
		// Where the editor shows the credential: without it, beside "Storage", on which the second one depends.
		displayName: 'Credentials',
		name: 'credentials',
		type: 'credentials',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['message'],
		options: [
			{
				name: 'Delivery Receipt',
				value: 'deliveryReceipt',
				description: 'What became of an SMS that was sent, one item for each change of status',
			},
			{
				name: 'Message Received',
				value: 'message',
				description: 'An SMS to one of your numbers, long ones joined, one item for each message',
			},
		],
	},
	{
		displayName: 'Receive From',
		name: 'registration',
		type: 'options',
		default: 'number',
		options: [
			{
				name: 'Application',
				value: 'application',
				description: 'All numbers linked to a Vonage application (Messages API)',
			},
			{
				name: 'Numbers',
				value: 'number',
				description: 'The numbers that you choose (SMS API)',
			},
			{
				name: 'Set Up by Hand',
				value: 'manual',
				description: 'Nothing is changed at Vonage; you paste the webhook URL there',
			},
			{
				name: 'Whole Account',
				value: 'account',
				description:
					'Every number without a webhook of its own, and all delivery receipts (SMS API)',
			},
		],
	},
	{
		displayName: 'Number Names or IDs',
		name: 'numbers',
		type: 'multiOptions',
		required: true,
		default: [],
		typeOptions: { loadOptionsMethod: 'getNumbers' },
		displayOptions: { show: { registration: ['number'] } },
		description:
			'The numbers whose SMS start this workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName:
			'Vonage knows no receipt URL for a single number. To get delivery receipts, choose "Whole Account" or "Application", or give this trigger\'s URL as callback when sending.',
		name: 'numberReceiptNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['number'], events: ['deliveryReceipt'] } },
	},
	{
		displayName: 'Application',
		name: 'application',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		displayOptions: { show: { registration: ['application'] } },
		description: 'The application whose Messages webhooks start this workflow',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an application…',
				typeOptions: { searchListMethod: 'searchApplications', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 78d335fa-323d-0114-9c3d-d6f0d48968cf',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
							errorMessage:
								'Not an application ID: those look like 78d335fa-323d-0114-9c3d-d6f0d48968cf',
						},
					},
				],
			},
		],
	},
	{
		displayName:
			'Copy the production URL above into the Vonage dashboard: for one number, Numbers → Your numbers → Edit → Inbound webhook URL; for the whole account, API settings → SMS settings; for the Messages API, Applications → Capabilities → Messages',
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
	{
		displayName: 'Signature Check',
		name: 'signatureCheck',
		type: 'options',
		default: 'enforce',
		description: 'What to do about the signature that Vonage can add to a webhook',
		options: [
			{
				name: 'Check if Present',
				value: 'ifPresent',
				description: 'A wrong signature is refused, a missing one is not',
			},
			{
				name: 'Enforce',
				value: 'enforce',
				description:
					'Only signed webhooks are taken, as soon as the credential has a signature secret',
			},
			{
				name: 'Off',
				value: 'off',
				description: 'Anybody who knows the URL can send messages to this workflow',
			},
		],
	},
	{
		displayName: 'Storage',
		name: 'storage',
		type: 'options',
		default: 'sqlite',
		description: 'Where messages are kept until the workflow has them',
		options: [
			{
				name: 'PostgreSQL',
				value: 'postgres',
				description: 'For queue mode and several n8n processes or hosts',
			},
			{
				name: 'SQLite',
				value: 'sqlite',
				description: "A file in n8n's user folder, for one n8n process",
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: optionProperties,
	},
];
