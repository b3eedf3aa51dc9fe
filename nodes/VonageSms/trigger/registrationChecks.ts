import type { ITriggerFunctions } from 'n8n-workflow';

import { recheckRegistration } from '../registration';
import { registrationNotes } from './registrationNotes';

/** Milliseconds after the start of a trigger: registering, which n8n does at the same time, may last a minute. */
const FIRST = 90_000;

/**
 * Checks the registration again while the trigger runs: soon after a start that could not verify it, then every hour.
 *
 * @returns ends the checks
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
	wait(FIRST);
	return () => {
		isStopped = true;
		clearTimeout(timer);
	};
}
