import type { INodeExecutionData, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import { toItem, type ItemOptions } from '../items';
import type { Message } from '../reassembly';

/** The item that a workflow starts with; bytes of a binary message become the binary property `data`. */
export async function executionItem(
	context: ITriggerFunctions | IWebhookFunctions,
	message: Message,
	options: ItemOptions,
): Promise<INodeExecutionData> {
	const { json, binary } = toItem(message, options);
	const item: INodeExecutionData = { json };
	if (binary) {
		const { bytes, fileName, mimeType } = binary.data;
		item.binary = { data: await context.helpers.prepareBinaryData(bytes, fileName, mimeType) };
	}
	return item;
}
