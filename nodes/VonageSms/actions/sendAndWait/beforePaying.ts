import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import { resumeClient, ResumeTimeout } from '../../questions';
import type { HeldStore } from '../../storage';
import type { Ask } from './readQuestion';

/** Seconds after which a trigger that was not seen counts as gone; it says so every 20. */
const DISPATCHER_TIMEOUT_S = 120;
/** n8n may run a workflow at its start before its triggers are ready. */
const PATIENCE_MS = [1000, 2000, 4000];

/**
 * Checks that a reply or a delivery receipt will arrive and continue this execution, before the SMS is paid for.
 *
 * @throws NodeOperationError that says what to publish or to set
 */
export async function checkBeforePaying(
	context: IExecuteFunctions,
	{ store }: HeldStore,
	asks: Ask[],
): Promise<void> {
	const senders = new Map(
		asks.flatMap(({ message, question }) =>
			question.kind === 'reply' ? [[message.from, message.shownFrom] as const] : [],
		),
	);
	for (const [own, shown] of senders) {
		if (await becomesTrue(async () => await store.isServed(own, DISPATCHER_TIMEOUT_S))) continue;
		throw unserved(context, `replies to ${shown}`, 'receives messages to this number and has');
	}
	if (asks.some(({ question }) => question.kind === 'receipt')) {
		if (!(await becomesTrue(async () => await store.receivesReceipts(DISPATCHER_TIMEOUT_S)))) {
			throw unserved(
				context,
				'delivery receipts',
				"has 'Trigger On' set to Delivery Receipt, 'Receive From' set to Whole Account (SMS API) or Application (Messages API), and",
			);
		}
	}
	await checkResumeUrl(context);
}

async function becomesTrue(check: () => Promise<boolean>): Promise<boolean> {
	for (const wait of [0, ...PATIENCE_MS]) {
		if (wait > 0) await pause(wait);
		if (await check()) return true;
	}
	return false;
}

function unserved(context: IExecuteFunctions, what: string, how: string): NodeOperationError {
	const storage =
		context.getNodeParameter('storage', 0, 'sqlite') === 'postgres' ? 'PostgreSQL' : 'SQLite';
	return new NodeOperationError(
		context.getNode(),
		`No workflow receives ${what}, so nothing was sent. Publish a workflow with a Vonage SMS Trigger that ${how} 'Storage' set to ${storage}, as in this node.`,
	);
}

/** n8n logs an error for each check, and a URL that works usually keeps working: one check an hour for each is enough. */
const CHECKED_FOR_MS = 3_600_000;
const checkedAt = new Map<string, number>();

/** An execution that runs answers at its own resume URL that it is running: then n8n serves it and knows its signature. */
async function checkResumeUrl(context: IExecuteFunctions): Promise<void> {
	const probe = randomUUID();
	const url = context.getSignedResumeUrl({ round: probe });
	const base = addressOf(url);
	if (Date.now() - (checkedAt.get(base) ?? -Infinity) < CHECKED_FOR_MS) return;
	const meaning = await answerTo(probe, url);
	// Connected, and too busy to answer in time.
	if (meaning === null) return;
	if (meaning.kind === 'running' && isBelowPath(base) && !(await checksSignature(probe, url))) {
		throw notResumable(context, 'unauthorized');
	}
	if (meaning.kind === 'running') checkedAt.set(base, Date.now());
	// It fails on the missing data of an execution that was started by hand and runs, but it is served.
	if (['running', 'starting', 'failed'].includes(meaning.kind)) return;
	// A worker serves no webhooks, and may not reach the public address that the main process does.
	const isWorker = process.env.EXECUTIONS_MODE === 'queue';
	if (meaning.kind === 'unserved' && isWorker && !meaning.what.startsWith('HTTP')) return;
	throw notResumable(context, meaning.kind);
}

/** Whether the base of n8n's webhook URLs has a path. */
function isBelowPath(base: string): boolean {
	const endpoint = process.env.N8N_ENDPOINT_WEBHOOK_WAIT ?? 'webhook-waiting';
	return segmentsOf(new URL(base).pathname).length > segmentsOf(endpoint).length;
}

function segmentsOf(path: string): string[] {
	return path.split('/').filter((segment) => segment !== '');
}

/**
 * n8n 1 checks the signature only once the execution waits. Below a path, it then rejects its own, because it signs
 * the URL with the path and checks it without.
 */
async function checksSignature(probe: string, url: string): Promise<boolean> {
	const forged = new URL(url);
	forged.searchParams.set('signature', 'forged');
	const meaning = await answerTo(probe, forged.href);
	return meaning?.kind !== 'running';
}

/** Null if n8n is too busy to answer in time. */
async function answerTo(probe: string, url: string) {
	return await resumeClient()
		.post(probe, url, {})
		.catch((error: unknown) => {
			if (error instanceof ResumeTimeout) return null;
			throw error;
		});
}

function notResumable(context: IExecuteFunctions, kind: string): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		`Nothing was sent, because n8n doesn't serve the resume URL of this execution and a reply couldn't continue it. ${advice(kind)}`,
	);
}

/** Without the execution, the node and the query. */
function addressOf(url: string): string {
	const { origin, pathname } = new URL(url);
	return `${origin}${pathname.split('/').slice(0, -2).join('/')}`;
}

function advice(kind: string): string {
	return kind === 'unauthorized'
		? "n8n doesn't accept its own signature. Use the same N8N_ENCRYPTION_KEY for all processes, and set WEBHOOK_URL to a URL without a path."
		: "Check that WEBHOOK_URL is n8n's public URL, and that the reverse proxy sends /webhook-waiting/ to a process that serves webhooks.";
}
