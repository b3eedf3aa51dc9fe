import type { CredentialReference, N8n } from '../n8n';
import { AFTER, NUMBER } from './workflows';

/** A workflow that texts each person in a list, and a function that starts it. */
export interface Campaign {
	/** Of the workflow. */
	id: string;
	start(people: Array<Record<string, string>>): Promise<void>;
}

/**
 * A webhook for a list of people, and one message to the `phone` of each.
 *
 * @param name also the path of the request
 */
export async function publishCampaign(
	n8n: N8n,
	name: string,
	credentials: Record<string, CredentialReference>,
	parameters: Record<string, unknown>,
): Promise<Campaign> {
	const { id } = await n8n.createWorkflow({
		name,
		nodes: [
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path: name, responseMode: 'onReceived' },
				webhookId: name,
			},
			{
				name: 'People',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.people' },
			},
			{
				name: 'Send',
				type: 'n8n-nodes-vonage-sms.vonageSms',
				typeVersion: 1,
				parameters: {
					operation: 'send',
					from: { __rl: true, mode: 'name', value: NUMBER },
					to: '={{ $json.phone }}',
					text: 'Good morning',
					...parameters,
				},
				credentials,
			},
			{ name: AFTER, type: 'n8n-nodes-base.noOp' },
		],
	});
	await n8n.publish(id);
	const { production } = await n8n.webhookUrls(id, 'Webhook');
	const start = async (people: Array<Record<string, string>>) => {
		const response = await fetch(production, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ people }),
		});
		if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	};
	return { id, start };
}

const MINUTE_MS = 60_000;

/** 'Quiet Hours' with 'Wait' for people whose `zone` is UTC, ending in two to three minutes. */
export function quietInUtc(): Record<string, unknown> {
	const at = (minutes: number) =>
		new Date(Date.now() + minutes * MINUTE_MS).toISOString().slice(11, 16);
	const hours = { from: at(-1), to: at(3) };
	return {
		values: { ...hours, timeZone: 'other', timeZoneName: '={{ $json.zone }}', behavior: 'wait' },
	};
}
