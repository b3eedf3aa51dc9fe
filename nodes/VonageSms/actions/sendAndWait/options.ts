import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Options of asking, beside those of sending. */
export function askingOptions(units: INodePropertyOptions[]): INodeProperties[] {
	const after: INodeProperties[] = [
		{
			displayName: 'After',
			name: 'amount',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 1,
			description: 'Time to wait after sending the question',
		},
		{ displayName: 'Unit', name: 'unit', type: 'options', default: 'hours', options: units },
	];
	return [
		{
			displayName: 'Continue When',
			name: 'continueWhen',
			type: 'options',
			default: 'all',
			options: [
				{ name: 'A Number of People Have Replied', value: 'count' },
				{ name: 'Everybody Has Replied', value: 'all' },
				{ name: 'The First Person Has Replied', value: 'first' },
			],
			description: 'When to continue the workflow if you ask several people',
		},
		{
			displayName: 'Escalation',
			name: 'escalation',
			type: 'fixedCollection',
			default: {},
			displayOptions: { hide: { '/responseType': ['receipt'] } },
			description: 'Ask another person as well if there is no reply. The first reply counts.',
			options: [
				{
					displayName: 'Values',
					name: 'values',
					values: [
						...after,
						{
							displayName: 'Message',
							name: 'message',
							type: 'string',
							default: '',
							description:
								'Text of the SMS to the other person. Leave empty to send the same message.',
						},
						{
							displayName: 'To',
							name: 'to',
							type: 'string',
							default: '',
							placeholder: 'e.g. +447700900124',
							description: 'Phone number of the other person, with country code',
						},
					],
				},
			],
		},
		{
			displayName: 'If a Question Is Open',
			name: 'openQuestions',
			type: 'options',
			default: 'newest',
			options: [
				{
					name: 'Answer the Newest First',
					value: 'newest',
					description: 'A reply answers the most recent question',
				},
				{
					name: 'Answer the Oldest First',
					value: 'oldest',
					description: 'A reply answers the oldest question',
				},
				{
					name: 'Refuse to Ask',
					value: 'refuse',
					description: 'Fail without sending while the person has an open question',
				},
				{
					name: 'Replace It',
					value: 'replace',
					description: 'The earlier execution continues without a reply',
				},
			],
			description:
				"What to do if the person hasn't answered an earlier question from the same number",
		},
		{
			displayName: 'Number of Replies',
			name: 'repliesNeeded',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description:
				"How many people must reply. Only used if 'Continue When' is set to A Number of People Have Replied.",
		},
		{
			displayName: 'Reminders',
			name: 'reminders',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Reminder',
			default: {},
			displayOptions: { hide: { '/responseType': ['receipt'] } },
			description: "Send another SMS to people who haven't replied",
			options: [
				{
					displayName: 'Values',
					name: 'values',
					values: [
						...after,
						{
							displayName: 'Message',
							name: 'message',
							type: 'string',
							default: '',
							placeholder: 'e.g. I still need your reply about order 1001.',
							description: 'Text of the SMS',
						},
					],
				},
			],
		},
		{
			displayName: 'Require Code',
			name: 'requireCode',
			type: 'boolean',
			default: true,
			displayOptions: { show: { '/responseType': ['freeText'] } },
			description:
				'Whether the reply must contain a random four-digit code from the message, because the sender of an SMS can be forged. The wait ends after three replies without it.',
		},
	];
}
