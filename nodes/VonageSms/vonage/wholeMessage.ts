import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

/**
 * Where publishing fails, n8n 1 shows the description of a NodeApiError and nothing else, and n8n 2 the message of any
 * error and nothing else; a list in the editor shows of a NodeApiError "[object Object]". So the message of what leaves
 * here is the whole text, in a NodeOperationError.
 */
export async function withWholeMessage<T>(
	context: { getNode(): INode },
	work: Promise<T>,
): Promise<T> {
	return await work.catch((error: unknown) => {
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const text = wholeMessage(error);
		const whole = new NodeOperationError(context.getNode(), text);
		// The constructor replaces a text that contains a code such as ECONNREFUSED by a general one.
		whole.message = text;
		throw whole;
	});
}

/** What happened and what to do, in one text. */
export function wholeMessage(error: unknown): string {
	if (!(error instanceof Error)) return 'Unknown error';
	const description = 'description' in error ? error.description : null;
	if (typeof description !== 'string' || description === '') return error.message;
	return `${error.message.replace(/\.$/, '')}. ${description}`;
}
