import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { startN8n } from '..';
import type { N8n, WorkflowInput } from '..';
import type { CredentialReference } from '../credentials';

export const TRIGGER = 'Vonage SMS Trigger';
/** The simulator's number that the workflow listens to. */
export const NUMBER = '447700900001';

export interface Playground {
	n8n: N8n;
	simulator: Simulator;
	workflowId: string;
	stop(): Promise<void>;
}

/** A Vonage simulator, an n8n, and between them a published workflow that receives the simulator's SMS. */
export async function startPlayground(options: { editor: boolean }): Promise<Playground> {
	// Inbound SMS are signed, as on an account for which Vonage support has turned on signing.
	const simulator = await startSimulator({ account: { signInbound: true } });
	try {
		const n8n = await startN8n(options);
		const stop = async () => {
			await n8n.stop();
			await simulator.close();
		};
		try {
			if (options.editor) simulator.showEditor(`${n8n.url}/home/workflows`);
			return { n8n, simulator, workflowId: await publishWorkflow(n8n, simulator), stop };
		} catch (error) {
			await n8n.stop();
			throw error;
		}
	} catch (error) {
		await simulator.close();
		throw error;
	}
}

async function publishWorkflow(n8n: N8n, { account, restUrl, apiUrl }: Simulator): Promise<string> {
	const { apiKey, apiSecret, signatureSecret, signatureMethod } = account;
	const credential = await n8n.createCredential({
		name: 'Vonage simulator',
		type: 'vonageSmsApi',
		data: { apiKey, apiSecret, signatureSecret, signatureMethod, restUrl, apiUrl },
	});
	const { id } = await n8n.createWorkflow(inbox(credential));
	await n8n.publish(id);
	return id;
}

function inbox(vonageSmsApi: CredentialReference): WorkflowInput {
	return {
		name: 'SMS inbox',
		nodes: [
			{
				name: TRIGGER,
				type: 'n8n-nodes-vonage-sms.vonageSmsTrigger',
				typeVersion: 1.1,
				parameters: { registration: 'number', numbers: [NUMBER] },
				credentials: { vonageSmsApi },
			},
			{ name: 'Your next step', type: 'n8n-nodes-base.noOp' },
		],
	};
}
