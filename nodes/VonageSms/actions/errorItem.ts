import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

export type ItemError = NodeApiError | NodeOperationError;

/** An error as one of n8n's own, with the item's index and a message that says what to do. */
export function toItemError(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): ItemError {
	const known = error instanceof NodeApiError || error instanceof NodeOperationError;
	const itemError = known
		? error
		: new NodeOperationError(
				context.getNode(),
				error instanceof Error ? error : new Error(String(error)),
			);
	// n8n 2 doesn't show the description.
	if (itemError.description) {
		itemError.message = `${itemError.message.replace(/([^.!?])$/, '$1.')} ${itemError.description}`;
		itemError.description = undefined;
	}
	itemError.context.itemIndex = itemIndex;
	return itemError;
}

/**
 * The item that replaces a failed one: what happened, what to do, and its details.
 *
 * n8n sends an item to the error output if it has no keys other than `error`, `message`, and `details`. Setting
 * `error` next to `json` would do the same, but n8n would then replace the whole `json` with the error's message,
 * and the IDs of the sent parts would be lost (n8n-core, `normalizeNodeErrors`).
 */
export function errorItem(error: ItemError, itemIndex: number): INodeExecutionData {
	const { data } = error.context;
	return {
		json: {
			error: error.message,
			// n8n sends the item to the error output only if `message` is not empty.
			message: error.description || error.message,
			...(isDetails(data) && { details: data }),
		},
		pairedItem: { item: itemIndex },
	};
}

/**
 * Makes n8n 1 send failed items to the error output as well. It leaves items with `details` on the first output, but
 * moves each item that has an `error`. It moves a copy, which must not have that: n8n would replace its `json`.
 */
export function forErrorOutput(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): INodeExecutionData[] {
	if (context.getNode().onError !== 'continueErrorOutput') return items;
	for (const item of items.filter(isErrorItem)) {
		const error = new NodeOperationError(context.getNode(), String(item.json.error));
		// A retry may return the same item again.
		Object.defineProperty(item, 'error', { value: error, enumerable: false, configurable: true });
	}
	return items;
}

function isErrorItem({ json }: INodeExecutionData): boolean {
	const names = Object.keys(json);
	return names[0] === 'error' && names[1] === 'message' && names.length <= 3;
}

function isDetails(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
