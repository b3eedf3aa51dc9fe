import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** Seconds after which Vonage may come again; its own curve starts at five. */
const RETRY_AFTER_S = 5;

/** Answers Vonage on the spot; n8n starts an execution only where `workflowData` follows. */
export function answer(
	context: IWebhookFunctions,
	status: number,
	message: string,
): IWebhookResponseData {
	const response = context.getResponseObject();
	if (status === 503) response.setHeader('Retry-After', String(RETRY_AFTER_S));
	response.status(status).type('text/plain').send(message);
	return { noWebhookResponse: true };
}
