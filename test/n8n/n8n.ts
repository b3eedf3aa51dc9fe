import { createCredential, testCredential } from './credentials';
import type { CredentialInput, CredentialReference, CredentialTest } from './credentials';
import { executions, waitForExecutions } from './executions';
import type { Execution } from './executions';
import { Instance } from './instance';
import type { N8nProcess } from './n8nProcess';
import { describeNode, webhookPath } from './nodeTypes';
import type { NodeDescription } from './nodeTypes';
import type { N8nOptions } from './options';
import { setUpOwner } from './owner';
import { publish, unpublish } from './publication';
import { Rest } from './rest';
import { listenForTestEvent, stopListening } from './testRun';
import { createWorkflow, deleteWorkflow, readWorkflow, updateWorkflow } from './workflows';
import type { Workflow, WorkflowInput } from './workflows';

/** Starts a real n8n with the package installed, its owner set up and logged in. Stop it when done. */
export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const instance = await Instance.start(options);
	const rest = new Rest(() => instance.main.url);
	try {
		await setUpOwner(rest);
	} catch (error) {
		const logs = await instance.logs();
		await instance.end();
		throw new Error(`The owner could not be set up.\n${logs}`, { cause: error });
	}
	return new N8n(instance, rest, options);
}

/** A running n8n, and the hands that tests put on it. */
export class N8n {
	constructor(
		private readonly instance: Instance,
		/** For what has no method of its own here. */
		readonly rest: Rest,
		private readonly options: N8nOptions = {},
	) {}

	/** Where the main process writes its log. */
	get logFile(): string {
		return this.instance.main.logFile;
	}

	/** Address of the main process: the editor and test webhooks. No slash at its end. */
	get url(): string {
		return this.instance.main.url;
	}

	/** Folder that contains `.n8n`, of the main process. */
	get userFolder(): string {
		return this.instance.userFolder;
	}

	/** Every process, the main one first: each can be killed and started again by itself. */
	get processes(): readonly N8nProcess[] {
		return this.instance.processes;
	}

	async createCredential(input: CredentialInput): Promise<CredentialReference> {
		return await createCredential(this.rest, input);
	}

	/** What the credential's Test button shows. */
	async testCredential(credential: CredentialReference): Promise<CredentialTest> {
		return await testCredential(this.rest, credential);
	}

	async createWorkflow(input: WorkflowInput): Promise<Workflow> {
		return await createWorkflow(this.rest, input);
	}

	async readWorkflow(id: string): Promise<Workflow> {
		return await readWorkflow(this.rest, id);
	}

	/** Saves a draft: `publish` makes it live. */
	async updateWorkflow(id: string, changes: Partial<WorkflowInput>): Promise<Workflow> {
		return await updateWorkflow(this.rest, id, changes);
	}

	/** Rejects with what the trigger threw when it could not be registered. */
	async publish(id: string): Promise<void> {
		await publish(this.rest, id, this.instance.productionBases);
	}

	async unpublish(id: string): Promise<void> {
		await unpublish(this.rest, id);
	}

	/** Unpublishes it first: n8n refuses to delete a published workflow. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.unpublish(id);
		await deleteWorkflow(this.rest, id);
	}

	/** Runs the workflow from one event, up to `destination` (the trigger itself when left out). */
	async listenForTestEvent(id: string, trigger: string, destination?: string): Promise<void> {
		await listenForTestEvent(this.rest, id, trigger, destination);
	}

	async stopListening(id: string): Promise<void> {
		await stopListening(this.rest, id);
	}

	/** The addresses that a node's webhook has: as n8n reports it, and on every process that serves it. */
	async webhookUrls(id: string, node: string): Promise<WebhookUrls> {
		const { nodes } = await this.readWorkflow(id);
		const found = nodes.find(({ name }) => name === node);
		const path = found && (await webhookPath(this.rest, found));
		if (path === undefined) throw new Error(`Workflow ${id} has no node "${node}" with a webhook.`);
		return {
			production: `${this.instance.webhookBase}/webhook/${path}`,
			test: `${this.instance.webhookBase}/webhook-test/${path}`,
			each: this.instance.productionBases.map((base) => `${base}/webhook/${path}`),
		};
	}

	async describeNode(type: string, version: number): Promise<NodeDescription> {
		return await describeNode(this.rest, type, version);
	}

	/** What has ended, test runs among it, oldest first, with all data. */
	async executions(workflowId: string): Promise<Execution[]> {
		return await executions(this.rest, workflowId);
	}

	/** Resolves with all that has ended as soon as it is `count` or more; 60 s at most by default. */
	async waitForExecutions(
		workflowId: string,
		count: number,
		timeoutMs?: number,
	): Promise<Execution[]> {
		try {
			return await waitForExecutions(this.rest, workflowId, count, timeoutMs);
		} catch (error) {
			throw new Error(`${String(error)}\n${await this.logs()}`, { cause: error });
		}
	}

	/** All that the processes have written since the first start. */
	async logs(): Promise<string> {
		return await this.instance.logs();
	}

	/** SIGTERM for every process, then the removal of all that was kept. */
	async stop(): Promise<void> {
		await this.instance.end();
	}

	/** SIGKILL for every process; what they kept stays for `restart` or `stop`. */
	async kill(): Promise<void> {
		await this.instance.killProcesses();
	}

	/** Starts a second main process beside the first, as while a container is replaced. Kill it when done. */
	async startTwin(): Promise<N8nProcess> {
		return await this.instance.startTwin();
	}

	/** Stops what runs; starts all on the same folders, database and ports. The session goes on. */
	async restart(): Promise<void> {
		await this.instance.stopProcesses();
		await this.instance.startProcesses();
	}

	/** The same with the package as its sources are now. Rejects, and leaves n8n running, when they do not build. */
	async reinstall(): Promise<void> {
		await this.instance.replacePackage(this.options);
	}
}

export interface WebhookUrls {
	production: string;
	/** Served while a test run listens. */
	test: string;
	/** The production address on the reverse proxy and each process behind it; one address in regular mode. */
	each: string[];
}
