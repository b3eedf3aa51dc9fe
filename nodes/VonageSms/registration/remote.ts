import { NodeOperationError } from 'n8n-workflow';
import { failuresError } from './failures';
import { giveBack } from './giveBack';
import type { Holder, Run } from './ledger';
import { readNode, writeNode, type NodeRecord } from './memory';
import { readDestination, readOnForeignUrl, readSlots } from './parameters';
import {
	possibleSlots,
	requirePublicUrl,
	taken,
	unfit,
	warnOfMissingReceipts,
} from './preconditions';
import { slotName, type Situation } from './situation';
import type { Subject } from './subject';
import { findSubjects, subjectNames } from './subjects';
import { claimsOf, takeOver, type Claim } from './takeOver';
import type { RegistrationTarget } from './target';

/** Numbers, the account or an application: what stands at Vonage is the truth, the memory knows what was there before. */
export class RemoteRegistration implements RegistrationTarget {
	constructor(private readonly situation: Situation) {}

	async isRegistered(): Promise<boolean> {
		const holder = this.holder();
		await requirePublicUrl(this.situation, holder.url);
		const subjects = await this.subjects();
		if (subjects.length < this.names().length) return false;
		const claims = await this.claims(subjects, holder);
		const record = await readNode(this.situation.memory, holder.node);
		return (
			claims.every(({ standing }) => standing === holder.url) &&
			record[holder.run]?.url === holder.url &&
			leftovers(record, holder, claims).length === 0
		);
	}

	async register(): Promise<void> {
		const holder = this.holder();
		await requirePublicUrl(this.situation, holder.url);
		await this.serially(async () => {
			const claims = await this.clearedClaims(holder);
			const { context } = this.situation;
			warnOfMissingReceipts(this.situation, readDestination(context), readSlots(context));
			this.refuseForeign(claims, holder);
			await this.remember(holder, claims);
			const failures = await takeOver(this.situation, claims, holder);
			if (failures.length === 0) return;
			throw failuresError(this.node, 'The webhook was not registered', failures);
		});
	}

	async unregister(): Promise<void> {
		const record = await readNode(this.situation.memory, this.situation.nodeName);
		const holder = this.holderOf(record);
		const slots = record[holder.run]?.slots ?? this.conceivableSlots();
		if (holder.run === 'production') return await this.giveBack(slots, holder);
		try {
			await this.giveBack(slots, holder);
		} catch (error) {
			// n8n ends a test where nobody handles what is thrown.
			this.situation.context.logger.error(
				`${this.node.name}: after the test, Vonage still sends to the test URL; publishing or testing again repairs it. ${error instanceof Error ? error.message : ''}`,
			);
		}
	}

	private get node() {
		return this.situation.context.getNode();
	}

	private async serially(work: () => Promise<void>): Promise<void> {
		const { session } = this.situation;
		await session.traffic.serially(session.account, work);
	}

	private holder(): Holder {
		const { context, nodeName } = this.situation;
		const run = context.getMode() === 'manual' ? 'test' : 'production';
		return { node: nodeName, run, url: this.url() };
	}

	/** n8n calls delete in the same mode for both runs: the URL tells. */
	private holderOf(record: NodeRecord): Holder {
		const url = this.url();
		const guess: Run = /^\/[^/]*test/.test(new URL(url).pathname) ? 'test' : 'production';
		const run = (['test', 'production'] as const).find((each) => record[each]?.url === url);
		return { node: this.situation.nodeName, run: run ?? guess, url };
	}

	private url(): string {
		const url = this.situation.context.getNodeWebhookUrl('default');
		if (url !== undefined) return url;
		throw new NodeOperationError(this.node, 'This n8n names no webhook URL for the node');
	}

	private names(): string[] {
		return subjectNames(readDestination(this.situation.context));
	}

	private async subjects(): Promise<Subject[]> {
		return await findSubjects(this.situation.session, this.names());
	}

	private async claims(subjects: readonly Subject[], holder: Holder): Promise<Claim[]> {
		const { context } = this.situation;
		const slots = possibleSlots(this.situation, readDestination(context), readSlots(context));
		return await claimsOf(this.situation, subjects, slots, holder);
	}

	/** The claims, once nothing is held any more that the parameters no longer want or a killed test left. */
	private async clearedClaims(holder: Holder): Promise<Claim[]> {
		const claims = await this.claims(await this.fitSubjects(), holder);
		const record = await readNode(this.situation.memory, holder.node);
		const stale = leftovers(record, holder, claims);
		if (stale.length === 0) return claims;
		for (const { slots, as } of stale) {
			const { failures } = await giveBack(this.situation, slots, as);
			if (failures.length === 0) continue;
			throw failuresError(this.node, 'An earlier webhook was not given back', failures);
		}
		return await this.claims(await this.fitSubjects(), holder);
	}

	private async fitSubjects(): Promise<Subject[]> {
		const subjects = await this.subjects();
		const failures = unfit(this.names(), subjects);
		if (failures.length === 0) return subjects;
		throw failuresError(this.node, 'The webhook cannot be registered', failures);
	}

	private refuseForeign(claims: readonly Claim[], holder: Holder): void {
		if (readOnForeignUrl(this.situation.context) === 'replace') return;
		const failures = taken(claims, holder);
		if (failures.length === 0) return;
		throw failuresError(this.node, 'The webhook was not registered', failures);
	}

	private async giveBack(slots: readonly string[], holder: Holder): Promise<void> {
		await this.serially(async () => {
			const { failures, left } = await giveBack(this.situation, slots, holder);
			await this.update({
				[holder.run]: left.length > 0 ? { url: holder.url, slots: left } : undefined,
			});
			if (failures.length === 0) return;
			throw failuresError(this.node, 'The webhook was not given back', failures);
		});
	}

	/** Before anything is taken, so that whatever is interrupted can be given back. Production ends the node's test. */
	private async remember({ run, url }: Holder, claims: readonly Claim[]): Promise<void> {
		const slots = claims.map(({ memoryName }) => memoryName);
		const own = { [run]: { url, slots } };
		await this.update(run === 'production' ? { test: undefined, ...own } : own);
	}

	private async update(changes: NodeRecord): Promise<void> {
		const { memory, nodeName } = this.situation;
		await writeNode(memory, nodeName, { ...(await readNode(memory, nodeName)), ...changes });
	}

	/** Where the URL may stand when the memory knows nothing of this node. */
	private conceivableSlots(): string[] {
		const { session, context } = this.situation;
		try {
			return subjectNames(readDestination(context)).flatMap((name) =>
				(name.startsWith('number/')
					? (['inbound'] as const)
					: (['inbound', 'status'] as const)
				).map((slot) => slotName(session, name, slot)),
			);
		} catch {
			return [];
		}
	}
}

/** Slots of this node's that are to be given back before the claims are taken, with the holder to do it as. */
function leftovers(
	record: NodeRecord,
	{ node, run, url }: Holder,
	claims: readonly Claim[],
): { slots: string[]; as: Holder }[] {
	const wanted = new Set(claims.map(({ memoryName }) => memoryName));
	const runs = run === 'production' ? (['production', 'test'] as const) : (['test'] as const);
	return runs
		.map((each) => ({
			slots: (record[each]?.slots ?? []).filter((slot) => !wanted.has(slot)),
			as: { node, run: each, url: record[each]?.url ?? url },
		}))
		.filter(({ slots }) => slots.length > 0);
}
