import type { IHookFunctions } from 'n8n-workflow';

import type { RegistrationMemory } from '../registration';
import { borrowStore } from '../storage';

/** What a registration has to remember stands in the SMS store, so that a kill does not lose it. */
export async function registrationMemory(context: IHookFunctions): Promise<RegistrationMemory> {
	const store = await borrowStore(context);
	return {
		read: async (name) => await store.readNote(name),
		write: async (name, value) => await store.writeNote(name, value),
		remove: async (name) => await store.removeNote(name),
	};
}
