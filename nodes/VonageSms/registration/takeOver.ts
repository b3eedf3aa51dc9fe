import { failureOf, isGeneral, type Failure } from './failures';
import { giveBack } from './giveBack';
import { isForeign, isKnown, settle, take, type Holder, type Ledger } from './ledger';
import { readLedger, writeLedger } from './memory';
import type { Slot } from './parameters';
import { shownUrl } from './shownUrl';
import { slotName, type Situation } from './situation';
import type { Subject } from './subject';

/** One slot that shall hold this node's URL. */
export interface Claim {
	subject: Subject;
	slot: Slot;
	memoryName: string;
	ledger: Ledger | null;
	/** What stands in the slot now. */
	standing: string | null;
}

/**
 * The slots that a holder needs of what stands at Vonage now.
 *
 * @param asked the slots that the chosen events need
 */
export async function claimsOf(
	{ session, memory }: Situation,
	subjects: readonly Subject[],
	asked: readonly Slot[],
	holder: Holder,
): Promise<Claim[]> {
	const claims: Claim[] = [];
	for (const subject of subjects) {
		for (const slot of ['inbound', 'status'] as const) {
			const standing = subject.urls[slot];
			if (standing === undefined) continue;
			const memoryName = slotName(session, subject.name, slot);
			const ledger = await readLedger(memory, memoryName);
			const isFree = standing === null || standing === holder.url || isKnown(ledger, standing);
			if (asked.includes(slot) || (subject.inPairs && isFree)) {
				claims.push({ subject, slot, memoryName, ledger, standing });
			}
		}
	}
	return claims;
}

/**
 * Puts the holder's URL where the claims say. When one of them does not work out, what was changed is given back.
 *
 * @returns what did not work out
 * @throws VonageUnreachable, also after giving back
 */
export async function takeOver(
	situation: Situation,
	claims: readonly Claim[],
	holder: Holder,
): Promise<Failure[]> {
	const subjects = [...new Set(claims.map(({ subject }) => subject))];
	const failures: Failure[] = [];
	const changed: string[] = [];
	let isDone = false;
	try {
		for (const [index, subject] of subjects.entries()) {
			logProgress(situation, subject, index, subjects.length);
			const own = claims.filter((claim) => claim.subject === subject);
			const moved = own.filter(({ standing }) => standing !== holder.url);
			changed.push(...moved.map(({ memoryName }) => memoryName));
			const refusal = await takeSubject(situation, subject, own, holder);
			if (!refusal) continue;
			failures.push(failureOf(subject.label, refusal, 'set the webhook'));
			if (isGeneral(refusal)) break;
		}
		isDone = failures.length === 0;
	} finally {
		if (!isDone) await rollBack(situation, changed, holder);
	}
	return failures;
}

async function takeSubject(
	{ context, memory }: Situation,
	subject: Subject,
	own: readonly Claim[],
	holder: Holder,
) {
	const urls: Partial<Record<Slot, string | null>> = {};
	for (const { slot, memoryName, ledger, standing } of own) {
		await writeLedger(memory, memoryName, take(ledger, standing, holder));
		if (standing !== holder.url) urls[slot] = holder.url;
	}
	const refusal = Object.keys(urls).length > 0 ? await subject.put(urls) : null;
	if (refusal) return refusal;
	for (const { memoryName, ledger, standing } of own) {
		await writeLedger(memory, memoryName, settle(take(ledger, standing, holder), holder));
		if (standing === null || !isForeign(ledger, standing, holder)) continue;
		context.logger.warn(
			`${context.getNode().name}: ${subject.label} sent to ${shownUrl(standing)} and sends to this workflow now; that URL is put back later`,
		);
	}
	return null;
}

function logProgress({ context }: Situation, subject: Subject, index: number, total: number): void {
	context.logger.info(
		`${context.getNode().name}: registering the webhook of ${subject.label} (${index + 1} of ${total})`,
	);
}

/** What cannot be given back now stays in the memory, for the next time. */
async function rollBack(
	situation: Situation,
	changed: readonly string[],
	holder: Holder,
): Promise<void> {
	const { context } = situation;
	try {
		const { failures } = await giveBack(situation, changed, holder);
		for (const { label, reason } of failures) {
			context.logger.error(`${context.getNode().name}: ${label} was not given back ${reason}`);
		}
	} catch (error) {
		context.logger.error(`${context.getNode().name}: webhooks were not given back`, {
			reason: error instanceof Error ? error.message : 'unknown',
		});
	}
}
