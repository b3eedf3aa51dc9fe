import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { wholeMessage } from '../vonage';
import { failuresError, listed } from './failures';
import type { Holder } from './ledger';
import { beginning, runOf, updateRecord } from './nodeRecord';
import { readNode, type NodeRecord, type RunRecord } from './notes';
import { readDestination } from './parameters';
import { parsePlaceName, placeName, type RegistrationContext } from './registrationContext';
import { restore } from './restore';
import { kindsOf, labelOf, ownerNames } from './webhookOwners';

type HookRegistration = RegistrationContext<IHookFunctions>;

/**
 * Restores the URLs that a webhook URL of this node replaced, in production or in a test run.
 *
 * @throws NodeOperationError in production, with the remaining places and the next step
 */
export async function unregister(registration: HookRegistration, url: string): Promise<void> {
	const record = await readRecord(registration);
	if (record === null) {
		return await unregisterTest({ ...registration, notes: noNotes }, {}, url, true);
	}
	const run = runOf(record, url);
	const known = run === null ? undefined : record[run];
	if (run !== null && known?.state === 'unfinished') {
		// n8n calls `delete` after every failed publication, but this one continues when the workflow is published
		// again.
		return await updateRecord(registration, { [run]: { ...known, state: 'registering' } });
	}
	if (run === 'production' && known) return await unregisterProduction(registration, known, url);
	await unregisterTest(registration, record, url, run === null);
}

/** Null if the store can't be read. The node's own URL is removed nevertheless. */
async function readRecord({
	context,
	notes,
	nodeName,
}: HookRegistration): Promise<NodeRecord | null> {
	return await readNode(notes, nodeName).catch((error: unknown) => {
		context.logger.error(
			`${context.getNode().name}: the store can't be read, so the previous URLs are unknown. Only this workflow's own URL is removed. ${wholeMessage(error)}`,
		);
		return null;
	});
}

async function unregisterProduction(
	registration: HookRegistration,
	production: RunRecord,
	url: string,
): Promise<void> {
	const holder: Holder = { node: registration.nodeName, run: 'production', url };
	// First, so that no other workflow gives a place back to this one if it can't be restored now.
	await updateRecord(registration, { production: { ...production, state: 'leaving' } });
	try {
		await restoreAll(registration, production.places, holder);
	} catch (error) {
		throw new NodeOperationError(
			registration.context.getNode(),
			`${wholeMessage(error)} Still sending to this n8n: ${listed(labelsOf(registration, production.places))}. Remove the URL there in the Vonage dashboard, or correct the credential, then publish and unpublish again.`,
		);
	}
}

/**
 * @param isUnknown the URL was never registered, or the store can't be read: only places that contain exactly
 *   this URL are restored
 */
async function unregisterTest(
	registration: HookRegistration,
	record: NodeRecord,
	url: string,
	isUnknown: boolean,
): Promise<void> {
	const { context } = registration;
	const holder: Holder = { node: registration.nodeName, run: 'test', url };
	const everywhere = Object.values(record).flatMap(({ places }) => places);
	const places = isUnknown
		? [...new Set([...conceivablePlaces(registration), ...everywhere])]
		: (record.test?.places ?? []);
	try {
		await restoreAll(registration, places, holder);
	} catch (error) {
		// n8n doesn't handle errors thrown when a test ends.
		context.logger.error(
			isUnknown
				? `${context.getNode().name}: couldn't check that Vonage doesn't send to ${url}. ${wholeMessage(error)}`
				: `${context.getNode().name}: Vonage may still send to ${url}. To fix this, publish or test the workflow again. ${wholeMessage(error)}`,
		);
		if (record.test) await markTestEnded(registration, record.test);
	}
}

async function markTestEnded(registration: HookRegistration, test: RunRecord): Promise<void> {
	const ended: NodeRecord = { test: { ...test, state: 'leaving' } };
	// The store may be the cause.
	await updateRecord(registration, ended).catch(() => undefined);
}

async function restoreAll(
	registration: HookRegistration,
	places: readonly string[],
	holder: Holder,
): Promise<void> {
	const { context, session } = registration;
	await session.limiter.serially(session.account, async () => {
		const { failures, left } = await restore(registration, places, holder);
		const remaining = left.length > 0 ? beginning(holder, left, 'leaving') : undefined;
		await updateRecord(registration, { [holder.run]: remaining });
		if (failures.length === 0) return;
		throw failuresError(context.getNode(), 'The webhook was not restored', failures);
	});
}

function labelsOf({ session }: HookRegistration, places: readonly string[]): string[] {
	const owners = places.flatMap((place) => parsePlaceName(session, place)?.owner ?? []);
	return [...new Set(owners)].map(labelOf);
}

/** Where the URL may be if the notes have no record of this node. */
function conceivablePlaces({ session, context }: HookRegistration): string[] {
	try {
		return ownerNames(readDestination(context)).flatMap((name) =>
			kindsOf(name).map((kind) => placeName(session, name, kind)),
		);
	} catch {
		return [];
	}
}

/** For a store that can't be read. */
const noNotes = {
	read: async () => null,
	write: async () => undefined,
	remove: async () => undefined,
};
