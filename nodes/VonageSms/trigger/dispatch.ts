import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import type { Delivery, Outcome } from '../reassembly';
import { forgetCredentials } from '../storage';
import { readVonageCredential } from '../vonage/credential';
import { withTicket } from './begin';
import { emitOnce } from './emit';
import { executionItem } from './executionItem';
import { LastingDispatcher } from './lastingDispatcher';
import { answersQuestion, lookAfterQuestions } from './questions';
import { startRegistrationChecks } from './registration';
import { readSettings, scopeOf, type TriggerSettings } from './settings';
import { announceStart } from './starting';

/** n8n starts the trigger in these modes by itself, and marks it as failed for good when it throws. */
const UNATTENDED = ['init', 'leadershipChange'];

/**
 * Runs in the leading main process from publishing to unpublishing: hands over what the webhooks
 * accepted. Rejects when the store fails while a person publishes; at n8n's start it keeps trying.
 */
export async function startDispatcher(context: ITriggerFunctions): Promise<ITriggerResponse> {
	// In a test run, the webhook itself passes on the message.
	if (context.getMode() === 'manual') return {};

	forgetCredentials();
	const settings = readSettings(context);
	const dispatcher = new LastingDispatcher(
		context,
		settings,
		async (delivery) => await handOver(context, settings, delivery),
	);
	if (UNATTENDED.includes(context.getActivationMode())) {
		dispatcher.startInBackground();
		await warnWithoutSecret(context, settings).catch(({ message }: Error) => {
			context.logger.warn(`${context.getNode().name}: its credential can't be read. ${message}`);
		});
	} else {
		await announceStart(scopeOf(context, 'production'), async () => {
			await warnWithoutSecret(context, settings);
			await dispatcher.start();
		});
	}
	const endChecks = startRegistrationChecks(context);
	const stopLooking = lookAfterQuestions(context);
	return {
		closeFunction: async () => {
			endChecks();
			stopLooking();
			// n8n doesn't have to wait: running executions keep the store open until they end.
			void dispatcher.stop();
		},
	};
}

/** Resolves as the dispatcher expects it: `done`, or `ended` when the store knows whether it began. */
async function handOver(
	context: ITriggerFunctions,
	settings: TriggerSettings,
	{ message, key, ticket, mayAnswer }: Delivery,
): Promise<Outcome> {
	if (mayAnswer && (await answersQuestion(context, message))) return 'done';
	const item = withTicket(await executionItem(context, message, settings), ticket);
	return await emitOnce(context.emit, context.getNode().name, item, key);
}

async function warnWithoutSecret(
	context: ITriggerFunctions,
	settings: TriggerSettings,
): Promise<void> {
	const { signatureSecret } = await readVonageCredential(context);
	if (signatureSecret || settings.signatureCheck === 'off') return;
	context.logger.warn(
		`${context.getNode().name}: webhooks aren't verified, because the credential has no signature secret. Ask Vonage support to turn on signed webhooks first. Once they have, copy the signature secret from the API settings in the Vonage dashboard into the credential.`,
	);
}
