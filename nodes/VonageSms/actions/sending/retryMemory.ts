import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ItemError } from '../errorItem';

/** The result of one input item. */
export type ItemOutcome =
	{ kind: 'item'; item: INodeExecutionData } | { kind: 'error'; error: ItemError };

/**
 * Results of items in an earlier try of the same node run. With "Retry On Fail" n8n runs the whole node again with
 * the same item objects when one item fails; the others must not be sent, and paid, twice.
 */
const outcomes = new WeakMap<INodeExecutionData, { run: string; outcome: ItemOutcome }>();

/** Remembers nothing unless the node has "Retry On Fail" switched on. */
export interface RetryMemory {
	/** The item's result; undefined if it may still be sent. */
	outcome(itemIndex: number): ItemOutcome | undefined;
	/** For what went, went in part, or may have gone. */
	remember(itemIndex: number, outcome: ItemOutcome): void;
}

export function retryMemory(context: IExecuteFunctions): RetryMemory {
	const items = context.getNode().retryOnFail ? context.getInputData() : [];
	const run = runOf(context);
	return {
		outcome: (itemIndex) => {
			const item = items[itemIndex];
			const known = item && outcomes.get(item);
			return known?.run === run ? known.outcome : undefined;
		},
		remember: (itemIndex, outcome) => {
			const item = items[itemIndex];
			if (item) outcomes.set(item, { run, outcome });
		},
	};
}

/** Names one run of a node: rounds of a loop may bring the same item object again. */
export function runOf(context: IExecuteFunctions): string {
	const { $runIndex } = context.getWorkflowDataProxy(0);
	return `${context.getExecutionId()}:${context.getNode().id}:${$runIndex}`;
}
