import type { InvalidParameter, Problem } from './problems';

export const invalidJson: Problem = {
	type: '#invalid-json',
	title: 'The request body did not contain valid JSON',
	detail: 'Unexpected character',
};

/** Parameters whose problem has a separate type. */
const ofParameter: Readonly<Record<string, Problem>> = {
	channel: {
		type: '/messages#1100',
		title: 'Unsupported channel',
		detail: 'The specified channel is not supported.',
	},
	from: {
		type: '/messages#1120',
		title: 'Invalid sender',
		detail: 'The `from` parameter is invalid for the given channel.',
	},
	to: {
		type: '/messages#110',
		title: 'Invalid recipient',
		detail: 'The `to` parameter is invalid for the given channel.',
	},
	message_type: {
		type: '/messages#1140',
		title: 'Invalid message type',
		// Vonage's own words.
		detail: 'The `to` parameter is invalid for the given channel.',
	},
	client_ref: {
		type: '/messages#1060',
		title: 'Invalid client reference',
		detail: 'The client reference can be a string of up to 40 characters.',
	},
};

/** Parameters that belong to one channel. */
const ofChannel: readonly string[] = ['sms', 'mms', 'failover'];

/** The 422 for wrong parameters (Messages API 1.20.0). The first one with a separate type determines the response. */
export function invalidSend(parameters: InvalidParameter[]): Problem {
	for (const [name, problem] of Object.entries(ofParameter)) {
		if (parameters.some((parameter) => parameter.name === name)) return problem;
	}
	const isOfChannel = parameters.every(({ name }) => ofChannel.includes(name));
	return {
		type: isOfChannel ? '/messages#1110' : '/messages#1150',
		title: isOfChannel ? 'Invalid channel parameters' : 'Invalid params',
		detail: 'The value of one or more parameters is invalid.',
		invalid_parameters: parameters,
	};
}
