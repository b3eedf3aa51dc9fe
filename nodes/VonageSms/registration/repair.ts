import { failureOf, isGeneral, listed } from './failures';
import { inspect, type Finding, type Holder } from './ledger';
import { readLedger, readNode, type NodeRecord } from './notes';
import { registerOwner, type Claim } from './register';
import { parsePlaceName, type RegistrationContext } from './registrationContext';
import { shownUrl } from './urls';
import { isNews } from './verification';
import { findOwners, labelOf, type WebhookOwner } from './webhookOwners';

/**
 * Checks the places where a production holder is registered, and registers missing URLs again. It doesn't change
 * places taken by another system or workflow: only publishing takes a place. If a place can't be registered, for
 * example because the number is gone, this is logged and the others are still registered.
 *
 * @param places names of places
 * @param how `isStart`: n8n is starting, so no test run can be listening
 * @returns whether everything is registered correctly, as far as this n8n can tell
 * @throws NodeApiError, VonageUnreachable if the request to Vonage fails
 */
export async function repair(
	registration: RegistrationContext,
	places: readonly string[],
	holder: Holder,
	{ isStart, isTimeOver }: { isStart: boolean; isTimeOver: () => boolean },
): Promise<boolean> {
	const { context } = registration;
	const views = await viewPlaces(registration, places, holder, { isStart });
	const failures: string[] = [];
	for (const [owner, claims] of byOwner(views.missing)) {
		if (isTimeOver()) return false;
		const refusal = await registerOwner(registration, owner, claims, holder);
		if (refusal === null) {
			context.logger.warn(
				`${context.getNode().name}: ${owner.label} no longer sent to this workflow and has been registered again`,
			);
			continue;
		}
		const { label, reason, next } = failureOf(owner.label, refusal, 'set the webhook');
		failures.push(`${label} ${reason}. ${next}`);
		if (isGeneral(refusal)) break;
	}
	const text = failures.length === 0 ? null : listed(failures);
	if (isNews(holder.node, 'repair', text) && text !== null) {
		context.logger.error(`${context.getNode().name}: SMS may not arrive: ${text}`);
	}
	return failures.length === 0;
}

/** The current URLs at Vonage. Reports problems that can't be repaired. */
export async function viewPlaces(
	registration: RegistrationContext,
	places: readonly string[],
	holder: Holder,
	{ isStart }: { isStart: boolean },
): Promise<{ missing: Claim[] }> {
	const { session, notes } = registration;
	const own = places.flatMap((place) => {
		const parsed = parsePlaceName(session, place);
		return parsed ? [{ place, ...parsed }] : [];
	});
	const names = [...new Set(own.map(({ owner }) => owner))];
	const owners = await findOwners(session, names);
	reportOwners(registration, names, owners);

	const record = await readNode(notes, holder.node);
	const missing: Claim[] = [];
	for (const { place, owner: name, kind } of own) {
		const owner = owners.find((candidate) => candidate.name === name);
		if (!owner || owner.ineligible !== null) continue;
		const current = owner.urls[kind] ?? null;
		const ledger = await readLedger(notes, place);
		const finding = inspect(ledger, current, holder, {
			isInterrupted: record.production?.state !== 'registered',
			mayTest: !isStart && mayTest(record),
		});
		reportPlace(registration, owner, place, finding, current);
		if (finding === 'missing') missing.push({ owner, kind, place, ledger, current });
	}
	return { missing };
}

/** A test whose places couldn't be restored when it ended is over. */
function mayTest({ test }: NodeRecord): boolean {
	return test !== undefined && test.state !== 'leaving';
}

function byOwner(claims: readonly Claim[]): Map<WebhookOwner, Claim[]> {
	const grouped = new Map<WebhookOwner, Claim[]>();
	for (const claim of claims) {
		grouped.set(claim.owner, [...(grouped.get(claim.owner) ?? []), claim]);
	}
	return grouped;
}

function reportOwners(
	{ context, nodeName }: RegistrationContext,
	names: readonly string[],
	owners: readonly WebhookOwner[],
): void {
	for (const name of names) {
		const owner = owners.find((candidate) => candidate.name === name);
		const problem = owner ? owner.ineligible : 'is no longer on this account';
		if (!isNews(nodeName, name, problem) || problem === null) continue;
		context.logger.warn(
			`${context.getNode().name}: ${owner?.label ?? labelOf(name)} ${problem}, so it receives no SMS. Everything else stays registered. Remove it from the node and publish again.`,
		);
	}
}

function reportPlace(
	{ context, nodeName }: RegistrationContext,
	owner: WebhookOwner,
	place: string,
	finding: Finding,
	current: string | null,
): void {
	const change = finding === 'changed' ? current : null;
	if (!isNews(nodeName, place, change) || change === null) return;
	context.logger.warn(
		`${context.getNode().name}: ${owner.label} was changed by another system: it now sends to ${shownUrl(change)}, not to this workflow. To register this workflow again, publish it again.`,
	);
}
