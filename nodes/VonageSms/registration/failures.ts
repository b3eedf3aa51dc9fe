import { NodeOperationError, type INode } from 'n8n-workflow';
import { explain, type VonageRefusal } from '../vonage';

/** One number, application, or account that couldn't be registered or restored. */
export interface Failure {
	/** `number 447700900001`. */
	label: string;
	/** Follows the label in a sentence, such as `is not on this account`. */
	reason: string;
	/** The next step, in sentences. */
	next: string;
}

/** @param doing what Vonage refused, such as "set the webhook" */
export function failureOf(label: string, refusal: VonageRefusal, doing: string): Failure {
	const { message, description } = explain(refusal, doing);
	const words = refusal.reason ?? `HTTP ${refusal.status}`;
	const reason = isGeneral(refusal) ? `was not changed (${message})` : `was refused (${words})`;
	return { label, reason, next: description };
}

/** Whether all other requests would be refused now as well: wrong key, too many requests, Vonage down. */
export function isGeneral({ status }: VonageRefusal): boolean {
	return status === 401 || status === 403 || status === 429 || status >= 500;
}

/**
 * One error for all of them.
 *
 * @param what the failure, such as "The webhook was not registered"
 */
export function failuresError(
	node: INode,
	what: string,
	failures: readonly Failure[],
): NodeOperationError {
	const reasons = listed(failures.map(({ label, reason }) => `${label} ${reason}`));
	const next = [...new Set(failures.map((failure) => failure.next))].join(' ');
	return new NodeOperationError(node, `${what}: ${reasons}. ${next}`.trim());
}

/** Joins the first ten, and says how many more there are. */
export function listed(entries: readonly string[]): string {
	const shown = entries.slice(0, 10).join('; ');
	return entries.length > 10 ? `${shown}; and ${entries.length - 10} more` : shown;
}
