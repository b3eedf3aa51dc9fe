import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { StorageContext } from './context';

/** How long a change of a credential may take to be seen by a webhook. */
const FRESH_MS = 10_000;

interface Read {
	credential: Promise<ICredentialDataDecryptedObject>;
	until: number;
}

const lately = new Map<string, Read>();

/**
 * A credential of the node, read again after ten seconds: n8n may start an expression engine for
 * each reading, which costs a webhook more than everything else it does.
 */
export async function readCredential(
	context: StorageContext,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	const id = context.getNode().credentials?.[type]?.id;
	// Without an id n8n explains what is missing.
	if (!id) return await context.getCredentials(type);

	const name = `${context.getWorkflow().id ?? 'new'}/${context.getNode().id}/${type}/${id}`;
	const known = lately.get(name);
	if (known && Date.now() < known.until) return await known.credential;

	const read = { credential: context.getCredentials(type), until: Date.now() + FRESH_MS };
	lately.set(name, read);
	// What could not be read is read afresh next time.
	read.credential.catch(() => lately.delete(name));
	return await read.credential;
}

/** From here on credentials are read afresh, as when a workflow is published. */
export function forgetCredentials(): void {
	lately.clear();
}
