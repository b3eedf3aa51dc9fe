import type {
	IExecuteData,
	IExecuteFunctions,
	INodeExecutionData,
	IRunExecutionData,
	ITaskMetadata,
} from 'n8n-workflow';

/** Saved by n8n with an entry of its stack: the settled items, by the index of their input item. */
interface Metadata extends ITaskMetadata {
	vonageSmsSettled?: Array<[number, INodeExecutionData]>;
}

/** Items that an earlier run of the node settled, by the index of their input item. */
export function settledEarlier(context: IExecuteFunctions): Map<number, INodeExecutionData> {
	return new Map(metadataOf(context.getExecuteData()).vonageSmsSettled);
}

/** Whether `runLater` can be used: not in a tool that runs inside its agent's node. */
export function canRunLater(context: IExecuteFunctions): boolean {
	return stackOf(context) !== null && context.getExecuteData().node.name === context.getNode().name;
}

/**
 * Puts the execution to wait, and runs the node again with the same input at that time. n8n saves the execution and
 * resumes it by its own timer, also after a restart.
 *
 * n8n disables a node that waited when it resumes the execution, and passes the node's input on. So the entry that
 * waits gets no input, which n8n passes over, and behind it stands a second entry with the input. It has a node object
 * of its own: n8n saves an object that two entries share as one.
 *
 * Nothing may fail after this call, or the node would run twice.
 *
 * @param settled what the later run returns without doing it again
 */
export async function runLater(
	context: IExecuteFunctions,
	at: Date,
	settled: ReadonlyMap<number, INodeExecutionData>,
): Promise<void> {
	const entry = context.getExecuteData();
	const metadata: Metadata = { ...entry.metadata, vonageSmsSettled: [...settled] };
	stackOf(context)?.unshift({ ...entry, metadata });
	forgetSettled(context);
	entry.node = { ...entry.node };
	entry.data = { main: [] };
	await context.putExecutionToWait(at);
}

/** For the last run: n8n shows and keeps the metadata of an entry with its result. */
export function forgetSettled(context: IExecuteFunctions): void {
	delete metadataOf(context.getExecuteData()).vonageSmsSettled;
}

function metadataOf({ metadata }: IExecuteData): Metadata {
	return metadata ?? {};
}

/** The entries that n8n still has to run, the next one first. n8n's public API gives a node only its own entry. */
function stackOf(context: IExecuteFunctions): IExecuteData[] | null {
	const { runExecutionData } = context as { runExecutionData?: IRunExecutionData };
	return runExecutionData?.executionData?.nodeExecutionStack ?? null;
}
