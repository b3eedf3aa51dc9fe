import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { actionCredentials, operationFields, runOperation } from './actions';
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
		description: 'Send SMS and reply to them with Vonage',
		defaults: { name: 'Vonage SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: actionCredentials,
		waitingNodeTooltip: 'The execution continues when the reply arrives by SMS',
		webhooks: resumeWebhooks,
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Message', value: 'message' },
					{ name: 'Number', value: 'number' },
				],
				default: 'message',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['account'] } },
				options: [
					{
						name: 'Get Balance',
						value: 'getBalance',
						action: 'Get the balance of the account',
						description: 'Read how much credit is left, in euros',
					},
				],
				default: 'getBalance',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['message'] } },
				options: [
					{
						name: 'Erase',
						value: 'erase',
						action: 'Erase phone number',
						description: 'Delete everything that the SMS store knows about a phone number',
						// Deleting is for people to decide.
						displayOptions: { hide: { '@tool': [true] } },
					},
					{
						name: 'Get Received',
						value: 'getReceived',
						action: 'Get received messages',
						description:
							'Retrieve the SMS that your numbers received in a time window, such as after a downtime',
					},
					{
						name: 'Get Status',
						value: 'getStatus',
						action: 'Get message status',
						description: 'Retrieve the latest status of messages that were sent',
					},
					{
						name: 'Reply',
						value: 'reply',
						action: 'Reply to a message',
						description: 'Answer an SMS that the Vonage SMS Trigger received',
					},
					{
						name: 'Send',
						value: 'send',
						action: 'Send a message',
						description: 'Send an SMS to a phone number',
					},
					{
						name: 'Send and Wait for Reply',
						value: 'sendAndWait',
						action: 'Send message and wait for reply',
						description: 'Send an SMS and continue when its recipient replies',
						// AI agents get it as a human review step instead.
						displayOptions: { hide: { '@tool': [true] } },
					},
				],
				default: 'send',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['number'] } },
				options: [
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many numbers',
						description: 'List the virtual numbers of the account',
					},
				],
				default: 'getMany',
			},
			...operationFields,
		],
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
