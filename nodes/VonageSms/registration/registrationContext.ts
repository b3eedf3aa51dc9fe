import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';
import type { VonageSession } from '../vonage';
import type { RegistrationNotes } from './notes';
import type { WebhookKind } from './parameters';

/** Shared by all steps of registering one node. */
export interface RegistrationContext<Context = IHookFunctions | ITriggerFunctions> {
	context: Context;
	session: VonageSession;
	notes: RegistrationNotes;
	/** See `nodeName`. */
	nodeName: string;
}

/** `<workflow id>/<node id>`. */
export function nodeName(context: IHookFunctions | ITriggerFunctions): string {
	return `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
}

/** Name of a place in the notes: `<account>/<owner>/<kind>`. */
export function placeName(session: VonageSession, owner: string, kind: WebhookKind): string {
	return `${session.account}/${owner}/${kind}`;
}

/** The parts of a place's name; null if it belongs to a different account than the session. */
export function parsePlaceName(
	session: VonageSession,
	name: string,
): { owner: string; kind: WebhookKind } | null {
	const [, account, owner, kind] = /^([^/]*)\/(.*)\/(inbound|status)$/.exec(name) ?? [];
	if (account !== session.account || !owner) return null;
	return { owner, kind: kind === 'status' ? 'status' : 'inbound' };
}
