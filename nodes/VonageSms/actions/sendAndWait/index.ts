import { SEND_AND_WAIT_OPERATION } from 'n8n-workflow';
import type { Operation } from '../operation';
import { execute } from './execute';
import { fields } from './fields';

export { resumeWebhooks, webhook } from './webhook';

export const sendAndWait: Operation = {
	resource: 'message',
	option: {
		name: 'Send and Wait for Reply',
		value: SEND_AND_WAIT_OPERATION,
		action: 'Send message and wait for reply',
		description: 'Send an SMS and wait for the recipient to reply',
		// AI agents use it as a human review step instead.
		displayOptions: { hide: { '@tool': [true] } },
	},
	fields,
	execute,
};
