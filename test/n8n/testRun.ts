import { randomUUID } from 'node:crypto';
import type { Rest } from './rest';
import { readWorkflow } from './workflows';

/**
 * "Listen for test event" on a trigger: n8n registers its test URL, and one event runs the workflow up to
 * `destination` (by default, the trigger itself).
 */
export async function listenForTestEvent(
	rest: Rest,
	id: string,
	trigger: string,
	destination = trigger,
): Promise<void> {
	const answer = await rest.editor<{ waitingForWebhook?: boolean }>(
		'POST',
		`/workflows/${id}/run`,
		{
			workflowData: await readWorkflow(rest, id),
			startNodes: [],
			triggerToStartFrom: { name: trigger },
			destinationNode: { nodeName: destination, mode: 'inclusive' },
		},
		{ 'push-ref': randomUUID() },
	);
	if (answer.waitingForWebhook !== true) {
		throw new Error(`"${trigger}" does not wait for an event: ${JSON.stringify(answer)}`);
	}
}

/** "Stop Listening". */
export async function stopListening(rest: Rest, id: string): Promise<void> {
	await rest.editor('DELETE', `/test-webhook/${id}`);
}
