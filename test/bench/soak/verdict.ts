import { itemsOf } from '../../n8n';
import type { ExecutionRow } from '../n8n/executionLog';
import type { Receiver, Site } from '../n8n/site';
import { JOINED } from '../n8n/workflows';

/** What became of the messages of a soak. */
export interface Verdict {
	messages: number;
	/** Without any execution. */
	lost: number;
	/** With more than one. */
	doubled: number;
	/** Whose execution was under way when n8n was killed: n8n started it, and marks it as crashed. */
	cutByCrash: number;
	/** Whose execution ended well, with another text than was sent. */
	wrongText: number;
}

/** Compares what was sent with n8n's executions: their deduplication keys name the message. */
export async function judge(
	site: Site,
	{ workflowId }: Receiver,
	sent: ReadonlyMap<string, string>,
): Promise<Verdict> {
	const rows = await site.executions.after(workflowId, 0);
	const byMessage = Map.groupBy(rows, nameOf);
	const texts = new Set(await textsOf(site, workflowId));
	const verdict = { messages: sent.size, lost: 0, doubled: 0, cutByCrash: 0, wrongText: 0 };
	for (const [name, text] of sent) {
		const executions = byMessage.get(name) ?? [];
		if (executions.length === 0) verdict.lost += 1;
		if (executions.length > 1) verdict.doubled += 1;
		if (executions.some(({ status }) => status === 'crashed')) verdict.cutByCrash += 1;
		else if (executions.length > 0 && !texts.has(text)) verdict.wrongText += 1;
	}
	return verdict;
}

/** How many of the messages have had an execution that ended. */
export async function endedMessages(site: Site, { workflowId }: Receiver): Promise<number> {
	const rows = await site.executions.after(workflowId, 0);
	const ended = rows.filter(({ stoppedAt, status }) => stoppedAt !== null || status === 'crashed');
	return new Set(ended.map(nameOf)).size;
}

/** `messageId` is the name of the message with the number of the part behind it. */
function nameOf({ deduplicationKey }: ExecutionRow): string {
	return /\/(soak\d+)(?:-\d+)?\//.exec(deduplicationKey ?? '')?.[1] ?? '';
}

async function textsOf(site: Site, workflowId: string): Promise<string[]> {
	const executions = await site.n8n.executions(workflowId);
	return executions.flatMap((execution) =>
		itemsOf(execution, JOINED).map(({ json }) => String(json.text)),
	);
}
