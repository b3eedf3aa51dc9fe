import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

export const unitOptions: INodePropertyOptions[] = [
	{ name: 'Days', value: 'days' },
	{ name: 'Hours', value: 'hours' },
	{ name: 'Minutes', value: 'minutes' },
	{ name: 'Seconds', value: 'seconds' },
];

/** As in n8n's own send-and-wait nodes. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Limit Wait Time',
		name: 'limitWaitTime',
		type: 'fixedCollection',
		placeholder: 'Add Limit',
		default: {},
		description:
			'When to continue without a reply. Without a limit, the execution waits until there is one.',
		options: [
			{
				displayName: 'Values',
				name: 'values',
				values: [
					{
						displayName: 'Limit Type',
						name: 'limitType',
						type: 'options',
						default: 'afterTimeInterval',
						options: [
							{
								name: 'After Time Interval',
								value: 'afterTimeInterval',
								description: 'Wait for a certain amount of time',
							},
							{
								name: 'At Specified Time',
								value: 'atSpecifiedTime',
								description: 'Wait until a date and time',
							},
						],
					},
					{
						displayName: 'Amount',
						name: 'resumeAmount',
						type: 'number',
						typeOptions: { minValue: 0, numberPrecision: 2 },
						default: 1,
						displayOptions: { show: { limitType: ['afterTimeInterval'] } },
						description: 'The time to wait',
					},
					{
						displayName: 'Unit',
						name: 'resumeUnit',
						type: 'options',
						default: 'hours',
						options: unitOptions,
						displayOptions: { show: { limitType: ['afterTimeInterval'] } },
						description: 'Unit of the wait time',
					},
					{
						displayName: 'Max Date and Time',
						name: 'maxDateAndTime',
						type: 'dateTime',
						default: '',
						displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
						description: 'When to continue at the latest',
					},
				],
			},
		],
	},
];
