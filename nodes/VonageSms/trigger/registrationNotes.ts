import type { RegistrationNotes } from '../registration';
import { borrowStore } from '../storage';
import type { TriggerContext } from './settings';

/**
 * What a registration has to remember is kept in the SMS store, so that a kill does not lose it. The store is opened
 * when it is needed: one that does not answer keeps nobody from asking Vonage.
 */
export function registrationNotes(context: TriggerContext): RegistrationNotes {
	return {
		read: async (name) => await (await borrowStore(context)).readNote(name),
		write: async (name, value) => await (await borrowStore(context)).writeNote(name, value),
		remove: async (name) => await (await borrowStore(context)).removeNote(name),
	};
}
