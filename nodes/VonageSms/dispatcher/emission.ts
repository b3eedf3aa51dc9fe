import {
	ExecutionCancelledError,
	type INodeExecutionData,
	type ITriggerFunctions,
} from 'n8n-workflow';

type Emit = ITriggerFunctions['emit'];
type DonePromise = NonNullable<Parameters<Emit>[2]>;

/**
 * Starts one execution and waits for its end. Resolves also when n8n refused a second execution for
 * the key, and when a person or the workflow's time limit ended it: the message was handed over.
 * Rejects when no execution could be created, or n8n shut down in between.
 */
export async function emitOnce(
	emit: Emit,
	item: INodeExecutionData,
	deduplicationKey: string,
): Promise<void> {
	const done = deferred();
	emit([[item]], undefined, done, deduplicationKey);
	await done.promise.catch(acceptCancellation);
}

function acceptCancellation(error: unknown): void {
	if (error instanceof ExecutionCancelledError && error.reason !== 'shutdown') return;
	throw error;
}

function deferred(): DonePromise {
	const { promise, resolve, reject } = Promise.withResolvers<Awaited<DonePromise['promise']>>();
	return { promise, resolve, reject };
}
