import { itemsOf } from '../../n8n';
import type { StoreReader } from '../../storeReader';
import type { Receiver, Site } from '../n8n/site';
import { JOINED } from '../n8n/workflows';

/** What became of the messages of a soak. */
export interface Verdict {
	messages: number;
	/** No execution has begun these. */
	lost: number;
	/** More than one execution has run for these. */
	doubled: number;
	/** Whose execution had begun when n8n was killed: n8n marks it as crashed. */
	cutByCrash: number;
	/** Whose execution ended well, with another text than was sent. */
	wrongText: number;
}

/** Compares what was sent with the items of n8n's executions, and with what the store knows as begun. */
export async function judge(
	site: Site,
	store: StoreReader,
	{ workflowId }: Receiver,
	sent: ReadonlyMap<string, string>,
): Promise<Verdict> {
	const executions = await site.n8n.executions(workflowId);
	const texts = executions.flatMap((execution) =>
		itemsOf(execution, JOINED).map(({ json }) => String(json.text)),
	);
	const byMessage = Map.groupBy(texts, nameOfText);
	const cut = await begunAndCrashed(site, store, workflowId);
	const verdict = { messages: sent.size, lost: 0, doubled: 0, cutByCrash: 0, wrongText: 0 };
	for (const [name, text] of sent) {
		const found = byMessage.get(name) ?? [];
		if (found.length > 1) verdict.doubled += 1;
		if (found.length > 0 && !found.includes(text)) verdict.wrongText += 1;
		if (found.length === 0) verdict[cut.has(name) ? 'cutByCrash' : 'lost'] += 1;
	}
	return verdict;
}

async function begunAndCrashed(
	site: Site,
	store: StoreReader,
	workflowId: string,
): Promise<Set<string>> {
	const begunBy = await store.begunBy();
	const rows = await site.executions.after(workflowId, 0);
	return new Set(
		rows
			.filter(({ id, status }) => status === 'crashed' && begunBy.has(String(id)))
			.map(({ deduplicationKey }) => nameOfKey(deduplicationKey)),
	);
}

/** `messageId` is the name of the message with the number of the part behind it. */
function nameOfKey(deduplicationKey: string | null): string {
	return /\/(soak\d+)(?:-\d+)?\//.exec(deduplicationKey ?? '')?.[1] ?? '';
}

function nameOfText(text: string): string {
	return /^soak\d+/.exec(text)?.[0] ?? '';
}
