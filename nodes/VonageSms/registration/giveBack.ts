import type { VonageRefusal } from '../vonage';
import { failureOf, type Failure } from './failures';
import { release, type Holder, type Release } from './ledger';
import { readLedger, writeLedger } from './memory';
import type { Slot } from './parameters';
import { shownUrl } from './shownUrl';
import { parseSlotName, type Situation } from './situation';
import type { Subject } from './subject';
import { findSubjects, labelOf } from './subjects';

/** What became of giving slots back. */
export interface GivenBack {
	failures: Failure[];
	/** Names of the slots that still hold what they should not. */
	left: string[];
}

/**
 * Leaves every slot as if `holder` had never stood in it: puts back what was there before, and leaves alone what
 * somebody else changed meanwhile. May be repeated.
 *
 * @param slots names of slots
 * @throws NodeApiError, VonageUnreachable when nothing could be read or an answer did not come
 */
export async function giveBack(
	situation: Situation,
	slots: readonly string[],
	holder: Holder,
): Promise<GivenBack> {
	const bySubject = ofThisAccount(situation, slots);
	const subjects = await findSubjects(situation.session, [...bySubject.keys()]);
	const result: GivenBack = { failures: [], left: [] };
	for (const [name, own] of bySubject) {
		const subject = subjects.find((candidate) => candidate.name === name);
		if (!subject) {
			situation.context.logger.info(`${labelOf(name)} is no longer on this account`);
			for (const { memoryName } of own) await writeLedger(situation.memory, memoryName, null);
			continue;
		}
		const failure = await giveBackSubject(situation, subject, own, holder);
		if (failure) {
			result.failures.push(failure);
			result.left.push(...own.map(({ memoryName }) => memoryName));
		}
	}
	return result;
}

interface OwnSlot {
	slot: Slot;
	memoryName: string;
}

function ofThisAccount({ session, context }: Situation, slots: readonly string[]) {
	const bySubject = new Map<string, OwnSlot[]>();
	for (const memoryName of slots) {
		const parsed = parseSlotName(session, memoryName);
		if (!parsed) {
			context.logger.warn(
				`${context.getNode().name}: the credential has become another account's, so a webhook URL stays registered with the account before. Remove it there in the Vonage dashboard.`,
			);
			continue;
		}
		const own = bySubject.get(parsed.subject) ?? [];
		bySubject.set(parsed.subject, [...own, { slot: parsed.slot, memoryName }]);
	}
	return bySubject;
}

async function giveBackSubject(
	situation: Situation,
	subject: Subject,
	own: readonly OwnSlot[],
	holder: Holder,
): Promise<Failure | null> {
	const releases: (OwnSlot & { release: Release })[] = [];
	for (const each of own) {
		const ledger = await readLedger(situation.memory, each.memoryName);
		const standing = subject.urls[each.slot] ?? null;
		releases.push({ ...each, release: release(ledger, standing, holder) });
		logWhatIsLeftAlone(situation, subject, releases.at(-1)?.release, standing);
	}
	const refusal = await putBack(situation, subject, releases);
	if (refusal) return failureOf(subject.label, refusal, 'put back the webhook');
	for (const { memoryName, release: done } of releases) {
		await writeLedger(situation.memory, memoryName, done.ledger);
	}
	return null;
}

function logWhatIsLeftAlone(
	{ context }: Situation,
	subject: Subject,
	done: Release | undefined,
	standing: string | null,
): void {
	if (done?.kind !== 'changed') return;
	context.logger.warn(
		`${context.getNode().name}: ${subject.label} was changed by somebody else meanwhile and is left alone (${standing === null ? 'no URL' : shownUrl(standing)})`,
	);
}

/** Where Vonage does not take the URL of before (nobody answers there any more), none is better than ours. */
async function putBack(
	{ context }: Situation,
	subject: Subject,
	releases: readonly (OwnSlot & { release: Release })[],
): Promise<VonageRefusal | null> {
	const urls: Partial<Record<Slot, string | null>> = {};
	for (const { slot, release: done } of releases) if (done.kind === 'put') urls[slot] = done.url;
	if (Object.keys(urls).length === 0) return null;
	const refusal = await subject.put(urls);
	const before = Object.values(urls).filter((url) => url !== null);
	if (refusal === null || !isAboutTheUrl(refusal) || before.length === 0) return refusal;
	const second = await subject.put(withoutUrls(urls));
	if (second !== null) return refusal;
	context.logger.error(
		`${context.getNode().name}: Vonage did not take back what ${subject.label} sent to before (${before.map(shownUrl).join(', ')}), so it has no webhook now. Set it in the Vonage dashboard.`,
	);
	return null;
}

function isAboutTheUrl({ status }: VonageRefusal): boolean {
	return status === 400 || status === 420 || status === 422;
}

function withoutUrls(
	urls: Partial<Record<Slot, string | null>>,
): Partial<Record<Slot, string | null>> {
	return Object.fromEntries(Object.keys(urls).map((slot) => [slot, null]));
}
