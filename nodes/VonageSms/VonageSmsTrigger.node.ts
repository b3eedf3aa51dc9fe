import {
	NodeConnectionTypes,
	type IHookFunctions,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { getNumbers, searchApplications } from './methods';
import { checkRegistration, createRegistration, deleteRegistration, isStart } from './registration';
import { forgetCredentials } from './storage';
import { beginExecution } from './trigger/begin';
import { startDispatcher } from './trigger/dispatch';
import { triggerCredentials, triggerProperties } from './trigger/properties';
import { receiveWebhook } from './trigger/receive';
import { registrationNotes } from './trigger/registration';
import { readSettings } from './trigger/settings';
import { forgetEarlierTestRun, throwIfRefused } from './trigger/testRun';
import { testVonageCredential } from './vonage/credentialTest';

export class VonageSmsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Vonage SMS Trigger',
		name: 'vonageSmsTrigger',
		icon: { light: 'file:vonageSms.svg', dark: 'file:vonageSms.dark.svg' },
		group: ['trigger'],
		// Above 1, because n8n evaluates an expression on every webhook of a version-1 node, which takes 16 times as
		// long.
		version: 1.1,
		subtitle:
			'={{ $parameter["events"].includes("message") ? ($parameter["events"].includes("deliveryReceipt") ? "SMS received, delivery receipt" : "SMS received") : "Delivery receipt" }}',
		// Shown for both nodes: the node panel has one entry for them.
		description: 'Receive, send, and reply to SMS with Vonage (formerly Nexmo)',
		defaults: { name: 'Vonage SMS Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: triggerCredentials,
		eventTriggerDescription: 'Waiting for an SMS to your Vonage number',
		activationMessage: 'SMS to your Vonage number now start this workflow. Send one to try it.',
		triggerPanel: {
			header: 'Receive an SMS from Vonage',
			executionsHelp: {
				inactive:
					"<b>While building your workflow</b>, execute this step, then text your Vonage number within two minutes. The number's previous webhook is restored when the test ends.<br /><br /><b>Once you're happy with your workflow</b>, publish it. Every SMS then starts it, and the executions show up in the executions list.",
				active:
					'<b>While building your workflow</b>, execute this step, then text your Vonage number. Messages arrive here until the test ends, and in the published workflow after that.<br /><br /><b>Your workflow is published</b>, so SMS to your number start it, unless another workflow was published for the same number later. The executions show up in the executions list.',
			},
			activationHint: {
				inactive:
					"Execute this step, then text your Vonage number within two minutes. Publish the workflow once you're happy with it.",
				active:
					'Your workflow is published, so SMS to your number start it, unless another workflow was published for the same number later.',
			},
		},
		webhooks: [
			{
				// First: Vonage checks the URL by GET while the second one is being registered.
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: 'vonage-sms',
				ndvHideUrl: true,
			},
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'vonage-sms',
				ndvHideMethod: true,
			},
		],
		sensitiveOutputFields: ['records[].api-key', 'records[].nonce'],
		properties: triggerProperties,
	};

	methods = {
		credentialTest: { testVonageCredential },
		loadOptions: { getNumbers },
		listSearch: { searchApplications },
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkRegistration.call(this, registrationNotes(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				if (!isStart(this)) {
					forgetCredentials();
					readSettings(this);
					await forgetEarlierTestRun(this);
				}
				return await createRegistration.call(this, registrationNotes(this));
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await deleteRegistration.call(this, registrationNotes(this));
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveWebhook(this);
	}

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await startDispatcher(this);
	}

	/**
	 * Begins each execution. Without it, n8n would also call `trigger()` in a manual run and wait for an event
	 * forever.
	 */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		throwIfRefused(this, this.getInputData());
		return await beginExecution(this);
	}
}
