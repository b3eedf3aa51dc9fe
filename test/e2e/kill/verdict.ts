import { recognise, type Keepable } from '../../../nodes/VonageSms/inbound';
import { toRecord } from '../../../nodes/VonageSms/reassembly/record';
import type { KillStage } from './stage';
import { recordsOf } from './traffic';

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

/** Compares the acknowledged messages with the side effects, and with the records of the store and n8n. */
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
	for (const message of traffic.acknowledged.keys()) {
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

/**
 * Ids of the messages that, by the store, an execution has begun which n8n has as crashed or failed. n8n's own data of
 * the execution does not always contain the message: where a worker was killed, it is empty.
 */
async function crashedAfterBeginning(stage: KillStage): Promise<Set<string>> {
	const { n8n, store, traffic, workflowId } = stage;
	const begunBy = await store.begunBy();
	const executions = await n8n.executions(workflowId);
	const crashed = new Set(
		executions.flatMap(({ id, status }) =>
			status === 'crashed' || status === 'error' ? (begunBy.get(id) ?? []) : [],
		),
	);
	const messages = [...traffic.acknowledged].filter(([, number]) => crashed.has(keyOf(number)));
	return new Set(messages.map(([id]) => id));
}

/** The key under which the store has the message. */
function keyOf(number: number): string {
	return toRecord('', recognise(recordsOf(number)[0]!) as Keepable).key;
}
