import type { N8n } from '..';
import type { Simulator } from '../../simulator';

const INTERVAL_MS = 1_000;
const PAGE = 20;

interface Page {
	data: {
		id: string;
		workflowId: string;
		status: string;
		data?: { resultData?: { runData?: Record<string, RunOfNode[]> } };
	}[];
}

interface RunOfNode {
	data?: { main?: (({ json: Record<string, unknown> } | null)[] | null)[] };
}

/** Shows on the phone page which execution each message started, in whichever workflow. Returns a function that ends it. */
export function linkExecutions(n8n: N8n, simulator: Simulator): () => Promise<void> {
	const shown = new Map<string, string>();
	let ended = false;
	let round: Promise<void> = Promise.resolve();
	const timer = setInterval(() => {
		round = round.then(async () => {
			if (!ended && hasNews()) await look();
		});
	}, INTERVAL_MS);

	/** Whether there are acknowledged messages whose execution isn't known yet or hasn't ended. */
	function hasNews(): boolean {
		return simulator.webhooks.some(
			({ webhook, state }) =>
				webhook.kind === 'inbound' &&
				state === 'acknowledged' &&
				!isFinal(shown.get(webhook.messageId)),
		);
	}

	async function look(): Promise<void> {
		// n8n may be restarting.
		const page = await n8n.rest
			.publicApi<Page>(`/executions?limit=${PAGE}&includeData=true`)
			.catch(() => undefined);
		for (const { id, workflowId, status, data } of page?.data ?? []) {
			for (const messageId of messageIdsIn(Object.values(data?.resultData?.runData ?? {}).flat())) {
				if (shown.get(messageId) === status) continue;
				shown.set(messageId, status);
				const url = `${n8n.url}/workflow/${workflowId}/executions/${id}`;
				simulator.showExecution(messageId, { id, url, status });
			}
		}
	}

	return async () => {
		ended = true;
		clearInterval(timer);
		await round;
	};
}

function isFinal(status: string | undefined): boolean {
	return status !== undefined && !['new', 'running', 'waiting'].includes(status);
}

/** IDs of the messages in any node's output. */
function messageIdsIn(runs: RunOfNode[]): string[] {
	const items = runs.flatMap(({ data }) => (data?.main ?? []).flatMap((output) => output ?? []));
	return items.flatMap((item) => {
		const { event, messageIds } = item?.json ?? {};
		return event === 'message' && Array.isArray(messageIds) ? messageIds.map(String) : [];
	});
}
