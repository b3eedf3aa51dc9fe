import { NodeApiError, type INode } from 'n8n-workflow';
import { explain, type VonageRefusal } from '../vonage';

/** One number, application or account with which it did not work out. */
export interface Failure {
	/** `number 447700900001`. */
	label: string;
	/** To follow the label: `is not on this account`. */
	reason: string;
	/** The next step. */
	next: string;
}

/** @param doing what Vonage refused, such as "set the webhook" */
export function failureOf(label: string, refusal: VonageRefusal, doing: string): Failure {
	const { message, description } = explain(refusal, doing);
	const words = refusal.reason ?? `HTTP ${refusal.status}`;
	const reason = isGeneral(refusal) ? `was not changed (${message})` : `was refused (${words})`;
	return { label, reason, next: description };
}

/** Whether a refusal stands for everything else that would be asked now: wrong key, too many requests, Vonage down. */
export function isGeneral({ status }: VonageRefusal): boolean {
	return status === 401 || status === 403 || status === 429 || status >= 500;
}

/**
 * One error for all of them. n8n shows the message alone where publishing did not work, so every reason stands in it.
 *
 * @param what did not work, such as "The webhook was not registered"
 */
export function failuresError(
	node: INode,
	what: string,
	failures: readonly Failure[],
): NodeApiError {
	const reasons = failures.map(({ label, reason }) => `${label} ${reason}`).join('; ');
	const next = [...new Set(failures.map((failure) => failure.next))].join(' ');
	return new NodeApiError(node, {}, { message: `${what}: ${reasons}`, description: next });
}
