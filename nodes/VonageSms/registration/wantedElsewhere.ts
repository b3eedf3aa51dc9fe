import { readLedger, readNode, type RegistrationNotes } from './notes';
import type { Run } from './ledger';
import type { WebhookKind } from './parameters';

/**
 * Whether another workflow of this store is registered for a kind of webhook in a place where this node is
 * registered as well. This node must not acknowledge such a webhook: it reached this URL only because Vonage has
 * one pair of URLs for an application or account, and the other workflow is waiting for it.
 *
 * @param node see `nodeName`
 * @param run of this node; a test run has taken the URLs from production, including its own
 */
export async function isWantedElsewhere(
	notes: Pick<RegistrationNotes, 'read'>,
	node: string,
	run: Run,
	kind: WebhookKind,
): Promise<boolean> {
	const record = (await readNode(notes, node))[run];
	const siblings = new Set(record?.places.map((place) => place.replace(/[^/]*$/, kind)));
	for (const place of siblings) {
		const holders = (await readLedger(notes, place))?.holders ?? [];
		const isOther = holders.some(
			(holder) => holder.run === 'production' && (holder.node !== node || run === 'test'),
		);
		if (isOther) return true;
	}
	return false;
}
