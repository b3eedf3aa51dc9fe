import { webhookPath } from './nodeTypes';
import type { Rest } from './rest';
import { until } from './until';
import { traits } from './variant';
import { readWorkflow } from './workflows';

interface PublicationStatus {
	status: 'not_published' | 'in_progress' | 'published' | 'partial' | 'failed';
	liveVersionId: string | null;
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

/**
 * Publishes the draft. Resolves once n8n has registered every trigger and all `webhookBases` respond. Rejects with
 * the node's error if registering failed.
 */
export async function publish(rest: Rest, id: string, webhookBases: string[]): Promise<void> {
	const { versionId } = await readWorkflow(rest, id);
	await rest.editor('POST', `/workflows/${id}/activate`, { versionId });
	if (traits.publishesInBackground) {
		await until(`workflow ${id} to be published`, async () => await published(rest, id, versionId));
	}
	for (const base of webhookBases) await served(rest, id, base);
}

/** Resolves when none of the workflow's webhooks is registered anymore. */
export async function unpublish(rest: Rest, id: string): Promise<void> {
	await rest.editor('POST', `/workflows/${id}/deactivate`, {});
	if (!traits.publishesInBackground) return;
	await until(
		`workflow ${id} to be unpublished`,
		async () => (await statusOf(rest, id)).status === 'not_published' || undefined,
	);
}

async function published(rest: Rest, id: string, versionId: string): Promise<true | undefined> {
	const { status, liveVersionId, triggers } = await statusOf(rest, id);
	if (status === 'failed' || status === 'partial') {
		const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		throw new Error(`Workflow ${id} was not published: ${reasons.join('; ')}`);
	}
	return (status === 'published' && liveVersionId === versionId) || undefined;
}

async function statusOf(rest: Rest, id: string): Promise<PublicationStatus> {
	return await rest.editor('GET', `/workflows/${id}/publication-status`);
}

/** A cross-origin preflight shows whether a webhook is registered, without calling it. */
async function served(rest: Rest, id: string, base: string): Promise<void> {
	const { nodes } = await readWorkflow(rest, id);
	for (const node of nodes) {
		const path = await webhookPath(rest, node);
		if (path === undefined || node.disabled === true) continue;
		const url = `${base}/webhook/${path}`;
		await until(`${url} to be served`, async () => await hasMethods(url));
	}
}

async function hasMethods(url: string): Promise<true | undefined> {
	const { headers } = await fetch(url, {
		method: 'OPTIONS',
		headers: { origin: 'http://127.0.0.1' },
	});
	const methods = headers.get('access-control-allow-methods')?.split(', ') ?? [];
	return methods.some((method) => method !== 'OPTIONS') || undefined;
}
