import type { Rest } from './rest';
import type { WorkflowNode } from './workflows';

export interface NodeDescription {
	name: string;
	displayName: string;
	webhooks?: Array<{ name: string; httpMethod: string; path: string; restartWebhook?: boolean }>;
	properties: Array<{ name: string; [setting: string]: unknown }>;
	[setting: string]: unknown;
}

/** n8n's own Webhook node is served under the path that its parameter names. */
const BUILT_IN_WEBHOOK = 'n8n-nodes-base.webhook';

/** Tools and human reviews that n8n makes of other nodes; it describes only those nodes themselves. */
const GENERATED_TOOL = /^(?!@n8n\/)(.+?)(?:Hitl)?Tool$/;

/** The description of a node as n8n has loaded it; of a tool that of the node behind it. */
export async function describeNode(
	rest: Rest,
	type: string,
	version: number,
): Promise<NodeDescription> {
	const made = GENERATED_TOOL.exec(type)?.[1];
	const body = { nodeInfos: [{ name: made ?? type, version }] };
	const [description] = await rest.editor<NodeDescription[]>('POST', '/node-types', body);
	if (description === undefined) throw new Error(`n8n knows no node ${type} ${version}.`);
	if (made === undefined) return description;
	return {
		...description,
		webhooks: [],
		properties: [...description.properties, { name: 'toolDescription' }],
	};
}

/** What follows `/webhook/` in the address of a node; undefined for one that only an execution waits at, or none. */
export async function webhookPath(rest: Rest, node: WorkflowNode): Promise<string | undefined> {
	if (node.type === BUILT_IN_WEBHOOK) return String(node.parameters.path);
	const { webhooks } = await describeNode(rest, node.type, node.typeVersion);
	const first = webhooks?.find(({ restartWebhook }) => restartWebhook !== true);
	return first && `${node.webhookId}/${first.path}`;
}
