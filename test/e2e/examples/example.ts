import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CredentialReference, NodeInput, WorkflowInput } from '../../n8n';

const folder = join(__dirname, '../../../examples');

export const exampleNames = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => basename(file, '.json'));

/** The setup steps after the import, as in the sticky notes. */
export interface SetUp {
	/** By node type: the credential selected in each node of that type. */
	credentials: Record<string, Record<string, CredentialReference>>;
	/** By node name: parameters to fill in. */
	parameters?: Record<string, Record<string, unknown>>;
	/** Pinned data by node name, as in the editor. Only for test runs. */
	pinData?: Record<string, { json: Record<string, unknown> }[]>;
	/** Nodes for services that tests can't reach; see `standIn`. */
	standIns?: string[];
}

/** The credential selected in every node of this package. */
export function inOurNodes(vonage: CredentialReference): SetUp['credentials'] {
	return {
		'n8n-nodes-vonage-sms.vonageSmsTrigger': { vonageSmsApi: vonage },
		'n8n-nodes-vonage-sms.vonageSms': { vonageSmsApi: vonage },
	};
}

export type Example = WorkflowInput & { pinData?: SetUp['pinData'] };

export function exampleText(name: string): string {
	return readFileSync(join(folder, `${name}.json`), 'utf8');
}

export function readExample(name: string): Example {
	return JSON.parse(exampleText(name)) as Example;
}

/** The example as it is imported, and then set up. */
export function setUpExample(name: string, setUp: SetUp): Example {
	const example = readExample(name);
	const { pinData, parameters = {}, standIns = [] } = setUp;
	return {
		...example,
		...(pinData && { pinData }),
		nodes: example.nodes.map((imported) => {
			const credentials = setUp.credentials[imported.type];
			const node = {
				...imported,
				parameters: { ...imported.parameters, ...parameters[imported.name] },
				...(credentials && { credentials }),
			};
			return standIns.includes(node.name) ? standIn(node) : node;
		}),
	};
}

/**
 * Replaces a node whose service tests can't reach: it outputs that node's parameters, with n8n having
 * evaluated every expression in them. With pinned data, the expressions would remain untested.
 */
function standIn({ parameters, ...node }: NodeInput): NodeInput {
	const assignments = leavesOf(parameters).map(([path, value]) => ({
		id: path,
		name: path,
		value,
		type: 'string',
	}));
	return {
		...node,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: { assignments },
			options: { ignoreConversionErrors: true },
		},
	};
}

/** Every expression in a node's parameters, with its path: `columns.value.id`. */
function leavesOf(value: unknown, path: string[] = []): [string, string][] {
	if (typeof value === 'string') return value.startsWith('=') ? [[path.join('.'), value]] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}
