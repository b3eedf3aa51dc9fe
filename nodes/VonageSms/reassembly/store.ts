import type { ReceiveOutcome } from './types';

/** One record on its way into a store. Identifiers are hashes: of fixed width, free of characters a database refuses. */
export interface IncomingRecord {
	scope: string;
	/** What the parts of one message have in common. */
	key: string;
	sender: string;
	/** Whether other records may belong to the same message. */
	concatenated: boolean;
	/** 1 to 255. */
	total: number;
	/** 1 to `total`. */
	part: number;
	/** Identity of the record itself: the same on every retry. */
	recordKey: string;
	/** Equal for equal content. */
	digest: string;
	/** The record as ASCII JSON, so that a lone surrogate survives every database. */
	body: string;
}

/** How a store places a record among those of its key; all times in milliseconds. */
export interface PlacementPolicy {
	partTimeout: number;
	rememberFor: number;
	emitIncomplete: boolean;
}

/** How a store hands out what is due; all times in milliseconds. */
export interface ClaimPolicy {
	limit: number;
	leaseFor: number;
	rememberFor: number;
	emitIncomplete: boolean;
	onePerSender: boolean;
	/** Messages still collecting in one scope; past that the oldest expires early. */
	openLimit: number;
	/** The same for one sender. */
	openPerSenderLimit: number;
}

export interface StoredPart {
	part: number;
	receivedAt: number;
	body: string;
}

/** A message under a lease, with the parts of this emission in the order of their arrival. */
export interface ClaimedMessage {
	/** The store's own number. */
	row: number;
	/** 0 for the first item of a message, counting up with each late one. */
	emission: number;
	lease: string;
	redelivered: boolean;
	total: number;
	parts: StoredPart[];
}

/** Names a claim when it is renewed, confirmed or released. */
export type Claim = Pick<ClaimedMessage, 'row' | 'emission' | 'lease'>;

/**
 * A transactional outbox. Each method is one atomic, durable step; each rejects with
 * {@link StoreUnavailable} when nothing was kept.
 */
export interface MessageStore {
	/** Notes that a dispatcher serves the scope. Idempotent. */
	register(scope: string, now: number): Promise<void>;
	/** Places a record: insert, duplicate check and completeness in one step. */
	receive(record: IncomingRecord, policy: PlacementPolicy, now: number): Promise<ReceiveOutcome>;
	/** Expires what timed out, takes back what a dead dispatcher held, leases what is due. */
	claim(scope: string, policy: ClaimPolicy, now: number): Promise<ClaimedMessage[]>;
	/** Answers whether the lease still held. */
	renew(claim: Claim, until: number): Promise<boolean>;
	/** Marks an emission as done; a message that grew meanwhile is due again. */
	confirm(claim: Claim, policy: PlacementPolicy, now: number): Promise<void>;
	/** Gives a claim back; it is due again after {@link releaseWait}. */
	release(claim: Claim, now: number): Promise<void>;
	/** Forgets up to `limit` delivered messages whose time is over. Answers how many. */
	cleanUp(now: number, limit: number): Promise<number>;
	/** Drops everything of a scope: for test runs, which start from nothing. */
	purge(scope: string): Promise<void>;
	/** Calls back when something in the scope may have become due. Answers the way to stop that. */
	onDue(scope: string, wake: () => void): () => void;
	readNote(name: string): Promise<string | null>;
	writeNote(name: string, value: string): Promise<void>;
	removeNote(name: string): Promise<void>;
	close(): Promise<void>;
}

/** The store could not keep or give anything; Vonage must be told to come again. */
export class StoreUnavailable extends Error {
	override name = 'StoreUnavailable';
}

/** Runs `work`; what it throws becomes `StoreUnavailable` with an explanation of what to do. */
export function orUnavailable<T>(work: () => T, explain: (reason: string) => string): T {
	let failure: unknown;
	try {
		return work();
	} catch (error) {
		failure = error;
	}
	throw unavailable(explain, failure);
}

/** A failure that already explains itself stays as it is. */
export function unavailable(
	explain: (reason: string) => string,
	failure: unknown,
): StoreUnavailable {
	if (failure instanceof StoreUnavailable) return failure;
	const { message: reason = String(failure) } = failure as Partial<Error>;
	return new StoreUnavailable(explain(reason), { cause: failure });
}

/** Milliseconds until a message that n8n would not take is offered again: 1 s, doubling to 5 minutes. */
export function releaseWait(timesReleased: number): number {
	return Math.min(1000 * 2 ** Math.min(timesReleased, 20), 5 * 60_000);
}
