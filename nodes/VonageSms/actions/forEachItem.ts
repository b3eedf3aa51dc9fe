import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorItem, toItemError } from './errorItem';

/**
 * Runs a read operation for each input item, one after the other, and pairs its results with the item.
 *
 * @throws NodeApiError, NodeOperationError of the first item that failed, unless the node continues on errors
 */
export async function forEachItem(
	context: IExecuteFunctions,
	read: (itemIndex: number) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex += 1) {
		const result = await read(itemIndex).catch((error: unknown) =>
			toItemError(context, error, itemIndex),
		);
		if (!(result instanceof Error)) {
			output.push(...result.map((json) => ({ json, pairedItem: { item: itemIndex } })));
		} else if (context.continueOnFail()) {
			output.push(errorItem(result, itemIndex));
		} else {
			throw result;
		}
	}
	return output;
}
