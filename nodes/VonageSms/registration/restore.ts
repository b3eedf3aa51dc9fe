import type { VonageRefusal } from '../vonage';
import { failureOf, type Failure } from './failures';
import { release, type Holder, type Ledger, type Release } from './ledger';
import { readLedger, readNode, writeLedger, writeNode } from './notes';
import type { WebhookKind } from './parameters';
import { parsePlaceName, placeName, type RegistrationContext } from './registrationContext';
import { shownUrl } from './urls';
import { findOwners, labelOf, type WebhookOwner } from './webhookOwners';

/** The result of restoring places. */
export interface Restored {
	failures: Failure[];
	/** Names of the places that still need to be restored. */
	left: string[];
}

/**
 * Leaves every place as if `holder` had never registered there: restores the previous URL, unless another system
 * has changed it since. Can be repeated.
 *
 * @param places names of places
 * @throws NodeApiError, VonageUnreachable if Vonage refuses to list the places or doesn't respond
 */
export async function restore(
	registration: RegistrationContext,
	places: readonly string[],
	holder: Holder,
): Promise<Restored> {
	const byOwner = ownersOfThisAccount(registration, places);
	const owners = await findOwners(registration.session, byOwner);
	const result: Restored = { failures: [], left: [] };
	for (const name of byOwner) {
		const owner = owners.find((candidate) => candidate.name === name);
		if (!owner) {
			registration.context.logger.info(`${labelOf(name)} is no longer on this account`);
			for (const { place } of placesOf(registration, name, places)) {
				await writeLedger(registration.notes, place, null);
			}
			continue;
		}
		const failure = await restoreOwner(registration, owner, places, holder);
		if (failure) {
			result.failures.push(failure);
			result.left.push(...placesOf(registration, name, places).map(({ place }) => place));
		}
	}
	return result;
}

interface OwnPlace {
	kind: WebhookKind;
	place: string;
}

interface Releasing extends OwnPlace {
	release: Release;
}

/** The names of the owners. Places of another account are reported. */
function ownersOfThisAccount(
	{ session, context }: RegistrationContext,
	places: readonly string[],
): string[] {
	const names = places.map((place) => parsePlaceName(session, place)?.owner ?? null);
	if (names.includes(null)) {
		context.logger.warn(
			`${context.getNode().name}: the credential now belongs to another Vonage account, so a webhook URL is still registered with the previous account. Remove it there in the Vonage dashboard.`,
		);
	}
	return [...new Set(names.filter((name) => name !== null))];
}

function placesOf(
	{ session }: RegistrationContext,
	owner: string,
	places: readonly string[],
): OwnPlace[] {
	return places.flatMap((place) => {
		const parsed = parsePlaceName(session, place);
		return parsed?.owner === owner ? [{ kind: parsed.kind, place }] : [];
	});
}

async function restoreOwner(
	registration: RegistrationContext,
	owner: WebhookOwner,
	places: readonly string[],
	holder: Holder,
): Promise<Failure | null> {
	const releases = await releasesOf(registration, owner, places, holder);
	const urls: Partial<Record<WebhookKind, string | null>> = {};
	for (const { kind, release: done } of releases) if (done.kind === 'put') urls[kind] = done.url;
	const lent = owner.inPairs ? await lendToPair(registration, owner, urls) : null;
	const refusal = await put(registration, owner, urls);
	if (refusal) return failureOf(owner.label, refusal, 'restore the webhook');
	for (const { kind, place, release: done } of releases) {
		await writeLedger(registration.notes, place, lent?.kind === kind ? lent.ledger : done.ledger);
	}
	return null;
}

async function releasesOf(
	registration: RegistrationContext,
	owner: WebhookOwner,
	places: readonly string[],
	holder: Holder,
): Promise<Releasing[]> {
	const releases: Releasing[] = [];
	for (const { kind, place } of placesOf(registration, owner.name, places)) {
		const ledger = await readLedger(registration.notes, place);
		const current = owner.urls[kind] ?? null;
		const isLive = await liveHolders(registration, ledger);
		const done = release(ledger, current, holder, isLive);
		logChanged(registration, owner, done, current);
		releases.push({ kind, place, release: done });
	}
	return releases;
}

/**
 * Production holders whose node is still published, without those that couldn't be restored when they were
 * unpublished.
 */
async function liveHolders(
	{ notes }: RegistrationContext,
	ledger: Ledger | null,
): Promise<(holder: Holder) => boolean> {
	const ended = new Set<string>();
	for (const { node, run, url } of ledger?.holders ?? []) {
		if (run !== 'production') continue;
		const { production } = await readNode(notes, node);
		if (production?.state === 'leaving') ended.add(`${node} ${url}`);
	}
	return ({ node, url }) => !ended.has(`${node} ${url}`);
}

/**
 * Vonage accepts the URLs of an application only as a pair. If one would become empty and the other belongs to
 * another node, that node gets both, as if it had registered alone.
 */
async function lendToPair(
	{ session, notes }: RegistrationContext,
	owner: WebhookOwner,
	urls: Partial<Record<WebhookKind, string | null>>,
): Promise<{ kind: WebhookKind; ledger: Ledger } | null> {
	const after = { ...owner.urls, ...urls };
	const empty = (['inbound', 'status'] as const).find((kind) => (after[kind] ?? null) === null);
	const other = empty === 'inbound' ? 'status' : 'inbound';
	const url = after[other] ?? null;
	if (empty === undefined || url === null || urls[empty] !== null) return null;
	const ledger = await readLedger(notes, placeName(session, owner.name, other));
	const borrower = (ledger?.holders ?? []).findLast((each) => each.url === url);
	if (borrower === undefined) return null;

	urls[empty] = url;
	const place = placeName(session, owner.name, empty);
	const record = await readNode(notes, borrower.node);
	const { [borrower.run]: run } = record;
	if (run && !run.places.includes(place)) {
		const places = [...run.places, place];
		await writeNode(notes, borrower.node, { ...record, [borrower.run]: { ...run, places } });
	}
	return { kind: empty, ledger: { before: null, holders: [borrower] } };
}

function logChanged(
	{ context }: RegistrationContext,
	owner: WebhookOwner,
	done: Release,
	current: string | null,
): void {
	if (done.kind !== 'changed') return;
	context.logger.warn(
		`${context.getNode().name}: ${owner.label} has since been changed by another system and was left unchanged (${current === null ? 'no URL' : shownUrl(current)})`,
	);
}

/** If Vonage rejects the previous URL (because it no longer responds), no URL is better than ours. */
async function put(
	{ context }: RegistrationContext,
	owner: WebhookOwner,
	urls: Partial<Record<WebhookKind, string | null>>,
): Promise<VonageRefusal | null> {
	if (Object.keys(urls).length === 0) return null;
	const refusal = await owner.put(urls);
	const before = Object.values(urls).filter((url) => url !== null);
	if (refusal === null || !isAboutTheUrl(refusal) || before.length === 0) return refusal;
	const second = await owner.put(withoutUrls(urls));
	if (second !== null) return refusal;
	context.logger.error(
		`${context.getNode().name}: Vonage rejected the previous webhook URL of ${owner.label} (${before.map(shownUrl).join(', ')}), so it has no webhook now. Set one in the Vonage dashboard.`,
	);
	return null;
}

function isAboutTheUrl({ status }: VonageRefusal): boolean {
	return status === 400 || status === 420 || status === 422;
}

function withoutUrls(
	urls: Partial<Record<WebhookKind, string | null>>,
): Partial<Record<WebhookKind, string | null>> {
	return Object.fromEntries(Object.keys(urls).map((kind) => [kind, null]));
}
