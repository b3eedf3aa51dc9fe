import { hash } from 'node:crypto';

import type { Keepable } from '../inbound/types';
import { begin, hasBegun, ticketOf, undoBegin } from './begin';
import { claim, type ClaimedMessage } from './claim';
import { confirm } from './confirm';
import { register, stamp, type Served } from './dispatchers';
import { release, renew } from './lease';
import { maintain, type Maintained } from './maintenance';
import { toMessage } from './message';
import { LEASE_MS, rulesOf, type Rules } from './policy';
import { toRecord } from './record';
import type { AlsoWrite, MessageStore } from './store';
import type { Delivery, Message, ReassemblyPolicy, ReceiveOutcome } from './types';

const DEFAULT_CLAIM_LIMIT = 10_000;

/** How often a dispatcher reports that it is alive. */
const HEARTBEAT_MS = LEASE_MS / 3;

/** n8n stores its deduplication key in a column of 255 characters. */
const KEY_LENGTH = 255;

/**
 * Puts the parts of concatenated SMS together and hands out each message once.
 *
 * Scope names workflow, node, and test or production. All time comes from `now`, in milliseconds;
 * without it the store's own clock serves. Every method rejects with `StoreUnavailable` when the
 * store does not answer.
 */
export class Reassembler {
	private readonly rules: Rules;
	private readonly now: () => number;
	/** When the dispatcher of each scope last reported that it is alive. */
	private readonly seenAt = new Map<string, number>();
	/** The records accepted by the scopes that were registered here. */
	private readonly serves = new Map<string, Served>();

	constructor(
		private store: MessageStore,
		private readonly policy: ReassemblyPolicy,
		now?: () => number,
	) {
		this.rules = rulesOf(policy);
		this.now = now ?? (() => this.store.database.now());
	}

	/** Continues on another connection to the same data, including deliveries in progress. */
	useStore(store: MessageStore): void {
		this.store = store;
	}

	/** Records that a dispatcher serves this scope. Until then, `receive` stores nothing for it. */
	async register(
		scope: string,
		serves: Served = { numbers: null, receipts: false },
	): Promise<void> {
		const { rememberFor } = this.rules;
		await register(this.store.database, { scope, serves, rememberFor }, this.now());
		this.serves.set(scope, serves);
		this.seenAt.set(scope, this.now());
	}

	/**
	 * Notes that the dispatcher of this scope is alive; `claim` and `maintain` do so as well. Registers
	 * the scope again where another dispatcher removed it in the belief that this one was gone.
	 */
	async heartbeat(scope: string): Promise<void> {
		await this.sayAlive(scope, this.now());
	}

	/**
	 * Keeps a record durably, or finds that it is kept already.
	 *
	 * @param also written in the same transaction where the record is new
	 */
	async receive(scope: string, inbound: Keepable, also?: AlsoWrite): Promise<ReceiveOutcome> {
		const record = toRecord(scope, inbound);
		return await this.store.receive(record, this.rules, this.now(), also);
	}

	/** Leases due messages to the caller, oldest first. */
	async claim(scope: string, limit = DEFAULT_CLAIM_LIMIT): Promise<Delivery[]> {
		const { database } = this.store;
		await this.heartbeat(scope);
		const claimed = await claim(database, scope, limit, this.rules, this.now());
		const deliveries = await Promise.all(
			claimed.map(async (message) => await this.toDelivery(scope, message)),
		);
		return deliveries.filter((delivery) => delivery !== null);
	}

	/**
	 * Notes durably that an execution begins the message that a delivery's ticket names. True for the
	 * first execution that asks, and when the same one asks again; false for every other: it ends
	 * without items. What has begun is not offered again, but for `afterCrash: runAgain`.
	 */
	async begin(ticket: string, executionId: string): Promise<boolean> {
		if (this.rules.runAgain) await this.store.processStamp.start();
		return await begin(this.store.database, ticket, executionId, this.now());
	}

	/**
	 * Looks after what no dispatcher looks after, in the name of the one of this scope: hands over
	 * what a replaced node of the workflow left, and deletes what belongs to workflows that are gone.
	 */
	async maintain(scope: string): Promise<Maintained> {
		// A process that was silent itself judges no other before it has said again that it is alive.
		// One time for both: the clock may jump in between.
		const now = this.now();
		await this.sayAlive(scope, now);
		return await maintain(this.store.database, scope, this.rules, now);
	}

	/** Forgets a few expired delivered messages. Resolves with their number. */
	async cleanUp(): Promise<number> {
		return await this.store.cleanUp(this.now());
	}

	private async sayAlive(scope: string, now: number): Promise<void> {
		const age = now - (this.seenAt.get(scope) ?? -Infinity);
		// Even after a clock was set back.
		if (age >= 0 && age < HEARTBEAT_MS) return;
		const known = await stamp(this.store.database, scope, now);
		const serves = this.serves.get(scope);
		if (!known && serves !== undefined) await this.register(scope, serves);
		this.seenAt.set(scope, now);
	}

	private async toDelivery(scope: string, claimed: ClaimedMessage): Promise<Delivery | null> {
		const message = toMessage(claimed);
		const database = () => this.store.database;
		if (!message) {
			await confirm(database(), claimed, this.rules, this.now());
			this.policy.onUnreadable?.(
				`Message ${claimed.row} in the SMS store is damaged and can't be delivered to n8n`,
			);
			return null;
		}
		const joined = claimed.joined.flatMap((member) => toMessage({ ...claimed, ...member }) ?? []);
		const merges = this.rules.mergeWindow > 0 || joined.length > 0;
		return {
			message: merges ? { ...message, joined } : message,
			emission: `${claimed.row}/${claimed.emission}`,
			key: deduplicationKey(scope, message, claimed),
			ticket: ticketOf(claimed),
			mayAnswer: claimed.mayAnswer,
			hasBegun: async () => await hasBegun(database(), claimed),
			undoBegin: async () => await undoBegin(database(), claimed),
			renew: async () => await renew(database(), claimed, this.now()),
			confirm: async () => await confirm(database(), claimed, this.rules, this.now()),
			release: async () => await release(database(), claimed, this.rules, this.now()),
		};
	}
}

function deduplicationKey(
	scope: string,
	message: Message,
	{ emission, attempt }: ClaimedMessage,
): string {
	const names = [...emissionName(message, emission), attempt];
	const key = ['vonageSms', scope, message.event, ...names].join('/');
	return key.length <= KEY_LENGTH ? key : `vonageSms/${hash('sha256', key, 'base64url')}`;
}

function emissionName(message: Message, emission: number): string[] {
	const { inbound } = message.first;
	if (inbound.kind === 'receipt') {
		// Each change of status is a separate event.
		return [message.id, inbound.status, inbound.errorCode ?? '', inbound.sentAt ?? ''];
	}
	if (message.complete && emission === 0) return [message.id, 'complete'];
	// One id may go out with several contents, over months also incomplete ones of two messages.
	const ids = message.parts.map((part) => `${part.part}:${part.inbound.messageId}`).join();
	const kind = message.complete ? 'complete' : 'incomplete';
	return [message.id, `${kind}-${hash('sha256', ids, 'base64url').slice(0, 12)}`];
}
