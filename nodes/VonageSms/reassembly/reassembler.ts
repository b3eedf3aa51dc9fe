import { hash } from 'node:crypto';

import type { Keepable } from '../inbound/types';
import { toMessage } from './message';
import { toRecord } from './record';
import type { ClaimedMessage, ClaimPolicy, MessageStore, PlacementPolicy } from './store';
import type { Delivery, Message, ReassemblyPolicy, ReceiveOutcome } from './types';

/** How long a dispatcher may stay silent before another takes its messages over. */
export const LEASE_MS = 60_000;

const OPEN_LIMIT = 10_000;
const OPEN_PER_SENDER_LIMIT = 2_000;
const DEFAULT_CLAIM_LIMIT = 10_000;
const CLEAN_UP_STEP = 200;

/** n8n keeps its deduplication key in a column of 255 characters. */
const KEY_LENGTH = 255;

/**
 * Puts the parts of concatenated SMS together and hands out each message once.
 *
 * Scope names workflow, node, and test or production. All time comes from `now`.
 */
export class Reassembler {
	private readonly placement: PlacementPolicy;
	private readonly claiming: Omit<ClaimPolicy, 'limit'>;

	constructor(
		private readonly store: MessageStore,
		policy: ReassemblyPolicy,
		private readonly now: () => number = Date.now,
	) {
		const rememberFor = policy.deduplicationHours * 3_600_000;
		const emitIncomplete = policy.onIncomplete === 'emit';
		this.placement = { partTimeout: policy.partTimeout * 1000, rememberFor, emitIncomplete };
		this.claiming = {
			leaseFor: LEASE_MS,
			rememberFor,
			emitIncomplete,
			onePerSender: policy.onePerSender ?? false,
			openLimit: OPEN_LIMIT,
			openPerSenderLimit: OPEN_PER_SENDER_LIMIT,
		};
	}

	/** Notes that a dispatcher serves this scope; until then `receive` keeps nothing of it. */
	async register(scope: string): Promise<void> {
		await this.store.register(scope, this.now());
	}

	/**
	 * Keeps a record durably, or finds that it is kept already. Rejects with `StoreUnavailable`
	 * when it could not be kept.
	 */
	async receive(scope: string, inbound: Keepable): Promise<ReceiveOutcome> {
		return await this.store.receive(toRecord(scope, inbound), this.placement, this.now());
	}

	/** Leases what is due now to the caller, oldest first. */
	async claim(scope: string, limit = DEFAULT_CLAIM_LIMIT): Promise<Delivery[]> {
		const claimed = await this.store.claim(scope, { ...this.claiming, limit }, this.now());
		return claimed.map((message) => this.toDelivery(scope, message));
	}

	/** Forgets a few of the delivered messages whose time is over. Answers how many. */
	async cleanUp(): Promise<number> {
		return await this.store.cleanUp(this.now(), CLEAN_UP_STEP);
	}

	private toDelivery(scope: string, claimed: ClaimedMessage): Delivery {
		const message = toMessage(claimed);
		return {
			message,
			key: deduplicationKey(scope, message, claimed.emission),
			renew: async () => {
				await this.store.renew(claimed, this.now() + LEASE_MS);
			},
			confirm: async () => await this.store.confirm(claimed, this.placement, this.now()),
			release: async () => await this.store.release(claimed, this.now()),
		};
	}
}

function deduplicationKey(scope: string, message: Message, emission: number): string {
	const key = ['vonageSms', scope, message.event, ...emissionName(message, emission)].join('/');
	return key.length <= KEY_LENGTH ? key : `vonageSms/${hash('sha256', key, 'base64url')}`;
}

function emissionName(message: Message, emission: number): string[] {
	const { inbound } = message.first;
	if (inbound.kind === 'receipt') {
		// Each change of status is an event of its own.
		return [message.id, inbound.status, inbound.errorCode ?? '', inbound.sentAt ?? ''];
	}
	if (emission > 0) return [message.id, `late-${emission}`];
	return [message.id, message.complete ? 'complete' : 'incomplete'];
}
