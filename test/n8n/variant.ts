import type { Role } from './n8nProcess';

/** The pinned n8n, or the last release of the 1.x line. */
export type N8nVariant = 'current' | 'lts';

/** Differences between the variants that matter to the harness and its tests. */
export interface Traits {
	/** Environment variables that only this variant supports. */
	env: Record<string, string>;
	/**
	 * Log line of a process once it listens on its port, or, if its readiness check responds too early, once it's
	 * ready.
	 */
	readyLines: Record<Role, string>;
	/** Publishing continues after the request has been answered; `publication-status` returns the result. */
	publishesInBackground: boolean;
}

const TRAITS: Record<N8nVariant, Traits> = {
	current: {
		// It would ask api.n8n.io for a list of MCP servers.
		env: { N8N_DISABLED_MODULES: 'mcp-registry' },
		readyLines: {
			start: 'n8n ready on',
			webhook: 'n8n ready on',
			worker: 'n8n worker server listening on',
		},
		publishesInBackground: true,
	},
	lts: {
		env: {},
		readyLines: {
			start: 'Editor is now accessible via',
			webhook: 'Webhook listener waiting for requests',
			worker: 'n8n worker server listening on',
		},
		publishesInBackground: false,
	},
};

/** Selected by the N8N_VARIANT environment variable for everything that starts n8n. */
export const variant = chosenVariant(process.env.N8N_VARIANT ?? 'current');

export const traits = TRAITS[variant];

function chosenVariant(name: string): N8nVariant {
	if (name === 'current' || name === 'lts') return name;
	throw new Error(`N8N_VARIANT is "${name}"; it can be "current" or "lts".`);
}
