import type { IHookFunctions } from 'n8n-workflow';
import type { Traffic } from '../vonage';
import type { RegistrationMemory } from './memory';
import { withReasonShown } from './reasonShown';
import { registrationFor } from './target';

export type { RegistrationMemory } from './memory';
export { registrationFor, type RegistrationTarget } from './target';

/** `checkExists` of the trigger: asked by n8n before `create`, on publishing, at its start and before a test. */
export async function checkRegistration(
	this: IHookFunctions,
	memory: RegistrationMemory,
	traffic?: Traffic,
): Promise<boolean> {
	const check = async () => await (await registrationFor(this, memory, traffic)).isRegistered();
	return await withReasonShown(this, check());
}

/** `create` of the trigger: n8n tries five times, with `delete` after each time that it throws. */
export async function createRegistration(
	this: IHookFunctions,
	memory: RegistrationMemory,
	traffic?: Traffic,
): Promise<boolean> {
	const create = async () => await (await registrationFor(this, memory, traffic)).register();
	await withReasonShown(this, create());
	return true;
}

/** `delete` of the trigger: on unpublishing, before a changed version is published, after a test, after a failed `create`. */
export async function deleteRegistration(
	this: IHookFunctions,
	memory: RegistrationMemory,
	traffic?: Traffic,
): Promise<boolean> {
	await (await registrationFor(this, memory, traffic)).unregister();
	return true;
}
