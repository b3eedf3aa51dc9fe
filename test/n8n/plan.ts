import { join } from 'node:path';
import { environmentOf } from './environment';
import type { QueueSettings } from './environment';
import type { ProcessPlan, Role } from './n8nProcess';
import type { N8nOptions } from './options';
import { freePort } from './ports';

/** What all processes of an instance share. */
export interface Ground {
	runtime: string;
	folder: string;
	encryptionKey: string;
	postgres: URL | null;
}

/** The processes of an instance, with their ports. */
export interface Plan {
	/** The main process is the first. */
	processes: ProcessPlan[];
	/** That of the main process is the first. */
	userFolders: string[];
	webhookBase: string;
	/** Of the reverse proxy in queue mode. */
	balancerPort: number | null;
	postgres: URL | null;
	queue: Omit<QueueSettings, 'healthPort'> | null;
}

const REDIS = { redisHost: '127.0.0.1', redisPort: 6379 };
const WEBHOOK_PROCESSES = 2;

export async function planRegular(ground: Ground, options: N8nOptions): Promise<Plan> {
	const port = await freePort();
	const shared = {
		webhookBase: options.webhookBase ?? `http://127.0.0.1:${port}`,
		userFolder: join(ground.folder, 'user'),
		queue: null,
	};
	return {
		...shared,
		processes: [await planProcess('main', 'start', port, ground, options, shared)],
		userFolders: [shared.userFolder],
		balancerPort: null,
		postgres: ground.postgres,
	};
}

export async function planQueue(ground: Ground, options: N8nOptions): Promise<Plan> {
	const balancerPort = await freePort();
	const webhookBase = options.webhookBase ?? `http://127.0.0.1:${balancerPort}`;
	const queue = { ...REDIS, prefix: `vonage-sms-${ground.encryptionKey.slice(0, 8)}` };
	const count = options.webhookProcesses ?? WEBHOOK_PROCESSES;
	const names: Array<[string, Role]> = [
		['main', 'start'],
		...Array.from({ length: count }, (_, i): [string, Role] => [`webhook-${i + 1}`, 'webhook']),
		['worker-1', 'worker'],
	];
	const userFolderOf = (name: string) =>
		join(ground.folder, options.separateUserFolders === true ? `user-${name}` : 'user');
	const processes = await Promise.all(
		names.map(async ([name, role]) => {
			const shared = { webhookBase, userFolder: userFolderOf(name), queue };
			return await planProcess(name, role, await freePort(), ground, options, shared);
		}),
	);
	const userFolders = [...new Set(names.map(([name]) => userFolderOf(name)))];
	return { processes, userFolders, webhookBase, balancerPort, postgres: ground.postgres, queue };
}

async function planProcess(
	name: string,
	role: Role,
	port: number,
	ground: Ground,
	options: N8nOptions,
	shared: { userFolder: string; webhookBase: string; queue: Plan['queue'] },
): Promise<ProcessPlan> {
	const healthPort = await freePort();
	const env = environmentOf({
		...ground,
		userFolder: shared.userFolder,
		port,
		brokerPort: await freePort(),
		webhookUrl: `${shared.webhookBase}/`,
		editor: options.editor ?? false,
		queue: shared.queue && { ...shared.queue, healthPort },
		env: options.env ?? {},
	});
	return {
		name,
		role,
		runtime: ground.runtime,
		env,
		readinessPort: role === 'worker' ? healthPort : port,
		logFile: join(ground.folder, `${name}.log`),
		cwd: ground.folder,
	};
}
