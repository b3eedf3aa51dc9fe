import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

/** No item of this node has a field of this name. */
const MARKER = 'refusedInTest';

/** The item that brings the reason of a refusal from `webhook()` to `execute()` in a test run. */
export function refusedInTest(reason: string): INodeExecutionData {
	return { json: { [MARKER]: reason } };
}

/**
 * Shows in the output panel why a test run got no message: without this, the panel listens on and never says anything.
 *
 * @throws NodeOperationError with the reason and the remedy, where the webhook refused a request
 */
export function throwIfRefused(context: IExecuteFunctions, items: INodeExecutionData[]): void {
	if (context.getMode() !== 'manual') return;
	const reason = items[0]?.json[MARKER];
	if (typeof reason !== 'string') return;
	throw new NodeOperationError(
		context.getNode(),
		`A webhook arrived but was rejected: ${reason.replace(/[^.]$/, '$&.')} Vonage received an error.`,
	);
}
