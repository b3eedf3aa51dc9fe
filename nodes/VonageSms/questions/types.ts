import type { Expectation } from './reply';

/** What to do if an earlier question to the person from the same number is still open. */
export type OpenQuestions = 'newest' | 'oldest' | 'refuse' | 'replace';

/** An SMS that is sent while the execution waits. Times are milliseconds since the epoch. */
export type PlannedSms =
	| { kind: 'reminder'; at: number; text: string }
	/** Asks another person as well; whoever replies first answers. */
	| { kind: 'escalation'; at: number; to: string; text: string | null };

/** All questions asked in one run of a node. The execution continues once, with all of them. */
export interface NewRound {
	/** Names the execution, also among those of several n8n that share one store. */
	execution: string;
	/** n8n's signed resume URL. */
	url: string;
	/** Items that must be answered before the execution continues. */
	wanted: number;
	/** Milliseconds since the epoch, null for no limit. */
	deadline: number | null;
	plan: PlannedSms[];
	/** Items without a question: they failed, or the person opted out. */
	settled: ItemResult[];
}

/** An SMS that is sent while the execution waits, from the own number of the question. */
export interface OutgoingSms {
	/** E.164 with `+`, both. */
	from: string;
	to: string;
	text: string;
}

/** The part of a question that is fixed when it is asked. */
export interface Terms {
	/** Both parties as items show them: E.164 with `+` where they are numbers. */
	from: string;
	to: string;
	/** The text that was sent, for an escalation. */
	text: string;
	expectation: Expectation;
	/** Sent once after a reply that is neither yes nor no or lacks the code; null for never. */
	askAgain: string | null;
	/** API key whose register of opt-outs is read before another SMS goes out; null for none, absent in older questions. */
	optOutAccount?: string | null;
}

export interface NewQuestion {
	/** Index of the input item. */
	item: number;
	kind: 'reply' | 'receipt';
	/** Digits of the own number and of the person who was asked. */
	own: string;
	peer: string;
	/** The client reference in the delivery receipts, for `kind: receipt`. */
	clientRef: string | null;
	openQuestions: OpenQuestions;
	terms: Terms;
}

/** A message that may answer a question. */
export interface Reply {
	messageId: string;
	/** E.164 with `+` where it is a number. */
	from: string | null;
	to: string | null;
	text: string | null;
	keyword: string | null;
	optOut: boolean;
	/** False if parts of the message are missing. */
	complete: boolean;
	/** Milliseconds since the epoch, when it arrived. */
	arrivedAt: number;
	/** ISO 8601, as the item of the trigger shows it. */
	receivedAt: string;
}

/** A final delivery receipt that an execution may be waiting for. */
export interface FinalReceipt {
	messageId: string;
	clientRef: string | null;
	status: string;
	errorCode: string | null;
	errorText: string | null;
	/** Digits. */
	to: string | null;
	receivedAt: string;
}

/** The node's output for one question. Absent values are null. */
export type Outcome = {
	answered: boolean;
	/** Null for free text, for a reply that is neither, and without a reply. */
	approved: boolean | null;
	text: string | null;
	keyword: string | null;
	/** The person who replied, or who was asked. */
	from: string | null;
	/** The own number. */
	to: string | null;
	messageId: string | null;
	/** ISO 8601. */
	respondedAt: string | null;
	timedOut: boolean;
	optOut: boolean;
	/** The person's own words where they say more than yes or no: n8n's AI agents read them as feedback. */
	chatInput: string | null;
	/** Why there was no answer; null if there was one. */
	reason: Reason | null;
};

export type Reason = 'timeout' | 'optOut' | 'code' | 'replaced' | 'notNeeded' | 'erased';

/** The output for a message whose delivery was awaited. */
export type DeliveryOutcome = {
	answered: boolean;
	/** `delivered` when every part was; the first other final status otherwise; `unknown` without all receipts. */
	status: string;
	delivered: boolean;
	errorCode: string | null;
	errorText: string | null;
	from: string | null;
	to: string | null;
	messageIds: string[];
	respondedAt: string | null;
	timedOut: boolean;
};

/** The JSON of one output item, by the index of its input item. */
export interface ItemResult {
	item: number;
	json: Record<string, unknown>;
}
