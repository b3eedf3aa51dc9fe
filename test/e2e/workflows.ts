import type { CredentialReference, N8n, NodeInput, WorkflowInput } from '../n8n';
import type { Simulator } from '../simulator';

export const TRIGGER = 'Vonage SMS Trigger';
/** The node after the trigger, whose items a test reads. */
export const AFTER = 'After';

/** The demo account's first number. */
export const NUMBER = '447700900001';
/** Someone's phone. */
export const PHONE = '447700900123';

/** A credential for the simulator's account. */
export async function createVonageCredential(
	n8n: N8n,
	simulator: Simulator,
	other: Record<string, unknown> = {},
): Promise<CredentialReference> {
	const { apiKey, apiSecret } = simulator.account;
	return await n8n.createCredential({
		name: 'Vonage',
		type: 'vonageSmsApi',
		data: {
			apiKey,
			apiSecret,
			signatureSecret: '',
			signatureMethod: 'md5hash',
			restUrl: simulator.restUrl,
			apiUrl: simulator.apiUrl,
			...other,
		},
	});
}

/** The trigger for the demo account's first number, and one node after it. */
export function triggerWorkflow(
	vonage: CredentialReference,
	parameters: Record<string, unknown> = {},
	credentials: Record<string, CredentialReference> = {},
): WorkflowInput {
	return {
		name: 'SMS',
		nodes: [
			triggerNode(vonage, parameters, credentials),
			{ name: AFTER, type: 'n8n-nodes-base.noOp' },
		],
	};
}

export function triggerNode(
	vonage: CredentialReference,
	parameters: Record<string, unknown> = {},
	credentials: Record<string, CredentialReference> = {},
): NodeInput {
	return {
		name: TRIGGER,
		type: 'n8n-nodes-vonage-sms.vonageSmsTrigger',
		typeVersion: 1.1,
		parameters: { registration: 'number', numbers: [NUMBER], ...parameters },
		credentials: { vonageSmsApi: vonage, ...credentials },
	};
}
