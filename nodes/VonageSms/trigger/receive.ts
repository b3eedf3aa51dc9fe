import {
	NodeOperationError,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { examine, type Keepable, type WebhookPolicy, type WebhookRequest } from '../inbound';
import { Reassembler, StoreUnavailable, type ReceiveOutcome } from '../reassembly';
import { CREDENTIAL, parseCredential } from '../vonage/credential';
import { answer } from './answer';
import { readAllowedAddresses } from './allowedAddresses';
import { readCredential } from './credentials';
import { executionItem } from './executionItem';
import { logRefusal } from './refusalLog';
import { readSettings, scopeOf, type TriggerSettings } from './settings';
import { borrowStore } from './storage';

/**
 * One webhook request: examined, kept, answered. 200 means that the record is durably in the store
 * and will be handed over, or was before.
 */
export async function receiveWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	const request = await readRequest(context);
	const verdict = examine(request, await readPolicy(context, settings), Date.now());

	if (verdict.kind === 'refused') {
		const refusal = {
			scope: scopeOf(context, 'production'),
			reason: verdict.reason,
			address: request.ip,
		};
		logRefusal((line) => context.logger.warn(line), refusal, Date.now());
		return answer(context, verdict.status, verdict.message);
	}
	if (verdict.inbound.kind === 'urlCheck') {
		return answer(context, 200, 'This URL receives SMS for n8n');
	}
	if (!isWanted(verdict.inbound, settings)) {
		context.logger.debug(
			`${describe(verdict.inbound)}: not among the events of this trigger, ignored`,
		);
		return answer(context, 200, 'Ignored: this trigger does not listen to such events');
	}
	try {
		return await keep(context, verdict.inbound, settings);
	} catch (error) {
		if (error instanceof StoreUnavailable) return unavailable(context, error.message);
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}

async function keep(
	context: IWebhookFunctions,
	inbound: Keepable,
	settings: TriggerSettings,
): Promise<IWebhookResponseData> {
	const reassembler = new Reassembler(await borrowStore(context), settings.reassembly);
	if (context.getMode() === 'manual') {
		return await keepForTest(context, reassembler, inbound, settings);
	}
	const outcome = await reassembler.receive(scopeOf(context, 'production'), inbound);
	context.logger.debug(`${describe(inbound)}: ${outcome}`);
	if (outcome === 'noDispatcher') {
		return unavailable(
			context,
			'No n8n main process has opened this SMS store for this trigger. Where webhooks arrive in processes of their own (queue mode), set the parameter "Storage" to PostgreSQL.',
		);
	}
	return answer(context, 200, OUTCOME_TEXTS[outcome]);
}

const OUTCOME_TEXTS: Record<Exclude<ReceiveOutcome, 'noDispatcher'>, string> = {
	stored: 'Kept',
	due: 'Kept',
	duplicate: 'Known already',
};

/** A test run has no dispatcher: the request that completes a message takes it along. */
async function keepForTest(
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
	if (!delivery) return answer(context, 200, 'Kept for the test run');
	const item = await executionItem(context, delivery.message, settings.item);
	await delivery.confirm();
	return { ...answer(context, 200, 'Handed to the test run'), workflowData: [[item]] };
}

function unavailable(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	const refusal = {
		scope: scopeOf(context, 'production'),
		reason: `answered 503, so Vonage sends it again. ${reason}`,
		address: context.getRequestObject().ip,
	};
	logRefusal((line) => context.logger.error(line), refusal, Date.now());
	return answer(context, 503, 'The SMS store is not available, please send again');
}

async function readRequest(context: IWebhookFunctions): Promise<WebhookRequest> {
	const request = context.getRequestObject();
	// n8n reads the bytes of a body only where it knows the content type.
	if (request.rawBody === undefined) await request.readRawBody();
	return {
		method: request.method,
		url: request.originalUrl,
		headers: request.headers,
		body: request.rawBody ?? Buffer.alloc(0),
		ip: request.ip,
	};
}

async function readPolicy(
	context: IWebhookFunctions,
	settings: TriggerSettings,
): Promise<WebhookPolicy> {
	const { signatureSecret, signatureMethod, apiKey, applicationId } = parseCredential(
		await readCredential(context, CREDENTIAL),
	);
	return {
		signatureCheck: settings.signatureCheck,
		signatureSecret,
		signatureMethod,
		apiKey,
		applicationId,
		maxWebhookAge: settings.maxWebhookAge,
		allowedIps: readAllowedAddresses(context, settings),
	};
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
