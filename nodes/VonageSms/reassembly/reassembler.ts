import { hash } from 'node:crypto';

import type { Keepable } from '../inbound/types';
import { claim, type ClaimedMessage } from './claim';
import { cleanUp } from './cleanUp';
import { confirm, release, renew } from './handOver';
import { toMessage } from './message';
import { rulesOf, type Rules } from './policy';
import { receive } from './receive';
import { toRecord } from './record';
import type { MessageStore } from './store';
import type { Delivery, Message, ReassemblyPolicy, ReceiveOutcome } from './types';

const DEFAULT_CLAIM_LIMIT = 10_000;

/** n8n keeps its deduplication key in a column of 255 characters. */
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

	constructor(
		private store: MessageStore,
		policy: ReassemblyPolicy,
		now?: () => number,
	) {
		this.rules = rulesOf(policy);
		this.now = now ?? (() => this.store.database.now());
	}

	/** Continues on another connection to the same data; deliveries that are under way move along. */
	useStore(store: MessageStore): void {
		this.store = store;
	}

	/** Notes that a dispatcher serves this scope; until then `receive` keeps nothing of it. */
	async register(scope: string): Promise<void> {
		await this.store.database.run(
			`INSERT INTO dispatcher (scope, registered_at, seen_at) VALUES (:scope, :now, :now)
			ON CONFLICT (scope) DO UPDATE SET seen_at = excluded.seen_at`,
			{ scope, now: this.now() },
		);
	}

	/** Keeps a record durably, or finds that it is kept already. */
	async receive(scope: string, inbound: Keepable): Promise<ReceiveOutcome> {
		const record = toRecord(scope, inbound);
		const now = this.now();
		return await this.store.database.transaction(
			async (transaction) => await receive(transaction, record, this.rules, now),
		);
	}

	/** Leases what is due now to the caller, oldest first. */
	async claim(scope: string, limit = DEFAULT_CLAIM_LIMIT): Promise<Delivery[]> {
		const { database } = this.store;
		const claimed = await claim(database, scope, limit, this.rules, this.now());
		return claimed.map((message) => this.toDelivery(scope, message));
	}

	/** Forgets a few of the delivered messages whose time is over. Resolves with how many. */
	async cleanUp(): Promise<number> {
		return await cleanUp(this.store.database, this.now());
	}

	private toDelivery(scope: string, claimed: ClaimedMessage): Delivery {
		const message = toMessage(claimed);
		const database = () => this.store.database;
		return {
			message,
			emission: `${claimed.row}/${claimed.emission}`,
			key: deduplicationKey(scope, message, claimed.emission),
			renew: async () => await renew(database(), claimed, this.now()),
			confirm: async () => await confirm(database(), scope, claimed, this.rules, this.now()),
			release: async () => await release(database(), claimed, this.now()),
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
