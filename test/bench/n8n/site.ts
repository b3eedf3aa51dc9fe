import { rm } from 'node:fs/promises';

import { startN8n } from '../../n8n';
import type { CredentialReference, N8n, N8nOptions, WorkflowInput } from '../../n8n';
import type { Role } from '../../n8n/n8nProcess';
import { freePort } from '../../n8n/ports';
import { createDatabase, dropDatabase, postgresCredential, postgresUrl } from '../../services';
import { ACCOUNT, METHOD, SECRET } from '../traffic';
import { postgresLog, sqliteLog } from './executionLog';
import type { ExecutionLog } from './executionLog';
import { floorExtension, MAIN_ONLY_PORT, MAIN_ONLY_TYPE } from './floorNode';
import { LoadGenerator } from './load';
import { cpuMilliseconds } from './processFigures';
import { TRIGGER } from './workflows';

/** A workflow that takes SMS, published. */
export interface Receiver {
	workflowId: string;
	/** Its address on each process that takes production webhooks. */
	urls: string[];
}

/** An n8n with the package, the floor's node and all that the figures come from. */
export class Site {
	readonly load = new LoadGenerator();

	private constructor(
		readonly n8n: N8n,
		readonly executions: ExecutionLog,
		/** For the package's store, apart from n8n's own data; null where there is no PostgreSQL. */
		private readonly storeDatabase: string | null,
		/** PostgreSQL databases of n8n and of the store. */
		readonly databases: string[],
		private readonly mainOnlyPort: number,
		private readonly cleanUp: () => Promise<void>,
	) {}

	/** In queue mode n8n's own database is made here, so that its executions can be read. */
	static async start(options: N8nOptions, withPostgres: boolean): Promise<Site> {
		const floor = floorExtension();
		const own = options.mode === 'queue' ? await createDatabase('bench_n8n') : null;
		const storeDatabase = withPostgres ? await createDatabase('bench_store') : null;
		const databases = [own, storeDatabase].filter((name) => name !== null);
		const cleanUp = async () => {
			for (const name of databases) await dropDatabase(name);
			await rm(floor, { recursive: true });
		};
		const mainOnlyPort = await freePort();
		try {
			const n8n = await startN8n({
				...options,
				env: {
					N8N_CUSTOM_EXTENSIONS: floor,
					EXECUTIONS_DATA_PRUNE: 'false',
					[MAIN_ONLY_PORT]: String(mainOnlyPort),
					...(own !== null && { DB_POSTGRESDB_DATABASE: own }),
					...options.env,
				},
			});
			const log = own === null ? sqliteLog(n8n.userFolder) : await postgresLog(postgresUrl(own));
			return new Site(n8n, log, storeDatabase, databases, mainOnlyPort, cleanUp);
		} catch (error) {
			await cleanUp();
			throw error;
		}
	}

	/** CPU time of all n8n's processes so far, in milliseconds. */
	cpu(): number {
		return cpuMilliseconds(this.n8n.processes.flatMap(({ pid }) => pid ?? []));
	}

	/** The same for each role: `start` is the main process. */
	cpuByRole(): Map<Role, number> {
		const byRole = Map.groupBy(this.n8n.processes, ({ role }) => role);
		return new Map(
			[...byRole].map(([role, processes]) => [
				role,
				cpuMilliseconds(processes.flatMap(({ pid }) => pid ?? [])),
			]),
		);
	}

	async receiver(workflow: WorkflowInput): Promise<Receiver> {
		const { id } = await this.n8n.createWorkflow(workflow);
		await this.n8n.publish(id);
		if (workflow.nodes.some(({ type }) => type === MAIN_ONLY_TYPE)) {
			return { workflowId: id, urls: [`http://127.0.0.1:${this.mainOnlyPort}/`] };
		}
		const { each } = await this.n8n.webhookUrls(id, TRIGGER);
		const serving = this.n8n.processes.filter(({ role }) => role === 'webhook');
		const bases = (serving.length > 0 ? serving : this.n8n.processes).map(({ url }) => url);
		const urls = each.filter((url) => bases.some((base) => url.startsWith(`${base}/`)));
		return { workflowId: id, urls };
	}

	async vonageCredential(): Promise<CredentialReference> {
		return await this.n8n.createCredential({
			name: 'Vonage',
			type: 'vonageSmsApi',
			data: {
				apiKey: ACCOUNT,
				apiSecret: 'unused',
				signatureSecret: SECRET,
				signatureMethod: METHOD,
				restUrl: 'http://127.0.0.1:9',
				apiUrl: 'http://127.0.0.1:9',
			},
		});
	}

	/** For the package's store; null where the site has no PostgreSQL. */
	async postgresCredential(): Promise<CredentialReference | null> {
		if (this.storeDatabase === null) return null;
		return await this.n8n.createCredential(postgresCredential(this.storeDatabase));
	}

	/** Answers the id. */
	async createPartsTable(): Promise<string> {
		const project = await this.n8n.rest.editor<{ id: string }>('GET', '/projects/personal');
		const table = await this.n8n.rest.editor<{ id: string }>(
			'POST',
			`/projects/${project.id}/data-tables`,
			{
				name: 'SMS parts',
				columns: [
					{ name: 'ref', type: 'string' },
					{ name: 'part', type: 'number' },
					{ name: 'text', type: 'string' },
				],
			},
		);
		return table.id;
	}

	async stop(): Promise<void> {
		this.load.close();
		await this.executions.close();
		try {
			await this.n8n.stop();
		} finally {
			await this.cleanUp();
		}
	}
}
