import 'reflect-metadata';
import type { Request, Response } from 'express';
import {
	CredentialTestContext,
	ExecuteContext,
	ExternalSecretsProxy,
	HookContext,
	LoadOptionsContext,
	TriggerContext,
	WebhookContext,
} from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IExecuteData,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type IWebhookData,
	type IWebhookDescription,
	type ITriggerFunctions,
	type IWorkflowExecuteAdditionalData,
	type Logger,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { VonageSmsApi } from '../../credentials/VonageSmsApi.credentials';

/** The subject of a context: one node in one workflow, with its credential. */
export interface NodeUnderTest {
	nodeType: INodeType;
	parameters: INodeParameters;
	/** Data of the credential `vonageSmsApi`. */
	credential: ICredentialDataDecryptedObject;
	/** Default `workflow-1`. */
	workflowId?: string;
	/** Default `node-1`. */
	nodeId?: string;
	/** Default: the name in the description. */
	nodeName?: string;
	/** Where n8n is reached, without a slash at the end; default `https://n8n.example.com`. */
	n8nUrl?: string;
	/** Instead of n8n's, which writes to the console. */
	logger?: Logger;
	/** Of an execution; default none. */
	executionId?: string;
	/** Settings of the node in the workflow, such as `alwaysOutputData`. */
	settings?: Partial<INode>;
	/** Data of further credentials, by type. */
	otherCredentials?: Record<string, ICredentialDataDecryptedObject>;
}

export type Run = 'production' | 'test';

/**
 * The context of `checkExists` and `create`: mode `manual` in a test, else `trigger`.
 *
 * @param activation `activate` for a first publication, `update` for a further one, `init` at n8n's start,
 *   `leadershipChange` when another main process takes over
 */
export function hookContext(
	node: NodeUnderTest,
	run: Run = 'production',
	activation: WorkflowActivateMode = 'activate',
): HookContext {
	return run === 'test'
		? newHookContext(node, run, 'manual', 'manual')
		: newHookContext(node, run, 'trigger', activation);
}

/** The context of `delete`: n8n calls it in mode `internal` for both runs. */
export function deleteContext(node: NodeUnderTest, run: Run = 'production'): HookContext {
	return newHookContext(node, run, 'internal', 'update');
}

/** The context of `trigger()` of a published node; without `emit` it emits nowhere. */
export function triggerContext(
	node: NodeUnderTest,
	activation: WorkflowActivateMode = 'activate',
	emit?: ITriggerFunctions['emit'],
): TriggerContext {
	const { workflow, node: inner, additionalData } = assemble(node);
	const context = new TriggerContext(workflow, inner, additionalData, 'trigger', activation, emit);
	return withLogger(context, node.logger);
}

/** @param request as express has it: body, headers, query, and n8n's `rawBody` */
export function webhookContext(
	node: NodeUnderTest,
	{ request, response, run = 'production' }: { request: Request; response: Response; run?: Run },
): WebhookContext {
	const { workflow, node: inner, additionalData } = assemble(node);
	const data = { ...additionalData, httpRequest: request, httpResponse: response };
	const mode = run === 'test' ? 'manual' : 'webhook';
	const description = webhookData(node, inner, data, run);
	return withLogger(
		new WebhookContext(workflow, inner, data, mode, description, [], null),
		node.logger,
	);
}

/** @param items the input; parameters that are expressions see them as `$json` */
export function executeContext(
	node: NodeUnderTest,
	items: INodeExecutionData[] = [{ json: {} }],
	mode: WorkflowExecuteMode = 'manual',
): ExecuteContext {
	const { workflow, node: inner, additionalData } = assemble(node);
	const executeData: IExecuteData = { data: { main: [items] }, node: inner, source: null };
	return withLogger(
		new ExecuteContext(
			workflow,
			inner,
			additionalData,
			mode,
			createRunExecutionData({}),
			0,
			items,
			{ main: [items] },
			executeData,
			[],
		),
		node.logger,
	);
}

/** The context of `loadOptions` and `listSearch`. */
export function loadOptionsContext(node: NodeUnderTest): LoadOptionsContext {
	const { workflow, node: inner, additionalData } = assemble(node);
	const data = { ...additionalData, currentNodeParameters: node.parameters };
	return withLogger(new LoadOptionsContext(workflow, inner, data, ''), node.logger);
}

