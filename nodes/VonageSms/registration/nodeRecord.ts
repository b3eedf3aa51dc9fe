import { readNode, writeNode, type NodeRecord, type RunRecord } from './notes';
import type { RegistrationContext } from './registrationContext';
import type { Holder, Run } from './ledger';

/** Changes the node's record; undefined removes a run. */
export async function updateRecord(
	{ notes, nodeName }: RegistrationContext,
	changes: NodeRecord,
): Promise<void> {
	await writeNode(notes, nodeName, { ...(await readNode(notes, nodeName)), ...changes });
}

/** The record of a registration that is starting or continuing. */
export function beginning(
	{ url }: Holder,
	places: readonly string[],
	state: RunRecord['state'] = 'registering',
): RunRecord {
	return { url, places: [...places], state, since: new Date().toISOString() };
}

/** The node's places to restore before others are registered, with the holder to restore them as. */
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
 * The run that a webhook URL belongs to; null for neither. n8n calls `delete` in the same mode for both runs, so
 * only the URL distinguishes them. The form of the path isn't used, because it's configurable. Instead, a URL is
 * recognized if it's registered, or if a registered URL differs only in the host (n8n has moved).
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
