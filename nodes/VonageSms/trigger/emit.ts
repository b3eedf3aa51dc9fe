import {
	ExecutionCancelledError,
	type INodeExecutionData,
	OperationalError,
	type ITriggerFunctions,
} from 'n8n-workflow';

type Emit = ITriggerFunctions['emit'];
type DonePromise = NonNullable<Parameters<Emit>[2]>;

/** How long n8n before 2.20 may take over one execution, which never tells that it could not create one. */
const SILENCE_MS = 3_600_000;

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
	const patience = tellsFailures(emit) ? undefined : setTimeout(giveUp, SILENCE_MS, done).unref();
	emit([[item]], undefined, done, deduplicationKey);
	await done.promise.catch(acceptCancellation).finally(() => clearTimeout(patience));
}

/** The n8n that takes a key, the fourth parameter, also rejects where it creates no execution. */
function tellsFailures(emit: Emit): boolean {
	return emit.length >= 4;
}

function giveUp(done: DonePromise): void {
	done.reject(new OperationalError('n8n has not told for an hour what became of the execution'));
}

function acceptCancellation(error: unknown): void {
	if (error instanceof ExecutionCancelledError && error.reason !== 'shutdown') return;
	throw error;
}

function deferred(): DonePromise {
	const { promise, resolve, reject } = Promise.withResolvers<Awaited<DonePromise['promise']>>();
	return { promise, resolve, reject };
}
