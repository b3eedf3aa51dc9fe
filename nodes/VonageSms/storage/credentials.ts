import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** The n8n contexts in which either node can open its store. */
export type StorageContext =
	IExecuteFunctions | IHookFunctions | ITriggerFunctions | IWebhookFunctions;

/** Copies older than this aren't used, so a changed credential takes effect within this time. */
const OLDEST_MS = 10_000;
/** At this age, a copy is replaced in the background. */
const REPLACE_MS = 8_000;
/** How long copies are replaced after the last webhook that used them. */
const KEEP_MS = 60_000;
/** Rejected webhooks cause at most one read in this time, because anyone can send them. */
const READ_AGAIN_MS = 1_000;

interface Copy {
	credential: Promise<ICredentialDataDecryptedObject>;
	readAt: number;
	/** The last webhook that used it, and when. */
	usedBy: IWebhookFunctions | null;
	usedAt: number;
}

const copies = new Map<string, Copy>();
const readAgainAt = new Map<string, number>();

/**
 * A credential of the node, at most ten seconds old. n8n may start an expression engine for each read, which takes
 * longer than everything else a webhook does. So while webhooks arrive, the copy is replaced between them, and none
 * of them waits for it.
 */
export async function readCredential(
	context: StorageContext,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	const name = nameOf(context, type);
	// Without an ID, n8n reports the missing credential.
	if (name === null) return await context.getCredentials(type);

	const known = copies.get(name);
	const copy = known && Date.now() - known.readAt < OLDEST_MS ? known : read(context, type, name);
	if ('getRequestObject' in context) Object.assign(copy, { usedBy: context, usedAt: Date.now() });
	return await copy.credential;
}

/** The same, but read again, for a webhook that was rejected with the copy. */
export async function readCredentialAgain(
	context: IWebhookFunctions,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	const name = nameOf(context, type);
	if (name !== null && Date.now() - (readAgainAt.get(name) ?? -Infinity) >= READ_AGAIN_MS) {
		readAgainAt.set(name, Date.now());
		copies.delete(name);
	}
	return await readCredential(context, type);
}

/** Discards all copies, for example because a workflow is published. */
export function forgetCredentials(): void {
	copies.clear();
	readAgainAt.clear();
}

function nameOf(context: StorageContext, type: string): string | null {
	const id = context.getNode().credentials?.[type]?.id;
	if (!id) return null;
	return `${context.getWorkflow().id ?? 'new'}/${context.getNode().id}/${type}/${id}`;
}

function read(context: StorageContext, type: string, name: string): Copy {
	const copy = copyOf(context, type);
	copies.set(name, copy);
	// A failed read is repeated next time.
	copy.credential.catch(() => forget(name, copy));
	replaceInTime(type, name, copy);
	return copy;
}

function copyOf(context: StorageContext, type: string): Copy {
	const readAt = Date.now();
	return { credential: context.getCredentials(type), readAt, usedBy: null, usedAt: -Infinity };
}

function replaceInTime(type: string, name: string, copy: Copy): void {
	setTimeout(() => void replace(type, name, copy), REPLACE_MS).unref();
}

/** The old copy is used until the new one is complete. */
async function replace(type: string, name: string, former: Copy): Promise<void> {
	if (copies.get(name) !== former) return;
	if (!former.usedBy || Date.now() - former.usedAt >= KEEP_MS) return forget(name, former);

	const next = copyOf(former.usedBy, type);
	try {
		await next.credential;
	} catch {
		// The next webhook reads it and reports the error.
		return forget(name, former);
	}
	if (copies.get(name) !== former) return;
	Object.assign(next, { usedBy: former.usedBy, usedAt: former.usedAt });
	copies.set(name, next);
	replaceInTime(type, name, next);
}

function forget(name: string, copy: Copy): void {
	if (copies.get(name) === copy) copies.delete(name);
}
