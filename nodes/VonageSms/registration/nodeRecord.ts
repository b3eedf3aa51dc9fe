import { readNode, writeNode, type NodeRecord, type RunRecord } from './notes';
import type { RegistrationContext } from './registrationContext';
import type { Holder, Run } from './ledger';

/** Changes what is remembered of the node; undefined forgets a run. */
export async function updateRecord(
	{ notes, nodeName }: RegistrationContext,
	changes: NodeRecord,
): Promise<void> {
	await writeNode(notes, nodeName, { ...(await readNode(notes, nodeName)), ...changes });
}

/** What is remembered of a registration that begins now, or goes on. */
export function beginning(
	{ url }: Holder,
	places: readonly string[],
	state: RunRecord['state'] = 'registering',
): RunRecord {
	return { url, places: [...places], state, since: new Date().toISOString() };
}

/** Places of this node's that are to be restored before others are registered, with the holder to do it as. */
export function leftovers(
	record: NodeRecord,
	{ node, run, url }: Holder,
	wanted: readonly string[],
): { places: string[]; as: Holder }[] {
	const runs: readonly Run[] = run === 'production' ? ['production', 'test'] : ['test'];
	return runs
		.map((each) => ({
			places: (record[each]?.places ?? []).filter((place) => !wanted.includes(place)),
			as: { node, run: each, url: record[each]?.url ?? url },
		}))
		.filter(({ places }) => places.length > 0);
}

/**
 * Which of the node's runs a webhook URL belongs to: n8n calls `delete` in the same mode for both, so the URL has to
 * tell. It is never read from the form of the path, which people can configure: a URL is recognized when it was
 * registered, or when it is a registered one under another host (n8n moved). Null: neither.
 */
export function runOf(record: NodeRecord, url: string): Run | null {
	const runs = ['test', 'production'] as const;
	return (
		runs.find((run) => record[run]?.url === url) ??
		runs.find((run) => pathOf(record[run]?.url) === pathOf(url)) ??
		null
	);
}

function pathOf(url: string | undefined): string | undefined {
	return url !== undefined && URL.canParse(url) ? new URL(url).pathname : url;
}
