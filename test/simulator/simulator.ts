import type { Core, ReceivedRecord, SentMessage, StartedExecution } from './core';
import type { WebhookDelivery } from './webhooks/delivery';
import type { Fault } from './api/faults';
import { sendInbound } from './webhooks/inbound';
import type { InboundDelivery } from './webhooks/inbound';
import type { ReceiptStep, SendOutcome } from './api/outcomes';
import type { LoggedRequest } from './api/requestLog';
import type { Settings } from './settings';
import type { Account, AccountState, Application, VirtualNumber } from './state';
import type { TypedSms } from './phone/typedSms';

export interface SimulatorOptions {
	/** Changes to the demo account. */
	account?: Partial<Account>;
	/** Instead of the demo numbers. */
	numbers?: VirtualNumber[];
	/** Instead of the demo application. */
	applications?: Application[];
	settings?: Partial<Settings>;
	/** A free one when left out. */
	port?: number;
}

/** A running simulator: Vonage's APIs on one loopback address, and the methods that tests control it with. */
export interface Simulator {
	/** Address of the phone page and of every API: `http://127.0.0.1:<port>`. */
	readonly url: string;
	/** For the credential: SMS, Numbers, and Account APIs. */
	readonly restUrl: string;
	/** For the credential: Messages and Applications APIs. */
	readonly apiUrl: string;
	/** Live: the APIs use changes made here. */
	readonly account: Account;
	readonly numbers: VirtualNumber[];
	readonly applications: Application[];
	/** PEM private key of the demo application. */
	readonly privateKey: string;
	readonly settings: Settings;
	/** Requests received by the APIs, oldest first. */
	readonly requests: readonly LoggedRequest[];
	/** Messages accepted by the APIs, oldest first. */
	readonly sent: readonly SentMessage[];
	/** What the Reports API knows of inbound SMS; tests may add to it. */
	readonly received: ReceivedRecord[];
	/** Every webhook of the simulator's, oldest first. */
	readonly webhooks: readonly WebhookDelivery[];
	/** A copy of everything in the account, to compare before and after. */
	snapshot(): AccountState;
	/** Sends an SMS to a number of the account; resolves once each webhook has been tried once. */
	sendInbound(sms: TypedSms): Promise<InboundDelivery>;
	/** Makes an endpoint fail. */
	fail(fault: Fault): void;
	/** Makes a send through one of the APIs fail with a status of Vonage's. */
	failSend(outcome: SendOutcome): void;
	/**
	 * The next MMS to this recipient is accepted and then fails, so that its failover is sent.
	 *
	 * @param code of the Messages API, such as `1380`
	 */
	failMms(to: string, code: string): void;
	/** Sets the receipts for messages to this recipient. */
	planReceipts(to: string, steps: readonly ReceiptStep[]): void;
	/** Shows a link to n8n's workflow list on the phone page. */
	showEditor(url: string): void;
	/** Shows on the phone page which execution the message with this id started. */
	showExecution(messageId: string, execution: StartedExecution): void;
	/** Resolves when no webhook is pending and no receipt is to come. */
	idle(): Promise<void>;
	/** Back to how it started; pending webhooks are called off. */
	reset(): Promise<void>;
	close(): Promise<void>;
}

/** The simulator's methods for a core that an HTTP server already serves. */
export function simulatorOf(
	core: Core,
	server: Pick<Simulator, 'url' | 'privateKey' | 'reset' | 'close'>,
): Simulator {
	const { url } = server;
	return {
		...server,
		restUrl: url,
		apiUrl: url,
		...core.state,
		settings: core.settings,
		requests: core.requests,
		sent: core.sent,
		received: core.received,
		webhooks: core.courier.deliveries,
		snapshot: () => structuredClone(core.state),
		sendInbound: (sms) => sendInbound(core, sms),
		fail: (fault) => core.faults.plan(fault),
		failSend: (outcome) => core.outcomes.plan(outcome),
		failMms: (to, code) => core.outcomes.failMms(to, code),
		planReceipts: (to, steps) => core.outcomes.planReceipts(to, steps),
		showEditor: (editorUrl) => {
			core.editorUrl = editorUrl;
			core.journal.add({ type: 'account' });
		},
		showExecution: (messageId, execution) =>
			core.journal.add({ type: 'execution', messageId, execution }),
		idle: () => untilIdle(core),
	};
}

async function untilIdle(core: Core): Promise<void> {
	const pending = (): Promise<unknown>[] => [
		...core.background,
		...core.courier.deliveries
			.filter(({ state }) => state === 'pending')
			.map(({ settled }) => settled),
	];
	for (let waiting = pending(); waiting.length > 0; waiting = pending()) await Promise.all(waiting);
}
