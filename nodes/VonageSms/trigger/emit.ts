import {
	ManualExecutionCancelledError,
	TimeoutExecutionCancelledError,
	type INodeExecutionData,
	type ITriggerFunctions,
} from 'n8n-workflow';

import type { Outcome } from '../reassembly';
import { NOT_STARTED } from './begin';

type Emit = ITriggerFunctions['emit'];
type DonePromise = NonNullable<Parameters<Emit>[2]>;
type Run = Awaited<DonePromise['promise']>;

/**
 * Starts one execution and waits until it ends, or begins to wait. Resolves with `done` when the
 * message needs no further attempt: the execution succeeded or came further than the trigger, or a
 * person or the workflow's time limit canceled it. Resolves with `notStarted` when the trigger reported
 * that it couldn't reach the store. Resolves with `ended` when only the store knows whether it began:
 * n8n refused a second execution for the key, or this one failed at the trigger or before it.
 * Rejects when no execution could be created, or n8n shut down meanwhile. n8n before 2.35 does not
 * report that it could not create an execution; the promise stays pending then.
 *
 * @param trigger name of the trigger node
 */
export async function emitOnce(
	emit: Emit,
	trigger: string,
	item: INodeExecutionData,
	deduplicationKey: string,
): Promise<Outcome> {
	const done: DonePromise = Promise.withResolvers<Run>();
	emit([[item]], undefined, done, deduplicationKey);
	return await done.promise.then((run) => outcomeOf(run, trigger), outcomeOfRejection);
}

/** By class: n8n 1 gives no reason, and a shutdown cancels executions as well. */
function outcomeOfRejection(error: unknown): 'done' {
	const onPurpose =
		error instanceof ManualExecutionCancelledError ||
		error instanceof TimeoutExecutionCancelledError;
	if (onPurpose) return 'done';
	throw error;
}

/** In queue mode, the main process knows little more about a run than its status and its last node. */
function outcomeOf(run: Run, trigger: string): Outcome {
	if (run?.status === 'success' || run?.status === 'waiting') return 'done';
	const { lastNodeExecuted: last, error } = run?.data.resultData ?? {};
	if (last === trigger && error?.message === NOT_STARTED) return 'notStarted';
	return last !== undefined && last !== trigger ? 'done' : 'ended';
}
