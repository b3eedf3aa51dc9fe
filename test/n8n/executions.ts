import type { Rest } from './rest';
import { until } from './until';

export interface Item {
	json: Record<string, unknown>;
	binary?: Record<string, { data: string; mimeType: string; fileName?: string }>;
}

export interface NodeRun {
	executionStatus: string;
	data?: { main: Array<Item[] | null> };
	error?: { message: string; description?: string };
}

/** An execution that has ended, with all its data. */
export interface Execution {
	id: string;
	workflowId: string;
	status: 'success' | 'error' | 'canceled' | 'crashed' | 'unknown' | 'waiting';
	/** `webhook` from a request, `trigger` from an emit, `manual` from a test run. */
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
	data: {
		resultData: {
			runData: Record<string, NodeRun[]>;
			error?: { message: string; description?: string };
		};
		/** Nodes that hadn't run yet if the execution didn't finish. */
		executionData?: { nodeExecutionStack: Array<{ data: { main: Array<Item[] | null> } }> };
	};
}

interface Page {
	data: Execution[];
	nextCursor: string | null;
}

const PAGE = 100;

/** Finished executions, including test runs, oldest first. */
export async function executions(rest: Rest, workflowId: string): Promise<Execution[]> {
	const all = await endedExecutions(rest, workflowId, true);
	return all.sort((a, b) => Number(a.id) - Number(b.id));
}

/** Resolves with all finished executions once there are `count` or more. */
export async function waitForExecutions(
	rest: Rest,
	workflowId: string,
	count: number,
	timeoutMs?: number,
): Promise<Execution[]> {
	let ended = 0;
	const enough = async () => {
		ended = (await endedExecutions(rest, workflowId, false)).length;
		return ended >= count || undefined;
	};
	await until(`${count} executions of workflow ${workflowId}`, enough, timeoutMs).catch((error) => {
		throw new Error(`Only ${ended} of ${count} executions have ended.`, { cause: error });
	});
	return await executions(rest, workflowId);
}

/** Items from one output of a node, from all its runs in the execution. */
export function itemsOf(execution: Execution, node: string, output = 0): Item[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => run.data?.main[output] ?? []);
}

async function endedExecutions(
	rest: Rest,
	workflowId: string,
	includeData: boolean,
): Promise<Execution[]> {
	const all: Execution[] = [];
	let cursor: string | null = null;
	do {
		const query = new URLSearchParams({
			workflowId,
			limit: String(PAGE),
			includeData: String(includeData),
			...(cursor !== null && { cursor }),
		});
		const page: Page = await rest.publicApi(`/executions?${query}`);
		all.push(...page.data);
		cursor = page.nextCursor;
	} while (cursor !== null);
	return all.filter(({ stoppedAt }) => stoppedAt !== null);
}
