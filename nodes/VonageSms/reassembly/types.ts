import type { Keepable } from '../inbound/types';

/** One record of a message as it was received. */
export interface ReceivedPart {
	/** 1-based; 1 for a single message. */
	part: number;
	/** Milliseconds since the epoch, by the clock of the store. */
	receivedAt: number;
	inbound: Keepable;
}

/** One message as delivered: everything that was stored of it at the time of the claim. */
export interface Message {
	/** `messageId` of the record that arrived first: the same on every emission of this message. */
	id: string;
	event: 'message' | 'deliveryReceipt';
	complete: boolean;
	/** An earlier item with the same id was delivered before all parts of this one had arrived. */
	late: boolean;
	/** This emission was passed to n8n before, and its outcome is unknown. */
	redelivered: boolean;
	/** Joined text of the parts, `[…]` for gaps; null for binary messages and receipts. */
	text: string | null;
	/** Joined user data of the known parts as hex; null unless binary. */
	data: string | null;
	partsTotal: number;
	/** Numbers of the missing parts, ascending. */
	missingParts: number[];
	/** Known parts by part number, ascending. */
	parts: ReceivedPart[];
	/** The part that arrived first. */
	first: ReceivedPart;
	/** Later messages from the same sender that are delivered with this one, oldest first; absent unless messages are merged. */
	joined?: Message[];
}

/** A message with a lease: confirm or release it before the lease expires, or renew it. */
export interface Delivery {
	message: Message;
	/** Identifies row and emission within the store: the same on every attempt. */
	emission: string;
	/** Names this attempt at this emission, for n8n's deduplication key (255 characters at most). */
	key: string;
	/** Names this attempt for `Reassembler.begin`: short, printable, without personal data. */
	ticket: string;
	/**
	 * False when no execution waited for anything when the message was claimed. What is asked later is
	 * asked after the message arrived, so it is not meant.
	 */
	mayAnswer: boolean;
	/** Whether any attempt at this emission has begun. */
	hasBegun(): Promise<boolean>;
	/** Takes back that this attempt began, and prevents that it begins later: its execution ran nothing. */
	undoBegin(): Promise<void>;
	renew(): Promise<void>;
	confirm(): Promise<void>;
	release(): Promise<void>;
}

export interface ReassemblyPolicy {
	/** Seconds without a new part before a message counts as incomplete. */
	partTimeout: number;
	/** Hours for which a delivered message is remembered. */
	deduplicationHours: number;
	onIncomplete: 'emit' | 'discard';
	/** Whether a sender's next message waits until the previous one is confirmed. Default: false. */
	onePerSender?: boolean;
	/** Seconds after which a dispatcher that was not seen counts as gone. Without it, none ever does. */
	dispatcherTimeout?: number;
	/**
	 * What happens to a message whose execution had begun and did not end, because its process died:
	 * nothing more, or one more attempt. Default `leave`.
	 */
	afterCrash?: 'leave' | 'runAgain';
	/**
	 * Seconds for which a message waits for more of its sender; what comes meanwhile goes out with it. Implies
	 * `onePerSender`. Default 0: each message goes out alone.
	 */
	mergeWindow?: number;
	/** Seconds after which a message waits no longer, whatever arrives. Default: 60. */
	mergeLimit?: number;
	/** Called with one sentence about a message that a damaged store can give no more. */
	onUnreadable?: (problem: string) => void;
}

export type ReceiveOutcome = 'stored' | 'duplicate' | 'due' | 'noDispatcher';

/** The log of a dispatcher, such as n8n's logger. */
export interface DispatcherLog {
	debug(message: string): void;
	warn(message: string): void;
	error(message: string): void;
}
