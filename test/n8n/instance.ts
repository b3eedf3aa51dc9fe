import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, dropDatabase, postgresUrl } from '../services';
import { startBalancer } from './balancer';
import type { Balancer } from './balancer';
import { N8nProcess } from './n8nProcess';
import type { N8nOptions } from './options';
import { planQueue, planRegular } from './plan';
import type { Plan } from './plan';
import { freePort, PortTaken } from './ports';
import { packageFolder, runtimeFolder } from './prepared';
import { dropRedisKeys } from './redisKeys';
import { variant } from './variant';

/** Another program may take a port at the last moment, but hardly three times in a row. */
const ATTEMPTS = 3;

/** The processes of one n8n with their data: folders, a database, keys in Redis. */
export class Instance {
	private balancer: Balancer | null = null;

	private constructor(
		readonly folder: string,
		readonly processes: N8nProcess[],
		private readonly plan: Plan,
	) {}

	/** Prepares everything and starts it, on other ports if a program takes one of them first. */
	static async start(options: N8nOptions): Promise<Instance> {
		for (let attempt = 1; ; attempt += 1) {
			try {
				return await Instance.startOnce(options);
			} catch (error) {
				if (!(error instanceof PortTaken) || attempt === ATTEMPTS) throw error;
			}
		}
	}

	private static async startOnce(options: N8nOptions): Promise<Instance> {
		const queue = options.mode === 'queue';
		const runtime = await runtimeFolder(variant);
		const folder = await mkdtemp(join(tmpdir(), 'vonage-sms-n8n-'));
		const inPostgres = queue || options.database === 'postgres';
		const ground = {
			runtime,
			folder,
			encryptionKey: randomBytes(16).toString('hex'),
			postgres: inPostgres ? new URL(postgresUrl(await createDatabase('n8n'))) : null,
		};
		const plan = queue ? await planQueue(ground, options) : await planRegular(ground, options);
		const instance = new Instance(
			folder,
			plan.processes.map((each) => new N8nProcess(each)),
			plan,
		);
		try {
			for (const userFolder of plan.userFolders) await placePackage(userFolder, options);
			await instance.startProcesses();
		} catch (error) {
			await instance.end();
			throw error;
		}
		return instance;
	}

	get main(): N8nProcess {
		return this.processes[0]!;
	}

	/** User folder of the main process. */
	get userFolder(): string {
		return this.plan.userFolders[0]!;
	}

	/** Base of the webhook addresses that n8n reports, without a trailing slash. */
	get webhookBase(): string {
		return this.plan.webhookBase;
	}

	/** Base URLs of production webhooks: of each process that serves them, and of the proxy in front of them. */
	get productionBases(): string[] {
		const serving = this.processes.filter(({ role }) => role !== 'worker');
		return [this.balancer?.url ?? [], serving.map(({ url }) => url)].flat();
	}

	/** The main process first, because it migrates the database. */
	async startProcesses(): Promise<void> {
		await this.main.start();
		await Promise.all(this.processes.slice(1).map((each) => each.start()));
		if (this.plan.balancerPort !== null) {
			const webhooks = this.processes.filter(({ role }) => role === 'webhook');
			this.balancer = await startBalancer(
				this.plan.balancerPort,
				() => this.main.url,
				() => webhooks.map(({ url }) => url),
			);
		}
	}

	/** A second main process with the same folders and database, but different ports. */
	async startTwin(): Promise<N8nProcess> {
		const [main] = this.plan.processes;
		const ports = {
			N8N_PORT: String(await freePort()),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		};
		const twin = new N8nProcess({
			...main!,
			name: 'twin',
			env: { ...main!.env, ...ports },
			readinessPort: Number(ports.N8N_PORT),
			logFile: join(this.folder, 'twin.log'),
		});
		await twin.start();
		return twin;
	}

	async stopProcesses(): Promise<void> {
		await this.closeBalancer();
		await settleAll(this.processes.map((each) => each.stop()));
	}

	async killProcesses(): Promise<void> {
		await this.closeBalancer();
		await settleAll(this.processes.map((each) => each.kill()));
	}

	/** Rebuilds the package if a source file has changed, and restarts everything with it. */
	async replacePackage(options: N8nOptions): Promise<void> {
		// If the build fails, n8n keeps running.
		if (options.packageRoot !== null) await packageFolder(options.packageRoot);
		await this.stopProcesses();
		for (const userFolder of this.plan.userFolders) await placePackage(userFolder, options);
		await this.startProcesses();
	}

	/** Stops all running processes and removes their data. */
	async end(): Promise<void> {
		const { postgres, queue } = this.plan;
		try {
			await this.stopProcesses();
		} finally {
			if (postgres !== null) await dropDatabase(postgres.pathname.slice(1));
			if (queue !== null) await dropRedisKeys(queue.redisHost, queue.redisPort, queue.prefix);
			await rm(this.folder, { recursive: true, force: true });
		}
	}

	/** All output of the processes since the first start. */
	async logs(): Promise<string> {
		const logs = this.processes.map(({ logFile }) => readFile(logFile, 'utf8').catch(() => ''));
		return (await Promise.all(logs)).join('\n');
	}

	private async closeBalancer(): Promise<void> {
		await this.balancer?.close();
		this.balancer = null;
	}
}

async function placePackage(userFolder: string, { packageRoot }: N8nOptions): Promise<void> {
	await mkdir(userFolder, { recursive: true });
	if (packageRoot === null) return;
	const source = await packageFolder(packageRoot);
	const nodes = join(userFolder, '.n8n', 'nodes');
	const { name, version }: { name: string; version: string } = JSON.parse(
		await readFile(join(source, 'package.json'), 'utf8'),
	);
	const target = join(nodes, 'node_modules', name);
	await rm(target, { recursive: true, force: true });
	await cp(source, target, { recursive: true });
	await writeFile(
		join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: { [name]: version } }),
	);
}

/** Waits for all of them, then throws the first failure. */
async function settleAll(work: Array<Promise<void>>): Promise<void> {
	const results = await Promise.allSettled(work);
	const failed = results.find((result) => result.status === 'rejected');
	if (failed !== undefined) throw failed.reason;
}
