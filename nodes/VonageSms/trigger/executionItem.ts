import type {
	IBinaryKeyData,
	INodeExecutionData,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { toItem } from '../items';
import { downloadMedia } from '../media';
import type { Message } from '../reassembly';
import { mediaSource } from './mediaSource';
import type { TriggerSettings } from './settings';

type Context = ITriggerFunctions | IWebhookFunctions;

/**
 * The item that starts a workflow. Bytes of a binary message become the binary property `data`, attachments of an
 * MMS `media0`, `media1` and so on, as they are numbered in `media`.
 */
export async function executionItem(
	context: Context,
	message: Message,
	settings: Pick<TriggerSettings, 'item' | 'downloadMedia'>,
): Promise<INodeExecutionData> {
	const { json, binary } = toItem(message, settings.item);
	if (binary) {
		const { bytes, fileName, mimeType } = binary.data;
		const data = await context.helpers.prepareBinaryData(bytes, fileName, mimeType);
		return { json, binary: { data } };
	}
	if (!('media' in json) || !json.media?.length) return { json };

	const { files, errors } = settings.downloadMedia
		? await download(context, message)
		: { files: {}, errors: [] };
	const media = json.media.map((link, index) => ({ ...link, error: errors[index] ?? null }));
	return { json: { ...json, media }, ...(Object.keys(files).length > 0 && { binary: files }) };
}

async function download(
	context: Context,
	message: Message,
): Promise<{ files: IBinaryKeyData; errors: Array<string | null> }> {
	const parts = [message, ...(message.joined ?? [])].flatMap((each) => each.parts);
	const links = parts.flatMap(({ inbound }) => (inbound.kind === 'message' ? inbound.media : []));
	const results = await downloadMedia(links, await mediaSource(context));
	const files: IBinaryKeyData = {};
	for (const [index, result] of results.entries()) {
		if (!('file' in result)) continue;
		const { bytes, fileName, mimeType } = result.file;
		files[`media${index}`] = await context.helpers.prepareBinaryData(bytes, fileName, mimeType);
	}
	return { files, errors: results.map((result) => ('error' in result ? result.error : null)) };
}
