import { recognise, type Keepable } from '../../../nodes/VonageSms/inbound';
import { toRecord } from '../../../nodes/VonageSms/reassembly/record';
import type { KillStage } from './stage';
import { recordsOf } from './traffic';
import { verdictOf, type Verdict } from './verdict';

/** Collects what n8n, the store and the counter know of the acknowledged messages, and judges it. */
export async function judge(stage: KillStage): Promise<Verdict> {
	const { effects, store, traffic } = stage;
	return verdictOf({
		acknowledged: traffic.acknowledged.keys(),
		begun: effects.begun,
		ended: effects.ended,
		crashed: idsOf(stage, await crashedAfterBeginning(stage)),
		offeredAgain: idsOf(stage, await store.offeredAgain()),
	});
}

/**
 * Keys of the messages that, by the store, an execution has begun which n8n has as crashed or failed. n8n's own data
 * of the execution does not always contain the message: where a worker was killed, it is empty.
 */
async function crashedAfterBeginning({ n8n, store, workflowId }: KillStage): Promise<Set<string>> {
	const begunBy = await store.begunBy();
	const executions = await n8n.executions(workflowId);
	return new Set(
		executions.flatMap(({ id, status }) =>
			status === 'crashed' || status === 'error' ? (begunBy.get(id) ?? []) : [],
		),
	);
}

/** Ids of the acknowledged messages that the store has under one of the keys. */
function idsOf({ traffic }: KillStage, keys: ReadonlySet<string>): Set<string> {
	const messages = [...traffic.acknowledged].filter(([, number]) => keys.has(keyOf(number)));
	return new Set(messages.map(([id]) => id));
}

function keyOf(number: number): string {
	return toRecord('', recognise(recordsOf(number)[0]!) as Keepable).key;
}