/** The context of a credential test, which has no node. */
export function credentialTestContext(node: NodeUnderTest): CredentialTestContext {
	return new CredentialTestContext(assemble(node).additionalData);
}

function newHookContext(
	node: NodeUnderTest,
	run: Run,
	mode: WorkflowExecuteMode,
	activation: WorkflowActivateMode,
): HookContext {
	const { workflow, node: inner, additionalData } = assemble(node);
	const data = webhookData(node, inner, additionalData, run);
	return withLogger(
		new HookContext(workflow, inner, additionalData, mode, activation, data),
		node.logger,
	);
}

function withLogger<T extends object>(context: T, logger: Logger | undefined): T {
	return logger ? Object.defineProperty(context, 'logger', { value: logger }) : context;
}

function webhookData(
	{ nodeType }: NodeUnderTest,
	node: INode,
	workflowExecuteAdditionalData: IWorkflowExecuteAdditionalData,
	run: Run,
): IWebhookData {
	const webhookDescription: IWebhookDescription = nodeType.description.webhooks?.[0] ?? {
		name: 'default',
		httpMethod: 'POST',
		path: 'vonage-sms',
	};
	return {
		httpMethod: 'POST',
		node: node.name,
		path: webhookDescription.path,
		webhookDescription,
		workflowId: workflowExecuteAdditionalData.workflowId ?? '',
		workflowExecuteAdditionalData,
		webhookId: node.webhookId ?? '',
		isTest: run === 'test',
	};
}

function assemble(under: NodeUnderTest) {
	const { nodeType, parameters } = under;
	const id = under.nodeId ?? 'node-1';
	const workflowId = under.workflowId ?? 'workflow-1';
	const credentials = { vonageSmsApi: under.credential, ...under.otherCredentials };
	const version = nodeType.description.version;
	const node: INode = {
		id,
		name: under.nodeName ?? nodeType.description.displayName,
		type: nodeType.description.name,
		typeVersion: Array.isArray(version) ? Math.max(...version) : version,
		position: [0, 0],
		parameters,
		webhookId: `${workflowId}-${id}`,
		...under.settings,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((type) => [type, { id: type, name: type }]),
		),
	};
	const workflow = new Workflow({
		id: workflowId,
		name: workflowId,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const credentialsHelper = new TestCredentials(credentials);
	const additionalData = additionalDataOf(under, workflowId, credentialsHelper);
	return { workflow, node, additionalData };
}

function additionalDataOf(
	{ n8nUrl = 'https://n8n.example.com', executionId }: NodeUnderTest,
	workflowId: string,
	credentialsHelper: ICredentialsHelper,
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper,
		workflowId,
		executionId,
		variables: {},
		currentNodeParameters: undefined,
		currentNodeExecutionIndex: 0,
		externalSecretsProxy: new ExternalSecretsProxy(),
		restApiUrl: `${n8nUrl}/rest`,
		instanceBaseUrl: `${n8nUrl}/`,
		webhookBaseUrl: `${n8nUrl}/webhook`,
		webhookTestBaseUrl: `${n8nUrl}/webhook-test`,
		webhookWaitingBaseUrl: `${n8nUrl}/webhook-waiting`,
		formBaseUrl: `${n8nUrl}/form`,
		formTestBaseUrl: `${n8nUrl}/form-test`,
		formWaitingBaseUrl: `${n8nUrl}/form-waiting`,
		mcpBaseUrl: `${n8nUrl}/mcp`,
		mcpTestBaseUrl: `${n8nUrl}/mcp-test`,
		setExecutionStatus: () => undefined,
		logAiEvent: () => undefined,
		executeWorkflow: unused,
		getRunExecutionData: unused,
		getRuntimeCredential: unused,
		startRunnerTask: unused,
	};
}

async function unused(): Promise<never> {
	throw new Error('This is not part of the context of these tests');
}

/** Credentials from memory, with the credential's own `authenticate`. */
class TestCredentials extends ICredentialsHelper {
	private readonly type = new VonageSmsApi();

	constructor(private readonly data: Record<string, ICredentialDataDecryptedObject>) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (typeName !== this.type.name) return requestOptions;
		return await this.type.authenticate(credentials, requestOptions);
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		return await unused();
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		return structuredClone(this.data[type] ?? {});
	}

	async updateCredentials(): Promise<void> {
		await unused();
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		await unused();
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return type === this.type.name ? this.type.properties : [];
	}
}
