import type {
	IExecuteFunctions,
	IHookFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** The contexts of n8n in which either node may open its store. */
export type StorageContext =
	IExecuteFunctions | IHookFunctions | ITriggerFunctions | IWebhookFunctions;
