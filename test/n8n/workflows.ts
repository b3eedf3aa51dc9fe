import { randomUUID } from 'node:crypto';
import type { CredentialReference } from './credentials';
import { webhookPath } from './nodeTypes';
import type { Rest } from './rest';

/** A node as written in a test. IDs and positions are generated. */
export interface NodeInput {
	name: string;
	/** Such as `n8n-nodes-vonage-sms.vonageSmsTrigger`. */
	type: string;
	typeVersion?: number;
	parameters?: Record<string, unknown>;
	credentials?: Record<string, CredentialReference>;
	webhookId?: string;
	id?: string;
	position?: [number, number];
	/** The settings of a node: `onError`, `disabled`, `executeOnce` and the like. */
	[setting: string]: unknown;
}

export interface WorkflowInput {
	name: string;
	nodes: NodeInput[];
	/** n8n's own shape; left out, each node leads to the next. */
	connections?: Record<string, unknown>;
	settings?: Record<string, unknown>;
}

export interface WorkflowNode extends NodeInput {
	id: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
}

export interface Workflow {
	id: string;
	name: string;
	/** The draft's version: what publishing publishes. */
	versionId: string;
	/** The published version. */
	activeVersionId: string | null;
	active: boolean;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings: Record<string, unknown>;
	staticData: Record<string, unknown> | null;
}

const COLUMN = 220;

export async function createWorkflow(rest: Rest, input: WorkflowInput): Promise<Workflow> {
	return await rest.editor('POST', '/workflows', {
		settings: {},
		// Required by n8n 1.
		active: false,
		...input,
		nodes: await completeNodes(rest, input.nodes),
		connections: input.connections ?? chain(input.nodes),
	});
}

/** Saves a draft. The published version doesn't change. */
export async function updateWorkflow(
	rest: Rest,
	id: string,
	changes: Partial<WorkflowInput>,
): Promise<Workflow> {
	const { versionId } = await readWorkflow(rest, id);
	const nodes = changes.nodes && (await completeNodes(rest, changes.nodes));
	return await rest.editor('PATCH', `/workflows/${id}`, {
		...changes,
		...(nodes && { nodes }),
		versionId,
	});
}

export async function readWorkflow(rest: Rest, id: string): Promise<Workflow> {
	return await rest.editor('GET', `/workflows/${id}`);
}

/** n8n deletes only workflows that are archived and not published. */
export async function deleteWorkflow(rest: Rest, id: string): Promise<void> {
	await rest.editor('POST', `/workflows/${id}/archive`, {});
	await rest.editor('DELETE', `/workflows/${id}`);
}

/** The editor gives each node an ID, and a part of its URL if it has a webhook. */
async function completeNodes(rest: Rest, nodes: NodeInput[]): Promise<WorkflowNode[]> {
	return await Promise.all(
		nodes.map(async (input, index) => {
			const node: WorkflowNode = {
				id: randomUUID(),
				typeVersion: 1,
				parameters: {},
				position: [index * COLUMN, 0],
				...input,
			};
			const needsWebhookId =
				node.webhookId === undefined && (await webhookPath(rest, node)) !== undefined;
			return needsWebhookId ? { ...node, webhookId: randomUUID() } : node;
		}),
	);
}

function chain(nodes: NodeInput[]): Record<string, unknown> {
	const links = nodes.slice(1).map((to, index) => {
		const main = [[{ node: to.name, type: 'main', index: 0 }]];
		return [nodes[index]!.name, { main }];
	});
	return Object.fromEntries(links);
}
