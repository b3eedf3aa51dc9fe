import type { ITriggerFunctions } from 'n8n-workflow';

import { recheckRegistration, type RegistrationNotes } from '../registration';
import { borrowStore } from '../storage';
import type { TriggerContext } from './settings';

/**
 * Keeps what a registration must remember in the SMS store, so that a crash does not lose it. The store is opened only
 * when it is needed, so that a store that does not answer does not keep the trigger from calling Vonage.
 */
export function registrationNotes(context: TriggerContext): RegistrationNotes {
	return {
		read: async (name) => await (await borrowStore(context)).readNote(name),
		write: async (name, value) => await (await borrowStore(context)).writeNote(name, value),
		remove: async (name) => await (await borrowStore(context)).removeNote(name),
	};
}

/** Milliseconds after the start of a trigger. n8n registers the webhook at the same time, which may take a minute. */
const FIRST_CHECK = 90_000;

/**
 * Checks the registration again while the trigger runs: soon after a start that could not verify it, then every hour.
 *
 * @returns stops the checks
 */
export function startRegistrationChecks(context: ITriggerFunctions): () => void {
	const notes = registrationNotes(context);
	let isStopped = false;
	let timer: NodeJS.Timeout | undefined;
	const wait = (milliseconds: number) => {
		if (isStopped) return;
		timer = setTimeout(async () => wait(await recheckRegistration(context, notes)), milliseconds);
		timer.unref();
	};
	wait(FIRST_CHECK);
	return () => {
		isStopped = true;
		clearTimeout(timer);
	};
}
