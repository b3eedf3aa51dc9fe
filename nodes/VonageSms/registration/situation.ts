import type { IHookFunctions } from 'n8n-workflow';
import type { VonageSession } from '../vonage';
import type { RegistrationMemory } from './memory';
import type { Slot } from './parameters';

/** What every step of registering one node has at hand. */
export interface Situation {
	context: IHookFunctions;
	session: VonageSession;
	memory: RegistrationMemory;
	/** `<workflow id>/<node id>`. */
	nodeName: string;
}

/** Name of a slot in the memory: `<account>/<subject>/<slot>`. */
export function slotName(session: VonageSession, subject: string, slot: Slot): string {
	return `${session.account}/${subject}/${slot}`;
}

/** The parts of a slot's name; null where it belongs to another account than the session's. */
export function parseSlotName(
	session: VonageSession,
	name: string,
): { subject: string; slot: Slot } | null {
	const [, account, subject, slot] = /^([^/]*)\/(.*)\/(inbound|status)$/.exec(name) ?? [];
	if (account !== session.account || !subject) return null;
	return { subject, slot: slot === 'status' ? 'status' : 'inbound' };
}
