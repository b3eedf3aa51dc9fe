import { failureOf, isGeneral, type Failure } from './failures';
import { isForeign, isOwn, settle, take, type Holder, type Ledger } from './ledger';
import { readLedger, writeLedger } from './notes';
import type { WebhookKind } from './parameters';
import { placeName, type RegistrationContext } from './registrationContext';
import { restore } from './restore';
import { shownUrl } from './urls';
import type { WebhookOwner } from './webhookOwners';

/** One place to set to this node's URL. */
export interface Claim {
	owner: WebhookOwner;
	kind: WebhookKind;
	place: string;
	ledger: Ledger | null;
	/** The URL in the place now. */
	current: string | null;
}

/**
 * The places that a holder needs, with the current URLs at Vonage.
 *
 * Vonage accepts the two URLs of an application only together. The URL that wasn't asked for is also claimed if
 * it's empty or already belongs to this node. If another node registered it, it's sent back unchanged.
 *
 * @param asked the kinds needed for the selected events
 */
export async function claimsOf(
	{ session, notes }: RegistrationContext,
	owners: readonly WebhookOwner[],
	asked: readonly WebhookKind[],
	holder: Holder,
): Promise<Claim[]> {
	const claims: Claim[] = [];
	for (const owner of owners) {
		for (const kind of ['inbound', 'status'] as const) {
			const current = owner.urls[kind];
			if (current === undefined) continue;
			const place = placeName(session, owner.name, kind);
			const ledger = await readLedger(notes, place);
			const isFree = current === null || isOwn(ledger, current, holder);
			if (asked.includes(kind) || (owner.inPairs && isFree)) {
				claims.push({ owner, kind, place, ledger, current });
			}
		}
	}
	return claims;
}

/** The result of registering claims. */
export interface Registered {
	failures: Failure[];
	/** Number of registered owners. */
	done: number;
	/** Number of all owners. */
	total: number;
	/** Whether the time limit was reached before all were registered. */
	isOutOfTime: boolean;
}

/**
 * Registers the holder's URL for all claims. If Vonage refuses one of them, all changes are undone. If the time
 * limit is reached, the registered ones stay.
 *
 * @param isTimeOver checked before each owner
 * @throws VonageUnreachable, after restoring
 */
export async function register(
	registration: RegistrationContext,
	claims: readonly Claim[],
	holder: Holder,
	isTimeOver: () => boolean = () => false,
): Promise<Registered> {
	const owners = [...new Set(claims.map(({ owner }) => owner))];
	const failures: Failure[] = [];
	const changed: string[] = [];
	const result = (done: number, isOutOfTime: boolean) => ({
		failures,
		done,
		total: owners.length,
		isOutOfTime,
	});
	let isDone = false;
	try {
		for (const [index, owner] of owners.entries()) {
			const own = claims.filter((claim) => claim.owner === owner);
			const moved = own.filter(({ current }) => current !== holder.url);
			if (moved.length > 0 && isTimeOver()) {
				isDone = true;
				return result(index, true);
			}
			logProgress(registration, owner, index, owners.length);
			changed.push(...moved.map(({ place }) => place));
			const refusal = await registerOwner(registration, owner, own, holder);
			if (!refusal) continue;
			failures.push(failureOf(owner.label, refusal, 'set the webhook'));
			if (isGeneral(refusal)) break;
		}
		isDone = failures.length === 0;
	} finally {
		if (!isDone) await rollBack(registration, changed, holder);
	}
	return result(owners.length, false);
}

/** Registers all claims on one owner with one request. */
export async function registerOwner(
	{ context, notes }: RegistrationContext,
	owner: WebhookOwner,
	own: readonly Claim[],
	holder: Holder,
) {
	const urls: Partial<Record<WebhookKind, string | null>> = {};
	for (const { kind, place, ledger, current } of own) {
		await writeChanged(notes, place, ledger, take(ledger, current, holder));
		if (current !== holder.url) urls[kind] = holder.url;
	}
	const refusal = Object.keys(urls).length > 0 ? await owner.put(urls) : null;
	if (refusal) return refusal;
	for (const { place, ledger, current } of own) {
		const taken = take(ledger, current, holder);
		await writeChanged(notes, place, taken, settle(taken, holder));
		if (current === null || !isForeign(ledger, current, holder)) continue;
		context.logger.warn(
			`${context.getNode().name}: ${owner.label} sent to ${shownUrl(current)} and now sends to this workflow. The previous URL will be restored later`,
		);
	}
	return null;
}

async function writeChanged(
	notes: RegistrationContext['notes'],
	place: string,
	before: Ledger | null,
	after: Ledger,
): Promise<void> {
	if (JSON.stringify(before) === JSON.stringify(after)) return;
	await writeLedger(notes, place, after);
}

function logProgress(
	{ context }: RegistrationContext,
	owner: WebhookOwner,
	index: number,
	total: number,
): void {
	context.logger.info(
		`${context.getNode().name}: registering the webhook of ${owner.label} (${index + 1} of ${total})`,
	);
}

/** Places that can't be restored now stay in the notes for the next time. */
async function rollBack(
	registration: RegistrationContext,
	changed: readonly string[],
	holder: Holder,
): Promise<void> {
	const { context } = registration;
	try {
		const { failures } = await restore(registration, changed, holder);
		for (const { label, reason } of failures) {
			context.logger.error(`${context.getNode().name}: ${label} was not restored: it ${reason}`);
		}
	} catch (error) {
		context.logger.error(`${context.getNode().name}: webhooks were not restored`, {
			reason: error instanceof Error ? error.message : 'unknown',
		});
	}
}
