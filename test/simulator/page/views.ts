/** What the control API sends to the phone page. Only types: both sides import them. */

export interface StateView {
	account: {
		apiKey: string;
		smsSetting: 'sms' | 'messages';
		forwardMethod: 'GET' | 'POST' | 'POST-JSON';
		signInbound: boolean;
		signatureMethod: string;
		moCallBackUrl: string;
		drCallBackUrl: string;
		/** EUR. */
		balance: number;
	};
	numbers: {
		country: string;
		msisdn: string;
		features: string[];
		moHttpUrl?: string;
		app_id?: string;
	}[];
	/** `inboundUrl` is empty when the application receives no messages. */
	applications: { id: string; name: string; inboundUrl: string }[];
	faults: { n8n: string; sending: string };
	/** Where n8n's workflows are listed; null when the simulator runs without an n8n. */
	editorUrl: string | null;
}

/** The fields of n8n's credential by their names in the editor. */
export type CredentialView = Readonly<Record<string, string>>;

/** An execution that a message started. */
export interface ExecutionView {
	id: string;
	url: string;
	/** n8n's word: `success`, `error`, `waiting`, … */
	status: string;
}

export type AnswerView =
	{ kind: 'answered'; status: number; body: string } | { kind: 'failed'; reason: string };

export interface DeliveryView {
	id: number;
	kind: 'inbound' | 'receipt';
	messageId: string;
	/** Such as `SMS, part 2 of 3`. */
	title: string;
	signed: boolean;
	request: { method: string; url: string; body: string | null };
	state: 'pending' | 'acknowledged' | 'refused' | 'cancelled' | 'expired';
	/** ISO 8601, UTC. */
	nextAttemptAt: string | null;
	attempts: { at: string; milliseconds: number; answer: AnswerView }[];
}

export interface SentView {
	api: 'sms' | 'messages';
	ids: string[];
	from: string;
	to: string;
	type: string;
	text: string;
	data: string | null;
	parts: number;
}

export interface TypedView {
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
	/** Ids of the webhook deliveries. */
	deliveries: number[];
}

export type EventView =
	| { type: 'typed'; message: TypedView }
	| { type: 'webhook'; delivery: DeliveryView }
	| { type: 'urlCheck'; url: string; answer: AnswerView }
	| { type: 'sent'; message: SentView }
	| { type: 'unreported'; ids: string[] }
	| { type: 'execution'; messageId: string; execution: ExecutionView }
	| { type: 'account' }
	| { type: 'reset' };

export interface EntryView {
	sequence: number;
	/** ISO 8601, UTC. */
	at: string;
	event: EventView;
}
