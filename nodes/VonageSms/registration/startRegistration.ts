import { wholeMessage } from '../vonage';
import { possibleKinds, requirePublicUrl } from './checks';
import type { Holder } from './ledger';
import { beginning, leftovers, updateRecord } from './nodeRecord';
import type { NodeRecord } from './notes';
import { readDestination, readKinds } from './parameters';
import { placeName } from './registrationContext';
import { repair, viewPlaces } from './repair';
import { restore } from './restore';
import { noteUnverified, noteVerified } from './verification';
import { VonageRegistration } from './vonageRegistration';
import { kindsOf, ownerNames } from './webhookOwners';

/** Milliseconds for which n8n's startup waits at most. The dispatcher's checks do the rest. */
const PATIENCE = 60_000;

/**
 * Registers while n8n is starting or a main process is taking over (`init`, `leadershipChange`). If it threw an
 * error, n8n would remove the webhook and not try again. So it never throws, and never removes a working
 * registration. If Vonage doesn't respond, the dispatcher checks again later. A missing number only causes a
 * warning.
 */
export class StartRegistration extends VonageRegistration {
	override async isRegistered(): Promise<boolean> {
		let record: NodeRecord | null = null;
		try {
			record = await this.record();
			const holder = this.holder();
			await requirePublicUrl(this.registration, holder.url);
			const places = await this.wantedPlaces(holder);
			const { missing } = await viewPlaces(this.registration, places, holder, { isStart: true });
			const isRight =
				missing.length === 0 &&
				record.production?.url === holder.url &&
				record.production.state === 'registered' &&
				// From a crashed test.
				record.test === undefined &&
				leftovers(record, holder, places).length === 0;
			if (isRight) this.verified();
			return isRight;
		} catch (error) {
			this.unverified(record, error);
			// If there is no record, nothing was ever registered. If the record can't be read, something probably was.
			return record === null || record.production !== undefined;
		}
	}

	override async register(): Promise<void> {
		let record: NodeRecord | null = null;
		try {
			record = await this.record();
			await this.serially(async () => await this.registerLeniently());
		} catch (error) {
			this.unverified(record, error);
		}
	}

	private async registerLeniently(): Promise<void> {
		const { session } = this.registration;
		const holder = this.holder();
		const deadline = session.limiter.clock.now() + PATIENCE;
		await requirePublicUrl(this.registration, holder.url);
		// Before the request to Vonage, because the dispatcher's checks register what is recorded here.
		await this.rememberPlaces(holder, this.askedPlaces());
		const places = await this.wantedPlaces(holder);
		await this.restoreLeftovers(holder, places);
		await this.rememberPlaces(holder, places);
		const isDone = await repair(this.registration, places, holder, {
			isStart: true,
			isTimeOver: () => session.limiter.clock.now() > deadline,
		});
		if (!isDone) return noteUnverified(holder.node);
		await updateRecord(this.registration, {
			production: beginning(holder, places, 'registered'),
			test: undefined,
		});
		this.verified();
	}

	private async rememberPlaces(holder: Holder, places: readonly string[]): Promise<void> {
		const { production } = await this.record();
		const isSame = production?.url === holder.url && production.state === 'registered';
		const known = production?.places ?? [];
		const all = [...new Set([...known, ...places])];
		if (isSame && all.length === known.length) return;
		await updateRecord(this.registration, { production: beginning(holder, all) });
	}

	/** From a crashed test, or for numbers that are no longer selected. */
	private async restoreLeftovers(holder: Holder, wanted: readonly string[]): Promise<void> {
		for (const { places, as } of leftovers(await this.record(), holder, wanted)) {
			const { failures } = await restore(this.registration, places, as);
			for (const { label, reason } of failures) {
				this.registration.context.logger.error(
					`${this.node.name}: ${label} was not restored: it ${reason}`,
				);
			}
		}
	}

	/** Includes the other URL of an application's pair if it's free. */
	private async wantedPlaces(holder: Holder): Promise<string[]> {
		const claims = await this.claims(await this.owners(), holder);
		return [...new Set([...this.askedPlaces(), ...claims.map(({ place }) => place)])];
	}

	private askedPlaces(): string[] {
		const { context, session } = this.registration;
		const destination = readDestination(context);
		const kinds = possibleKinds(this.registration, destination, readKinds(context));
		return ownerNames(destination).flatMap((name) =>
			kindsOf(name)
				.filter((kind) => kinds.includes(kind))
				.map((kind) => placeName(session, name, kind)),
		);
	}

	private verified(): void {
		noteVerified(this.registration.nodeName, this.registration.session.limiter.clock.now());
	}

	private unverified(record: NodeRecord | null, error: unknown): void {
		noteUnverified(this.registration.nodeName);
		const since = record?.production?.since;
		const trusted = since
			? `the registration of ${since} is treated as valid`
			: "the registration couldn't be checked";
		this.registration.context.logger.warn(
			`${this.node.name}: ${trusted} and will be checked again soon. ${wholeMessage(error)}`,
		);
	}
}
