import type { INodeCredentialDescription } from 'n8n-workflow';

export const actionCredentials: INodeCredentialDescription[] = [
	{ name: 'vonageSmsApi', required: true, testedBy: 'testVonageCredential' },
	{
		// n8n's own, for operations that need the store.
		name: 'postgres',
		required: true,
		displayOptions: { show: { storage: ['postgres'] } },
	},
];
