import type { Execution } from '../../n8n';
import { TRIGGER } from '../workflows';
import type { KillStage } from './stage';

/** What became of the acknowledged messages. */
export interface Verdict {
	messages: number;
	/** No execution has begun these. */
	lost: string[];
	/** More than one execution has begun these, a second one marked as redelivered apart. */
	doubled: string[];
	/** Begun a second time after a crash, as redelivered. */
	runAgain: string[];
	/** Begun, and crashed before the first node behind the trigger. */
	crashedBeforeFirstNode: string[];
	/** Begun, and crashed before the last node. */
	crashedBeforeEnd: string[];
}

/** Compares what was acknowledged with the side effects, and with what the store and n8n know. */
export async function judge(stage: KillStage): Promise<Verdict> {
	const { effects, traffic } = stage;
	const verdict: Verdict = {
		messages: traffic.acknowledged.size,
		lost: [],
		doubled: [],
		runAgain: [],
		crashedBeforeFirstNode: [],
		crashedBeforeEnd: [],
	};
	const begun = Map.groupBy(effects.begun, ({ message }) => message);
	const ended = new Set(effects.ended.map(({ message }) => message));
	const crashed = await crashedAfterBeginning(stage);
	for (const message of traffic.acknowledged) {
		const effectsOf = begun.get(message) ?? [];
		if (effectsOf.length === 0) {
			(crashed.has(message) ? verdict.crashedBeforeFirstNode : verdict.lost).push(message);
			continue;
		}
		// The same execution begins again where a worker died and n8n repeats its job.
		const first = new Set(effectsOf.flatMap((each) => (each.redelivered ? [] : each.execution)));
		const again = new Set(effectsOf.flatMap((each) => (each.redelivered ? each.execution : [])));
		if (first.size > 1 || again.size > 1) verdict.doubled.push(message);
		// The first one that begins may be a later attempt, where n8n had been given the message before.
		if (first.size > 0 && again.size > 0) verdict.runAgain.push(message);
		if (!ended.has(message)) verdict.crashedBeforeEnd.push(message);
	}
	return verdict;
}

/** Messages of executions that n8n marks as crashed and that the store knows as begun. */
async function crashedAfterBeginning({ n8n, store, workflowId }: KillStage): Promise<Set<string>> {
	const begunBy = await store.begunBy();
	const executions = await n8n.executions(workflowId);
	return new Set(executions.filter(({ id }) => begunBy.has(id)).flatMap(messageOf));
}

/** Id of the message that the execution was started with, also where no node of it ran. */
function messageOf({ data }: Execution): string[] {
	const started = [
		...(data.executionData?.nodeExecutionStack ?? []).map((entry) => entry.data.main[0]?.[0]),
		data.resultData.runData[TRIGGER]?.[0]?.data?.main[0]?.[0],
	];
	return started.flatMap((item) => (item ? [String(item.json.id)] : []));
}
