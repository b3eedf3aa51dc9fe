import type { CredentialReference, NodeInput, WorkflowInput } from '../../n8n';
import type { Effects } from './effects';
import { triggerNode } from '../workflows';

/** Seconds that an execution lasts, so that a kill finds some under way. */
const LASTS_S = 1;

/** Calls the counter when it begins and when it ends. */
export function countingWorkflow(
	effects: Effects,
	credentials: { vonage: CredentialReference; postgres: CredentialReference | null },
	options: Record<string, unknown>,
): WorkflowInput {
	const { vonage, postgres } = credentials;
	const parameters = {
		storage: postgres === null ? 'sqlite' : 'postgres',
		options,
	};
	return {
		name: 'Counted SMS',
		nodes: [
			triggerNode(vonage, parameters, postgres === null ? {} : { postgres }),
			call('Begin', effects.url('begin')),
			{
				name: 'Wait',
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				parameters: { amount: LASTS_S, unit: 'seconds' },
			},
			call('End', effects.url('end')),
		],
	};
}

function call(name: string, url: string): NodeInput {
	const sms = "$('Vonage SMS Trigger').item.json";
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		// A pause of the process breaks connections; a call that arrives twice counts once for its execution.
		retryOnFail: true,
		waitBetweenTries: 500,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ { message: ${sms}.id, execution: $execution.id, redelivered: ${sms}.redelivered } }}`,
			options: {},
		},
	};
}
