import type { Role } from './n8nProcess';

/** The pinned n8n, or the last release of the 1.x line. */
export type N8nVariant = 'current' | 'lts';

/** In what the variants differ, as far as the harness and its tests have to know. */
export interface Traits {
	/** What only this one understands. */
	env: Record<string, string>;
	/** What a process writes once it serves, where its readiness is answered before that. */
	readyLines: Partial<Record<Role, string>>;
	/** Publishing goes on when the request for it has been answered; `publication-status` reports the result. */
	publishesInBackground: boolean;
}

const TRAITS: Record<N8nVariant, Traits> = {
	current: {
		// It would ask api.n8n.io for a list of MCP servers.
		env: { N8N_DISABLED_MODULES: 'mcp-registry' },
		readyLines: {},
		publishesInBackground: true,
	},
	lts: {
		env: {},
		readyLines: {
			start: 'Editor is now accessible via',
			webhook: 'Webhook listener waiting for requests',
		},
		publishesInBackground: false,
	},
};

/** Chosen for everything that starts n8n, by the environment variable N8N_VARIANT. */
export const variant = chosenVariant(process.env.N8N_VARIANT ?? 'current');

export const traits = TRAITS[variant];

function chosenVariant(name: string): N8nVariant {
	if (name === 'current' || name === 'lts') return name;
	throw new Error(`N8N_VARIANT is "${name}"; it can be "current" or "lts".`);
}
