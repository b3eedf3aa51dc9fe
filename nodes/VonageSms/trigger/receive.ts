import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { type Keepable, withStoredRecord } from '../inbound';
import { Reassembler, type ReceiveOutcome } from '../reassembly';
import { isWantedElsewhere } from '../registration';
import { borrowStore, readCredential } from '../storage';
import { CREDENTIAL, parseCredential } from '../vonage/credential';
import { consentOf } from './consent';
import { examineRequest } from './examineRequest';
import { executionItem } from './executionItem';
import { registrationNotes } from './registration';
import { answer, logRefused, refuse, unavailable } from './respond';
import { readSettings, scopeOf, type TriggerSettings } from './settings';
import { startedMeanwhile } from './starting';

/**
 * Examines, stores and answers one webhook request. 200 means that the record is durably in the store and will be
 * delivered to n8n, or was delivered before.
 *
 * Never throws, because n8n would then store a failed execution and start the user's error workflow for anything that
 * anyone sends.
 */
export async function receiveWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await receive(context);
	} catch (error) {
		const { name, message } = error instanceof Error ? error : new Error(String(error));
		return refuse(context, unavailable(message), name);
	}
}

async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	const verdict = await examineRequest(context, settings);
	if (verdict.kind === 'refused') return refuse(context, verdict);
	const { inbound } = verdict;
	if (inbound.kind === 'urlCheck') return answer(context, 200, 'This URL receives SMS for n8n');
	if (!isWanted(inbound, settings)) return await notWanted(context, inbound);
	return await store(context, withStoredRecord(inbound, settings.item.output), settings);
}

/** Acknowledged, unless another workflow of the same store is waiting for it. */
async function notWanted(
	context: IWebhookFunctions,
	inbound: Keepable,
): Promise<IWebhookResponseData> {
	const node = `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
	const run = context.getMode() === 'manual' ? 'test' : 'production';
	const kind = inbound.kind === 'receipt' ? 'status' : 'inbound';
	if (await isWantedElsewhere(registrationNotes(context), node, run, kind)) {
		logRefused(context, unavailable(WANTED_ELSEWHERE[kind]), kind);
		return answer(
			context,
			503,
			'Another workflow is waiting for this webhook. Please send it again.',
		);
	}
	context.logger.debug(
		`${describe(inbound)}: ignored, because its event isn't selected in 'Trigger On'`,
	);
	return answer(context, 200, "Ignored: this trigger doesn't listen to this event");
}

const WANTED_ELSEWHERE = {
	inbound:
		"a message arrived at the URL of this trigger, which doesn't listen to messages, although another workflow is registered for them. Publish that workflow again, or choose both events in 'Trigger On' of one trigger",
	status:
		"a delivery receipt arrived at the URL of this trigger, which doesn't listen to delivery receipts, although another workflow is registered for them. Publish that workflow again, or choose both events in 'Trigger On' of one trigger",
};

async function store(
	context: IWebhookFunctions,
	inbound: Keepable,
	settings: TriggerSettings,
): Promise<IWebhookResponseData> {
	// A test run does not wait for further messages of the sender.
	const policy =
		context.getMode() === 'manual'
			? { ...settings.reassembly, mergeWindow: 0 }
			: settings.reassembly;
	const reassembler = new Reassembler(await borrowStore(context), policy);
	if (context.getMode() === 'manual') {
		return await storeForTest(context, reassembler, inbound, settings);
	}
	const scope = scopeOf(context, 'production');
	const also = await consent(context, inbound, settings);
	let outcome = await reassembler.receive(scope, inbound, also);
	if (outcome === 'noDispatcher' && (await startedMeanwhile(scope))) {
		outcome = await reassembler.receive(scope, inbound, also);
	}
	context.logger.debug(`${describe(inbound)}: ${outcome}`);
	if (outcome === 'noDispatcher') return refuse(context, unavailable(NO_DISPATCHER));
	return answer(context, 200, OUTCOME_TEXTS[outcome]);
}

async function consent(
	context: IWebhookFunctions,
	inbound: Keepable,
	{ optOutRegister: register, item: { payloadFormat } }: TriggerSettings,
): Promise<ReturnType<typeof consentOf>> {
	const { apiKey: account } = parseCredential(await readCredential(context, CREDENTIAL));
	return consentOf(inbound, { account, register, payloadFormat });
}

const OUTCOME_TEXTS: Record<Exclude<ReceiveOutcome, 'noDispatcher'>, string> = {
	stored: 'Stored',
	due: 'Stored',
	duplicate: 'Known already',
};

const NO_DISPATCHER =
	"no n8n main process is running this trigger on this SMS store. Publish the workflow again. If separate processes receive webhooks (queue mode), set 'Storage' to 'PostgreSQL'";

/** A test run has no dispatcher, so the request that completes a message also passes it on. */
async function storeForTest(
	context: IWebhookFunctions,
	reassembler: Reassembler,
	inbound: Keepable,
	settings: TriggerSettings,
): Promise<IWebhookResponseData> {
	const scope = scopeOf(context, 'test');
	await reassembler.register(scope);
	const outcome = await reassembler.receive(scope, inbound);
	context.logger.debug(`${describe(inbound)}: ${outcome} in a test run`);

	const [delivery] = outcome === 'due' ? await reassembler.claim(scope, 1) : [];
	if (!delivery) return answer(context, 200, 'Stored for the test run');
	const item = await executionItem(context, delivery.message, settings);
	await delivery.confirm();
	return { ...answer(context, 200, 'Passed to the test run'), workflowData: [[item]] };
}

function isWanted(inbound: Keepable, { events }: TriggerSettings): boolean {
	return events.includes(inbound.kind === 'receipt' ? 'deliveryReceipt' : 'message');
}

/** Names a record by its id, never by its text. */
function describe(inbound: Keepable): string {
	switch (inbound.kind) {
		case 'part':
			return `SMS ${inbound.messageId}, part ${inbound.part} of ${inbound.total}`;
		case 'message':
			return `SMS ${inbound.messageId}`;
		case 'receipt':
			return `Receipt for ${inbound.messageId}`;
	}
}
