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

/** A running n8n, and the methods that tests control it with. */
export class N8n {
	constructor(
		private readonly instance: Instance,
		/** For requests that have no method here. */
		readonly rest: Rest,
		private readonly options: N8nOptions = {},
	) {}

	/** Where the main process writes its log. */
	get logFile(): string {
		return this.instance.main.logFile;
	}

	/** Address of the main process: the editor and test webhooks. No trailing slash. */
	get url(): string {
		return this.instance.main.url;
	}

	/** Folder that contains `.n8n`, of the main process. */
	get userFolder(): string {
		return this.instance.userFolder;
	}

	/** All processes, the main one first. Each can be killed and restarted separately. */
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

	/** Rejects with the trigger's error if it couldn't be registered. */
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

	/** Runs the workflow from one event, up to `destination` (by default, the trigger itself). */
	async listenForTestEvent(id: string, trigger: string, destination?: string): Promise<void> {
		await listenForTestEvent(this.rest, id, trigger, destination);
	}

	async stopListening(id: string): Promise<void> {
		await stopListening(this.rest, id);
	}

	/** The URLs of a node's webhook: the one shown by n8n, and one for every process that serves it. */
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

	/** Finished executions with all data, including test runs, oldest first. */
	async executions(workflowId: string): Promise<Execution[]> {
		return await executions(this.rest, workflowId);
	}

	/** Resolves with all finished executions once there are `count` or more; waits up to 60 s by default. */
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

	/** All output of the processes since the first start. */
	async logs(): Promise<string> {
		return await this.instance.logs();
	}

	/** Sends SIGTERM to every process, then removes all data. */
	async stop(): Promise<void> {
		await this.instance.end();
	}

	/** Sends SIGKILL to every process. Their data is kept for `restart` or `stop`. */
	async kill(): Promise<void> {
		await this.instance.killProcesses();
	}

	/** Starts a second main process next to the first, as when a container is replaced. Kill it when done. */
	async startTwin(): Promise<N8nProcess> {
		return await this.instance.startTwin();
	}

	/** Stops all processes and starts them with the same folders, database, and ports. The session is kept. */
	async restart(): Promise<void> {
		await this.instance.stopProcesses();
		await this.instance.startProcesses();
	}

	/**
	 * The same, with the package built from the current sources. If the build fails, it rejects and n8n keeps
	 * running.
	 */
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
