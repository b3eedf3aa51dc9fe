import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import type { Simulator } from '../../simulator';
import { executeContext } from '../contexts';

export interface NodeRun {
	parameters: INodeParameters;
	/** JSON of the input items; by default, one empty item. */
	items?: IDataObject[];
	credential: ICredentialDataDecryptedObject;
	/** Of the workflow; by default, n8n's. */
	timezone?: string;
	/** Settings of the node, such as `onError` and `retryOnFail`. */
	settings?: Partial<INode>;
	/** Resolves when someone stops the execution. */
	stopped?: Promise<void>;
	/** Overrides what n8n provides to every execution. */
	additionalData?: Partial<IWorkflowExecuteAdditionalData>;
}

export interface NodeResult {
	items: INodeExecutionData[];
	/** Only used with `onError: 'continueErrorOutput'`. */
	errorItems: INodeExecutionData[];
	/** The error if the run ended with one. */
	error: IRun['data']['resultData']['error'];
	/** Until when the execution waits, and what n8n does then. */
	waiting: { till: Date; resume(): Promise<NodeResult> } | null;
	/** Number of runs that n8n reports for the node, and the data of its last run. */
	runs: number;
	metadata: unknown;
}

/** A credential for the simulator. */
export function credentialFor(
	simulator: Simulator,
	extra: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	const { account, restUrl, apiUrl } = simulator;
	return { apiKey: account.apiKey, apiSecret: account.apiSecret, restUrl, apiUrl, ...extra };
}

/** Runs a workflow of two nodes on n8n-core: one that returns the items, and the Vonage SMS node. */
export async function runNode(run: NodeRun): Promise<NodeResult> {
	const vonage: INode = {
		id: 'vonage-sms',
		name: 'Vonage SMS',
		type: 'vonageSms',
		typeVersion: 1,
		position: [0, 0],
		parameters: run.parameters,
		credentials: { vonageSmsApi: { id: '1', name: 'Vonage' } },
		...run.settings,
	};
	const items = (run.items ?? [{}]).map((json) => ({ json }));
	const { timezone } = run;
	const workflow = workflowOf(vonage, items, timezone);
	const hooks = new ExecutionLifecycleHooks('manual', '1', {
		id: workflow.id,
		name: '',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: [],
		connections: {},
	});
	const { parameters, credential } = run;
	const context = executeContext({ nodeType: new VonageSms(), parameters, credential });
	const additionalData = {
		...context.additionalData,
		...run.additionalData,
		executionId: '1',
		hooks,
	};
	const running = new WorkflowExecute(additionalData, 'manual').run({
		workflow,
		startNode: workflow.getNode('Source') ?? undefined,
	});
	void run.stopped?.then(() => running.cancel());
	const started = await running;
	const resume = async (data: IRun['data']) => {
		// As n8n saves it: objects that are shared stay shared.
		const saved = structuredClone(data);
		const execution = new WorkflowExecute(additionalData, 'manual', saved);
		return await execution.processRunExecutionData(
			workflowOf(structuredClone(vonage), items, timezone),
		);
	};
	return resultOf(started, resume);
}

function resultOf(
	{ data, waitTill }: IRun,
	resume: (data: IRun['data']) => Promise<IRun>,
): NodeResult {
	const { runData, error } = data.resultData;
	const runs = runData['Vonage SMS'] ?? [];
	const outputs = runs.at(-1)?.data?.main ?? [];
	return {
		items: outputs[0] ?? [],
		errorItems: outputs[1] ?? [],
		error,
		waiting: waitTill
			? { till: waitTill, resume: async () => resultOf(await resume(data), resume) }
			: null,
		runs: runs.length,
		metadata: runs.at(-1)?.metadata,
	};
}

function workflowOf(vonage: INode, items: INodeExecutionData[], timezone?: string): Workflow {
	const source: INode = {
		...{ id: 'source', name: 'Source', type: 'source', typeVersion: 1, parameters: {} },
		position: [0, 0],
	};
	const types: Record<string, INodeType> = {
		vonageSms: new VonageSms(),
		source: sourceType(items),
	};
	const nodeType = (name: string): INodeType => {
		const found = types[name];
		if (!found) throw new Error(`no node type ${name}`);
		return found;
	};
	return new Workflow({
		id: 'workflow',
		active: false,
		settings: { ...(timezone && { timezone }) },
		nodes: [source, vonage],
		connections: {
			Source: { main: [[{ node: vonage.name, type: NodeConnectionTypes.Main, index: 0 }]] },
		},
		nodeTypes: {
			getByName: nodeType,
			getByNameAndVersion: nodeType,
			getKnownTypes: () => ({}),
		},
	});
}

function sourceType(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: 'Source',
			name: 'source',
			group: ['transform'],
			version: 1,
			description: 'Returns the items of a test',
			defaults: { name: 'Source' },
			inputs: [],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		execute: async () => [items],
	};
}

/** A sender and a recipient. Each test overrides only what it tests. */
export const message: INodeParameters = {
	resource: 'message',
	operation: 'send',
	from: { __rl: true, mode: 'name', value: '447700900001' },
	to: '+44 7700 900123',
	text: 'Hello',
};
