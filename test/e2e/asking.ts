import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CredentialReference, Execution, Item, N8n, NodeInput } from '../n8n';
import { itemsOf, until } from '../n8n';
import { AFTER, NUMBER, triggerNode } from './workflows';

/** The node that asks. */
export const ASK = 'Ask';
/** The person who is asked. */
export const MANAGER = '447700900555';

export function askNode(
	vonage: CredentialReference,
	parameters: Record<string, unknown> = {},
	credentials: Record<string, CredentialReference> = {},
): NodeInput {
	return {
		name: ASK,
		type: 'n8n-nodes-vonage-sms.vonageSms',
		typeVersion: 1,
		parameters: {
			resource: 'message',
			operation: 'sendAndWait',
			from: { __rl: true, mode: 'name', value: NUMBER },
			to: MANAGER,
			message: '=May I ship "{{ $json.text }}"?',
			responseType: 'freeText',
			...parameters,
		},
		credentials: { vonageSmsApi: vonage, ...credentials },
	};
}

/** A time limit, as the editor saves it. */
export function limit(seconds: number): Record<string, unknown> {
	return {
		limitWaitTime: {
			values: { limitType: 'afterTimeInterval', resumeAmount: seconds, resumeUnit: 'seconds' },
		},
	};
}

/** An SMS starts it, it asks, and the reply arrives at the last node. */
export async function createAsking(
	n8n: N8n,
	vonage: CredentialReference,
	parameters: Record<string, unknown> = {},
	before: NodeInput[] = [],
): Promise<string> {
	const { id } = await n8n.createWorkflow({
		name: 'Ask',
		nodes: [
			triggerNode(vonage),
			...before,
			askNode(vonage, parameters),
			{ name: AFTER, type: 'n8n-nodes-base.noOp' },
		],
	});
	return id;
}

interface Summary {
	id: string;
	status: string;
}

/** Every execution of a workflow with its status, oldest first, including waiting ones. */
export async function summaries(n8n: N8n, workflowId: string): Promise<Summary[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = await n8n.rest.editor<{ results: Summary[] }>(
		'GET',
		`/executions?filter=${filter}&limit=100`,
	);
	return results.sort((a, b) => Number(a.id) - Number(b.id));
}

/** Resolves with the executions of one status as soon as there are `count` or more. */
export async function withStatus(
	n8n: N8n,
	workflowId: string,
	status: string,
	count = 1,
	timeoutMs?: number,
): Promise<Summary[]> {
	try {
		return await until(
			`${count} executions that are ${status}`,
			async () => {
				const found = (await summaries(n8n, workflowId)).filter((each) => each.status === status);
				return found.length >= count ? found : undefined;
			},
			timeoutMs,
		);
	} catch (error) {
		throw new Error(`${String(error)}\n${await n8n.logs()}`, { cause: error });
	}
}

export async function executionOf(n8n: N8n, workflowId: string, id: string): Promise<Execution> {
	const found = (await n8n.executions(workflowId)).find((each) => each.id === id);
	if (!found) throw new Error(`Execution ${id} has not ended.`);
	return found;
}

/** Input of the node after the question: `data` of each item. */
export async function answersOf(n8n: N8n, workflowId: string, id: string): Promise<unknown[]> {
	return itemsOf(await executionOf(n8n, workflowId, id), AFTER).map(dataOf);
}

function dataOf({ json }: Item): unknown {
	return json.data ?? json;
}

/** Stops all waiting executions. Resolves once nothing is running or waiting. */
export async function stopExecutions(n8n: N8n, workflowId: string): Promise<void> {
	await until('all executions to end', async () => {
		const left = (await summaries(n8n, workflowId)).filter(({ status }) =>
			['new', 'running', 'waiting'].includes(status),
		);
		for (const { id, status } of left) {
			if (status === 'waiting') await n8n.rest.editor('POST', `/executions/${id}/stop`, {});
		}
		return left.length === 0 || undefined;
	});
}

/** Reads from the store in the user folder of the main process. */
export function rows(n8n: N8n, sql: string): Array<Record<string, unknown>> {
	const file = join(n8n.userFolder, '.n8n', 'vonage-sms.sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		return database.prepare(sql).all();
	} finally {
		database.close();
	}
}

export async function post(url: string, body: object): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}
