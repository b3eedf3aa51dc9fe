import { Courier } from './webhooks/delivery';
import type { WebhookDelivery } from './webhooks/delivery';
import { Faults } from './api/faults';
import { Journal } from './journal';
import { Outcomes } from './api/outcomes';
import type { LoggedRequest } from './api/requestLog';
import type { Settings } from './settings';
import { restore } from './state';
import type { AccountState } from './state';
import type { WebAnswer } from './webhooks/webRequest';

/** A message accepted by one of the APIs. */
export interface SentMessage {
	api: 'sms' | 'messages';
	channel: 'sms' | 'mms';
	/** `message-id` of each part, or the one `message_uuid`. */
	ids: string[];
	from: string;
	to: string;
	type: 'text' | 'unicode' | 'binary';
	/** As the recipient sees it; empty for binary. */
	text: string;
	/** Hex; null unless binary. */
	data: string | null;
	udh: string | null;
	clientRef: string | null;
	parts: number;
}

/** An SMS that a person typed. */
export interface TypedMessage {
	id: number;
	from: string;
	to: string;
	/** Null for binary. */
	text: string | null;
	parts: number;
	/** Images of an MMS, as data URLs. */
	pictures: string[];
	/** Numbers of the parts that never arrive. */
	lost: number[];
	/** Ids of the webhook deliveries; empty when the number has no webhook. */
	deliveries: number[];
}

/** An execution that n8n started for a message, as reported by the process that runs both. */
export interface StartedExecution {
	id: string;
	url: string;
	status: string;
}

/** An SMS, or one part of it, that reached Vonage from a phone, whether or not a webhook accepted it. */
export interface ReceivedRecord {
	product: 'SMS' | 'MESSAGES';
	messageId: string;
	from: string;
	to: string;
	/** Null for binary. */
	text: string | null;
	/** Milliseconds since the epoch. */
	at: number;
}

/** A file on Vonage's media server. */
export interface StoredMedia {
	bytes: Buffer;
	mimeType: string;
	/** Set where the application secures its inbound media. */
	securedFor: string | null;
}

export type SimulatorEvent =
	| { type: 'typed'; message: TypedMessage }
	| { type: 'webhook'; delivery: WebhookDelivery }
	| { type: 'urlCheck'; url: string; answer: WebAnswer }
	| { type: 'sent'; message: SentMessage }
	/** No receipt follows for these ids: there is no URL for it. */
	| { type: 'unreported'; ids: string[] }
	| { type: 'execution'; messageId: string; execution: StartedExecution }
	| { type: 'account' }
	| { type: 'reset' };

/** State shared by all of Vonage's APIs in the simulator. */
export class Core {
	readonly journal = new Journal<SimulatorEvent>();
	readonly courier: Courier;
	readonly outcomes = new Outcomes();
	readonly faults: Faults;
	readonly requests: LoggedRequest[] = [];
	readonly sent: SentMessage[] = [];
	readonly typed: TypedMessage[] = [];
	/** The Reports API's records of inbound SMS. */
	readonly received: ReceivedRecord[] = [];
	/** Files that a phone sent, by the id in their link. */
	readonly media = new Map<string, StoredMedia>();
	/** Address of the simulator: where links to media lead. */
	url = '';
	/** Receipts that are still to come. */
	readonly background = new Set<Promise<void>>();
	/** Aborted when the simulator closes or is reset. */
	closing = new AbortController();
	/** URL of the workflow list of the n8n that runs next to this simulator. */
	editorUrl: string | null = null;
	private readonly initial: { state: AccountState; settings: Settings };

	constructor(
		readonly state: AccountState,
		readonly settings: Settings,
	) {
		this.initial = structuredClone({ state, settings });
		this.faults = new Faults(settings);
		this.courier = new Courier(settings, (delivery) =>
			this.journal.add({ type: 'webhook', delivery }),
		);
		// Pages opened before this run are cleared.
		this.journal.add({ type: 'reset' });
	}

	/** Cancels webhooks and receipts, and waits until none is in progress. */
	async stop(): Promise<void> {
		this.closing.abort();
		await Promise.all([...this.background, this.courier.stop()]);
	}

	/** Resets to the initial state. */
	async reset(): Promise<void> {
		await this.stop();
		this.closing = new AbortController();
		restore(this.state, this.initial.state);
		Object.assign(this.settings, structuredClone(this.initial.settings));
		this.media.clear();
		this.outcomes.clear();
		this.faults.clear();
		const lists = [this.requests, this.sent, this.typed, this.received, this.courier.deliveries];
		for (const list of lists) {
			list.length = 0;
		}
		this.journal.clear();
		this.journal.add({ type: 'reset' });
	}
}
