import type { Rest } from './rest';

/** How a node references a credential. */
export interface CredentialReference {
	id: string;
	name: string;
}

export interface CredentialInput {
	name: string;
	/** Such as `vonageSmsApi`. */
	type: string;
	data: Record<string, unknown>;
}

export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

export async function createCredential(
	rest: Rest,
	input: CredentialInput,
): Promise<CredentialReference> {
	const { id, name } = await rest.editor<CredentialReference>('POST', '/credentials', input);
	return { id, name };
}

/** What the credential's Test button shows. */
export async function testCredential(
	rest: Rest,
	{ id }: CredentialReference,
): Promise<CredentialTest> {
	const stored = await rest.editor<CredentialInput>('GET', `/credentials/${id}?includeData=true`);
	const { name, type, data } = stored;
	return await rest.editor('POST', '/credentials/test', { credentials: { id, name, type, data } });
}
