import type { IHookFunctions } from 'n8n-workflow';
import {
	openSession,
	sharedRateLimiter,
	wholeMessage,
	withWholeMessage,
	type RateLimiter,
} from '../vonage';
import { ManualRegistration } from './manualRegistration';
import type { RegistrationNotes } from './notes';
import { nodeName } from './registrationContext';
import type { RegistrationTarget } from './registrationTarget';
import { StartRegistration } from './startRegistration';
import { noteUnverified } from './verification';
import { VonageRegistration } from './vonageRegistration';

export type { RegistrationNotes } from './notes';
export { recheckRegistration } from './recheck';
export { isWantedElsewhere } from './wantedElsewhere';

/** The trigger's `checkExists`. n8n calls it before `create`: when publishing, at startup, and before a test. */
export async function checkRegistration(
	this: IHookFunctions,
	notes: RegistrationNotes,
	limiter?: RateLimiter,
): Promise<boolean> {
	const check = async () => await (await registrationFor(this, notes, limiter)).isRegistered();
	if (isStart(this)) return await check().catch((error: unknown) => startAnyway(this, error));
	return await withWholeMessage(this, check());
}

/** The trigger's `create`. n8n tries up to five times, and calls `delete` each time it throws. */
export async function createRegistration(
	this: IHookFunctions,
	notes: RegistrationNotes,
	limiter?: RateLimiter,
): Promise<boolean> {
	const create = async () => await (await registrationFor(this, notes, limiter)).register();
	if (isStart(this)) await create().catch((error: unknown) => startAnyway(this, error));
	else await withWholeMessage(this, create());
	return true;
}

/**
 * The trigger's `delete`. n8n calls it when unpublishing, before publishing a changed version, after a test, and
 * after a failed `create`.
 */
export async function deleteRegistration(
	this: IHookFunctions,
	notes: RegistrationNotes,
	limiter?: RateLimiter,
): Promise<boolean> {
	const remove = async () => await (await registrationFor(this, notes, limiter)).unregister();
	await withWholeMessage(this, remove());
	return true;
}

/** Whether n8n is starting or a main process is taking over, without any action by a user. */
export function isStart(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

/** The credential, for example, couldn't be read. */
function startAnyway(context: IHookFunctions, error: unknown): true {
	noteUnverified(nodeName(context));
	context.logger.warn(
		`${context.getNode().name}: the registration couldn't be checked and will be checked again soon. ${wholeMessage(error)}`,
	);
	return true;
}

/** The target selected in the node's parameters. */
async function registrationFor(
	context: IHookFunctions,
	notes: RegistrationNotes,
	limiter: RateLimiter = sharedRateLimiter,
): Promise<RegistrationTarget> {
	if (context.getNodeParameter('registration', 'number') === 'manual') {
		return new ManualRegistration(context);
	}
	const session = await openSession(context, limiter);
	const registration = { context, session, notes, nodeName: nodeName(context) };
	return isStart(context)
		? new StartRegistration(registration)
		: new VonageRegistration(registration);
}
