import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { properties, runOperation } from './actions';
import { actionCredentials } from './actions/credentials';
import { resumeWebhooks, webhook } from './actions/sendAndWait';
import { searchSenders } from './methods';
import { testVonageCredential } from './vonage/credentialTest';

/** Sends SMS and replies to them, one message per input item. */
export class VonageSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Vonage SMS',
		name: 'vonageSms',
		icon: { light: 'file:vonageSms.svg', dark: 'file:vonageSms.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Receive, send, and reply to SMS with Vonage (formerly Nexmo)',
		defaults: { name: 'Vonage SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: actionCredentials,
		waitingNodeTooltip:
			'={{ $parameter["operation"] === "sendAndWait" ? "The execution continues when the reply arrives by SMS" : "The SMS is sent when the quiet hours end" }}',
		webhooks: resumeWebhooks,
		properties,
	};

	methods = {
		credentialTest: { testVonageCredential },
		listSearch: { searchSenders },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this)];
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await webhook(this);
	}
}
