import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { credentialsField } from '../vonage/credential';
import { optionProperties } from './optionProperties';

/** n8n's own Postgres credential. */
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
	credentialsField,
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['message'],
		options: [
			// The usual one first: n8n preselects the first one of the list.
			{
				name: 'Message Received',
				value: 'message',
				description: 'An SMS to one of your numbers. Long messages arrive as one item.',
			},
			{
				name: 'Delivery Receipt',
				value: 'deliveryReceipt',
				description: 'Status updates for SMS you sent, one item per change',
			},
		],
	},
	{
		displayName: 'Receive From',
		name: 'registration',
		type: 'options',
		default: 'number',
		hint: "Check 'Default SMS Setting' under API settings in the Vonage dashboard. If it's 'SMS API', choose Numbers or Whole Account. If it's 'Messages API', choose Application.",
		options: [
			{
				name: 'Numbers',
				value: 'number',
				description: 'Selected numbers (SMS API)',
			},
			{
				name: 'Application',
				value: 'application',
				description: 'All numbers linked to a Vonage application (Messages API)',
			},
			{
				name: 'Whole Account',
				value: 'account',
				description:
					"All numbers that don't have their own webhook, and all delivery receipts (SMS API)",
			},
			{
				name: 'Manual Setup',
				value: 'manual',
				description: 'You set the webhook URL in the Vonage dashboard yourself',
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
			"Vonage can't send delivery receipts for single numbers. Set 'Receive From' to 'Whole Account' or 'Application', or enter this trigger's URL as 'Delivery Receipt URL' when sending.",
		name: 'numberReceiptNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['number'], events: ['deliveryReceipt'] } },
	},
	{
		displayName:
			'Each number can start only one workflow: the one published last. To handle messages in different ways, use one workflow with a Switch node.',
		name: 'oneWorkflowNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['number', 'account'], events: ['message'] } },
	},
	{
		displayName: 'Application',
		name: 'application',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		displayOptions: { show: { registration: ['application'] } },
		description: 'Vonage application whose messages start this workflow',
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
							// White space around it is cut off where the parameter is read.
							regex: '\\s*[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\s*',
							errorMessage: 'Not an application ID, such as 78d335fa-323d-0114-9c3d-d6f0d48968cf',
						},
					},
				],
			},
		],
	},
	{
		displayName:
			'Each number can start only one workflow: the one published last. An application has one pair of webhook URLs for all its channels. While this workflow is published, WhatsApp, RCS, Viber, and Messenger messages also arrive here and are ignored.',
		name: 'applicationNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['application'] } },
	},
	{
		displayName:
			'Copy the Production URL above into the Vonage dashboard. For one number: Numbers → Your numbers → Edit → Inbound webhook URL. For the whole account: API settings → SMS settings. For the Messages API: Applications → Capabilities → Messages. While testing, enter the Test URL instead.',
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: optionProperties,
	},
	// Below the options, because the defaults fit everyone who runs one n8n process.
	{
		displayName: 'Signature Check',
		name: 'signatureCheck',
		type: 'options',
		default: 'enforce',
		description: 'How to check that webhooks are signed by Vonage',
		options: [
			{
				name: 'Enforce',
				value: 'enforce',
				description: 'Accept only signed webhooks once the credential has a signature secret',
			},
			{
				name: 'Check if Present',
				value: 'ifPresent',
				description: 'Reject invalid signatures, accept unsigned webhooks',
			},
			{
				name: 'Off',
				value: 'off',
				description: 'Accept all webhooks. Anyone who knows the URL can start this workflow.',
			},
		],
	},
	{
		displayName: 'Storage',
		name: 'storage',
		type: 'options',
		default: 'sqlite',
		description: 'Where to store messages until the workflow has received them',
		options: [
			{
				name: 'SQLite',
				value: 'sqlite',
				description: "A file in n8n's user folder. For a single n8n process.",
			},
			{
				name: 'PostgreSQL',
				value: 'postgres',
				description: 'For queue mode, or multiple n8n processes or hosts',
			},
		],
	},
];
