import type { Rest } from './rest';

export interface Login {
	email: string;
	password: string;
}

/** The account that a fresh n8n gets. */
export const ownerLogin: Login = { email: 'owner@example.com', password: 'Vonage-sms-1' };

/** Sets up the owner of a fresh n8n; the session and an API key stay with `rest`. */
export async function setUpOwner(rest: Rest): Promise<void> {
	await rest.editor('POST', '/owner/setup', {
		...ownerLogin,
		firstName: 'Olive',
		lastName: 'Owner',
	});
	const { rawApiKey } = await rest.editor<{ rawApiKey: string }>('POST', '/api-keys', {
		label: 'tests',
		expiresAt: null,
		scopes: ['execution:read', 'execution:list'],
	});
	rest.useApiKey(rawApiKey);
}
