import {
	NodeOperationError,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { borrowStore } from '../storage';
import { scopeOf } from './settings';

/** Deletes the parts that an earlier test run left behind, so that they do not become part of this one's messages. */
export async function forgetEarlierTestRun(context: IHookFunctions): Promise<void> {
	if (context.getMode() !== 'manual') return;
	const store = await borrowStore(context);
	await store.purge(scopeOf(context, 'test'));
}

/** No item of this node has a field with this name. */
const MARKER = 'refusedInTest';

/** The item that carries the reason for a refusal from `webhook()` to `execute()` in a test run. */
export function refusedInTest(reason: string): INodeExecutionData {
	return { json: { [MARKER]: reason } };
}

/**
 * Shows in the output panel why a test run got no message. Otherwise the panel would keep listening without a word.
 *
 * @throws NodeOperationError with the reason and what to do, if the webhook refused a request
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
