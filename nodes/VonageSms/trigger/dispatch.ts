import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { Dispatcher, Reassembler } from '../reassembly';
import { forgetCredentials, holdStore } from '../storage';
import { readVonageCredential } from '../vonage/credential';
import { emitOnce } from './emit';
import { executionItem } from './executionItem';
import { readSettings, scopeOf, type TriggerSettings } from './settings';

/** Runs in the leading main process from publishing to unpublishing: hands over what the webhooks kept. */
export async function startDispatcher(context: ITriggerFunctions): Promise<ITriggerResponse> {
	// In a test run the webhook itself hands over.
	if (context.getMode() === 'manual') return {};

	forgetCredentials();
	const settings = readSettings(context);
	await warnWithoutSecret(context, settings);

	const { store, letGo } = await holdStore(context);
	const scope = scopeOf(context, 'production');
	const reassembler = new Reassembler(store, settings.reassembly);
	const dispatcher = new Dispatcher({
		scope,
		reassembler,
		onDue: (wake) => store.onDue(scope, wake),
		handOver: async ({ message, key }) => {
			await emitOnce(context.emit, await executionItem(context, message, settings.item), key);
		},
		concurrency: settings.concurrency,
		log: context.logger,
	});
	await dispatcher.start().catch((error: unknown) => {
		letGo();
		throw error;
	});
	return {
		// n8n need not wait: what runs keeps the store open until it ends.
		closeFunction: async () => void dispatcher.stop().then(letGo),
	};
}

async function warnWithoutSecret(
	context: ITriggerFunctions,
	settings: TriggerSettings,
): Promise<void> {
	const { signatureSecret } = await readVonageCredential(context);
	if (signatureSecret || settings.signatureCheck === 'off') return;
	context.logger.warn(
		`${context.getNode().name}: webhooks are not verified, because the credential has no signature secret. Ask Vonage support to sign your inbound SMS first; once they do, copy the signature secret from the Vonage dashboard (API settings) into the credential.`,
	);
}
