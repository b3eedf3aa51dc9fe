import type { INodeProperties } from 'n8n-workflow';

/** Which store an operation uses: the same as the trigger that it belongs to. */
export function storageField(description: string): INodeProperties {
	return {
		displayName: 'Storage',
		name: 'storage',
		type: 'options',
		noDataExpression: true,
		default: 'sqlite',
		description,
		options: [
			{
				name: 'PostgreSQL',
				value: 'postgres',
				description: 'For queue mode, or multiple n8n processes or hosts',
			},
			{
				name: 'SQLite',
				value: 'sqlite',
				description: "A file in n8n's user folder. For a single n8n process.",
			},
		],
	};
}
