import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { Reassembler } from '../reassembly';
import { borrowStore } from '../storage';
import { readReassemblyPolicy, scopeOf } from './settings';

/**
 * Key of an item beside `json`. n8n keeps it in its database and in the queue, and passes it to
 * `execute()`, which removes it: no output and no expression contains it.
 */
const TICKET = 'vonageSmsTicket';

/** If the store can't be reached, an execution retries for this long before it fails. */
const PATIENCE_MS = 8_000;
const RETRY_MS = 500;

/** Error of an execution that couldn't reach the store. Nothing ran, so the message is delivered again. */
export const NOT_STARTED =
	"The SMS store couldn't be reached, so this execution didn't start. The message will be delivered to n8n again.";

export function withTicket(item: INodeExecutionData, ticket: string): INodeExecutionData {
	return { ...item, [TICKET]: ticket };
}

/**
 * The output of the trigger node. An execution that the dispatcher started first begins its message
 * in the store, so that whatever n8n repeats or starts twice runs once: any further execution of the
 * message gets no items. Everything else passes through: test runs, pinned data, evaluations, and a
 * person's retry of an execution.
 *
 * Rejects with `NOT_STARTED` when the store cannot be reached for some seconds. The dispatcher then takes back
 * what the store may have recorded all the same.
 */
export async function beginExecution(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const input = context.getInputData();
	const output = input.map(({ [TICKET]: _ticket, ...item }) => item as INodeExecutionData);
	const ticket = input[0]?.[TICKET];
	if (typeof ticket !== 'string' || context.getMode() !== 'trigger') return [output];
	return (await begin(context, ticket)) ? [output] : endWithoutItems(context);
}

/** Resolves with false if another execution has begun the message. */
async function begin(context: IExecuteFunctions, ticket: string): Promise<boolean> {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		try {
			return await mayRun(context, ticket);
		} catch (error) {
			// With 'On Error' set to continue, n8n would go on after the failure, so the execution waits for the store.
			const gaveUp = Date.now() >= deadline && !context.continueOnFail();
			if (gaveUp || context.getExecutionCancelSignal()?.aborted) fail(context, error as Error);
		}
		await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
	}
}

function fail(context: IExecuteFunctions, { message: reason }: Error): never {
	context.logger.warn(`${context.getNode().name}: ${NOT_STARTED} ${reason}`);
	// Not in the message: n8n replaces a message in which it finds the code of a network error.
	throw new NodeOperationError(context.getNode(), NOT_STARTED, { description: reason });
}

async function mayRun(context: IExecuteFunctions, ticket: string): Promise<boolean> {
	const store = await borrowStore(context);
	const reassembler = new Reassembler(store, readReassemblyPolicy(context));
	if (await reassembler.begin(ticket, context.getExecutionId())) return true;
	const mayBeOwnFile = context.getNodeParameter('storage', 0) === 'sqlite';
	if (!mayBeOwnFile || (await store.hasDispatcher(scopeOf(context, 'production')))) return false;
	warnOfOwnFile(context);
	return true;
}

let warnedOfOwnFile = false;

/** A worker with its own user folder opens a SQLite file that no dispatcher writes to. */
function warnOfOwnFile(context: IExecuteFunctions): void {
	if (warnedOfOwnFile) return;
	warnedOfOwnFile = true;
	context.logger.warn(
		`${context.getNode().name}: this process has no access to the SMS store of the main process, so a message may be processed twice after a crash or restart. Set 'Storage' to 'PostgreSQL', or make all n8n processes share one user folder.`,
	);
}

function endWithoutItems(context: IExecuteFunctions): INodeExecutionData[][] {
	const reason =
		'Another execution has already started with this message, so this one ends without items.';
	// With 'Always Output Data', n8n would start the workflow with an empty item.
	if (context.getNode().alwaysOutputData) throw new NodeOperationError(context.getNode(), reason);
	context.logger.debug(
		`${context.getNode().name}, execution ${context.getExecutionId()}: ${reason}`,
	);
	return [[]];
}
