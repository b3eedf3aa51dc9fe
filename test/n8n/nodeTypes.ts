import type { Rest } from './rest';
import type { WorkflowNode } from './workflows';

export interface NodeDescription {
	name: string;
	displayName: string;
	webhooks?: Array<{ name: string; httpMethod: string; path: string; restartWebhook?: boolean }>;
	properties: Array<{ name: string; [setting: string]: unknown }>;
	[setting: string]: unknown;
}

/** n8n's own Webhook node is served at the path in its parameter. */
const BUILT_IN_WEBHOOK = 'n8n-nodes-base.webhook';

/** Tools and human review steps that n8n derives from other nodes. Only those nodes have a description. */
const GENERATED_TOOL = /^(?!@n8n\/)(.+?)(?:Hitl)?Tool$/;

/** The description of a node as n8n has loaded it; for a tool, the description of its node. */
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

/**
 * The part after `/webhook/` in a node's URL; undefined if the node has none, or only one that a waiting execution
 * uses.
 */
export async function webhookPath(rest: Rest, node: WorkflowNode): Promise<string | undefined> {
	if (node.type === BUILT_IN_WEBHOOK) return String(node.parameters.path);
	const { webhooks } = await describeNode(rest, node.type, node.typeVersion);
	const first = webhooks?.find(({ restartWebhook }) => restartWebhook !== true);
	return first && `${node.webhookId}/${first.path}`;
}
