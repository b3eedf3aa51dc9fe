import { failureOf, isGeneral, type Failure } from './failures';
import { isForeign, isOwn, settle, take, type Holder, type Ledger } from './ledger';
import { readLedger, writeLedger } from './notes';
import type { WebhookKind } from './parameters';
import { placeName, type RegistrationContext } from './registrationContext';
import { restore } from './restore';
import { shownUrl } from './urls';
import type { WebhookOwner } from './webhookOwners';

/** One place that shall contain this node's URL. */
export interface Claim {
	owner: WebhookOwner;
	kind: WebhookKind;
	place: string;
	ledger: Ledger | null;
	/** The URL in the place now. */
	current: string | null;
}

/**
 * The places that a holder needs, with what Vonage has there now.
 *
 * Vonage accepts the two URLs of an application only together: the one that was not asked for is claimed as well where
 * it is empty, or this node's already. One that another node registered is left alone, and sent back unchanged.
 *
 * @param asked the kinds that the chosen events need
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
	/** How many owners are done. */
	done: number;
	/** Of how many. */
	total: number;
	/** Whether time was over before all were done. */
	isOutOfTime: boolean;
}

/**
 * Puts the holder's URL where the claims say. When one of them is refused, what was changed is restored; when time is
 * over, what is done stays.
 *
 * @param isTimeOver asked before each owner
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

/** What cannot be restored now stays in the notes, for the next time. */
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
