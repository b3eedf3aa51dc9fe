import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import {
	conflicts,
	ineligible,
	possibleKinds,
	requirePublicUrl,
	warnOfMissingReceipts,
} from './checks';
import { failuresError, listed } from './failures';
import type { Holder } from './ledger';
import { beginning, leftovers, updateRecord } from './nodeRecord';
import { readNode, type NodeRecord } from './notes';
import { readDestination, readKinds, readOnForeignUrl } from './parameters';
import { claimsOf, register, type Claim } from './register';
import type { RegistrationContext } from './registrationContext';
import type { RegistrationTarget } from './registrationTarget';
import { restore } from './restore';
import { endPublication, publicationDeadline, stopPublication, whyStopped } from './timeLimit';
import { unregister } from './unregister';
import { noteVerified } from './verification';
import { findOwners, ownerNames, type WebhookOwner } from './webhookOwners';

/**
 * Registers at numbers, the account, or an application. Vonage has the current URLs, and the notes have the
 * previous ones.
 */
export class VonageRegistration implements RegistrationTarget {
	constructor(protected readonly registration: RegistrationContext<IHookFunctions>) {}

	async isRegistered(): Promise<boolean> {
		const holder = this.holder();
		if (this.whyStopped(holder) !== null) return false;
		await requirePublicUrl(this.registration, holder.url);
		const owners = await this.owners();
		if (owners.length < this.names().length) return false;
		const claims = await this.claims(owners, holder);
		const record = await this.record();
		const isRegistered =
			claims.every(({ current }) => current === holder.url) &&
			record[holder.run]?.url === holder.url &&
			record[holder.run]?.state === 'registered' &&
			leftovers(record, holder, placesOf(claims)).length === 0;
		if (isRegistered) this.done(holder);
		return isRegistered;
	}

	async register(): Promise<void> {
		const holder = this.holder();
		const deadline = this.deadline(holder);
		const stopped = this.whyStopped(holder);
		if (stopped !== null) return await this.stop(holder, stopped);
		await requirePublicUrl(this.registration, holder.url);
		await this.serially(async () => {
			const claims = await this.clearedClaims(holder);
			const { context, session } = this.registration;
			warnOfMissingReceipts(this.registration, readDestination(context), readKinds(context));
			this.refuseForeign(claims, holder);
			await this.remember(holder, claims);
			const isTimeOver = () => session.limiter.clock.now() > deadline;
			const result = await register(this.registration, claims, holder, isTimeOver);
			if (result.failures.length > 0) {
				throw failuresError(this.node, 'The webhook was not registered', result.failures);
			}
			if (result.isOutOfTime) {
				return await this.stop(
					holder,
					`${result.done} of ${result.total} numbers registered. Publish again to continue. For this many numbers, we recommend setting 'Receive From' to Whole Account, which needs only one request.`,
				);
			}
			await updateRecord(this.registration, {
				[holder.run]: beginning(holder, placesOf(claims), 'registered'),
			});
			this.warnOfCautions(claims);
			this.done(holder);
		});
	}

	async unregister(): Promise<void> {
		await unregister(this.registration, this.url());
	}

	protected get node() {
		return this.registration.context.getNode();
	}

	protected async serially(work: () => Promise<void>): Promise<void> {
		const { session } = this.registration;
		await session.limiter.serially(session.account, work);
	}

	protected holder(): Holder {
		const { context, nodeName } = this.registration;
		const run = context.getMode() === 'manual' ? 'test' : 'production';
		return { node: nodeName, run, url: this.url() };
	}

	private url(): string {
		const url = this.registration.context.getNodeWebhookUrl('default');
		if (url !== undefined) return url;
		throw new NodeOperationError(this.node, 'n8n has no webhook URL for this node.');
	}

	/** A test run has no deadline. */
	private deadline({ run, node }: Holder): number {
		return run === 'test' ? Infinity : publicationDeadline(this.registration.session.limiter, node);
	}

	private whyStopped({ run, node }: Holder): string | null {
		return run === 'test' ? null : whyStopped(this.registration.session.limiter, node);
	}

	private done({ run, node }: Holder): void {
		if (run === 'test') return;
		endPublication(this.registration.session.limiter, node);
		noteVerified(node, this.registration.session.limiter.clock.now());
	}

	protected async record(): Promise<NodeRecord> {
		return await readNode(this.registration.notes, this.registration.nodeName);
	}

	private names(): string[] {
		return ownerNames(readDestination(this.registration.context));
	}

	protected async owners(): Promise<WebhookOwner[]> {
		return await findOwners(this.registration.session, this.names());
	}

	protected async claims(owners: readonly WebhookOwner[], holder: Holder): Promise<Claim[]> {
		const { context } = this.registration;
		const kinds = possibleKinds(this.registration, readDestination(context), readKinds(context));
		return await claimsOf(this.registration, owners, kinds, holder);
	}

	/**
	 * The claims, after removing registrations that the parameters no longer need or that a crashed test left behind.
	 */
	private async clearedClaims(holder: Holder): Promise<Claim[]> {
		const claims = await this.claims(await this.eligibleOwners(), holder);
		const stale = leftovers(await this.record(), holder, placesOf(claims));
		if (stale.length === 0) return claims;
		for (const { places, as } of stale) {
			const { failures } = await restore(this.registration, places, as);
			if (failures.length === 0) continue;
			throw failuresError(this.node, 'An earlier webhook was not restored', failures);
		}
		return await this.claims(await this.eligibleOwners(), holder);
	}

	private async eligibleOwners(): Promise<WebhookOwner[]> {
		const owners = await this.owners();
		const failures = ineligible(this.names(), owners);
		if (failures.length === 0) return owners;
		throw failuresError(this.node, "The webhook can't be registered", failures);
	}

	private refuseForeign(claims: readonly Claim[], holder: Holder): void {
		if (readOnForeignUrl(this.registration.context) === 'replace') return;
		const failures = conflicts(claims, holder);
		if (failures.length === 0) return;
		throw failuresError(this.node, 'The webhook was not registered', failures);
	}

	/**
	 * Written before any URL is replaced, so that an interrupted registration can be restored. Production ends the
	 * node's test.
	 */
	private async remember(holder: Holder, claims: readonly Claim[]): Promise<void> {
		const own = { [holder.run]: beginning(holder, placesOf(claims)) };
		const isProduction = holder.run === 'production';
		await updateRecord(this.registration, isProduction ? { test: undefined, ...own } : own);
	}

	/** The registered places stay, even if n8n calls `delete` next. */
	private async stop(holder: Holder, reason: string): Promise<never> {
		stopPublication(this.registration.session.limiter, holder.node, reason);
		const { [holder.run]: run } = await this.record();
		if (run) {
			await updateRecord(this.registration, { [holder.run]: { ...run, state: 'unfinished' } });
		}
		throw new NodeOperationError(this.node, reason);
	}

	private warnOfCautions(claims: readonly Claim[]): void {
		const { context } = this.registration;
		const cautions = [...new Set(claims.map(({ owner }) => owner))].flatMap(({ label, caution }) =>
			caution === null ? [] : [`${label} ${caution}`],
		);
		if (cautions.length === 0) return;
		context.logger.warn(`${context.getNode().name}: ${listed(cautions)}.`);
	}
}

function placesOf(claims: readonly Claim[]): string[] {
	return claims.map(({ place }) => place);
}
