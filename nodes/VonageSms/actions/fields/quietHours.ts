import type { INodeProperties } from 'n8n-workflow';

/** In the order in which one reads them. */
const values: INodeProperties[] = [
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '21:00',
		placeholder: 'e.g. 21:00',
		description: 'Time of day at which the quiet hours begin',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '08:00',
		placeholder: 'e.g. 08:00',
		description: 'Time of day at which the quiet hours end',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'options',
		options: [
			{ name: 'Other', value: 'other' },
			{
				name: "Recipient's Country",
				value: 'recipient',
				description:
					"For countries with several time zones, such as the US, uses the workflow's time zone",
			},
			{ name: 'Workflow', value: 'workflow' },
		],
		default: 'recipient',
	},
	{
		displayName: 'Time Zone Name',
		name: 'timeZoneName',
		type: 'string',
		default: '',
		placeholder: 'e.g. America/New_York',
		displayOptions: { show: { timeZone: ['other'] } },
	},
	{
		displayName: 'Then',
		name: 'behavior',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: "Fail the item, according to the 'On Error' setting",
			},
			{
				name: 'Skip',
				value: 'skip',
				description:
					"Return the item with status 'skipped' and the time at which the quiet hours end",
			},
			{
				name: 'Wait',
				value: 'wait',
				description:
					'Wait until the quiet hours end, then send. Messages outside quiet hours are sent right away.',
			},
		],
		default: 'skip',
		description: 'What to do with a message during the quiet hours',
	},
];

export const quietHoursOption: INodeProperties = {
	displayName: 'Quiet Hours',
	name: 'quietHours',
	type: 'fixedCollection',
	placeholder: 'Add Quiet Hours',
	default: {},
	description: 'Hours during which no messages are sent',
	options: [
		{
			displayName: 'Quiet Hours',
			name: 'values',
			values,
		},
	],
};
