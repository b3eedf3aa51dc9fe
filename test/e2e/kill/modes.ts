import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nOptions } from '../../n8n';
import type { KillStage } from './stage';

/** How n8n is set up, and what happens to it in each round. */
export interface KillMode {
	name: string;
	n8n: N8nOptions;
	storage: 'sqlite' | 'postgres';
	/** Options of the trigger. */
	options?: Record<string, unknown>;
	/** Messages a second. */
	rate: number;
	/** One round, while traffic continues. */
	disturb(stage: KillStage): Promise<void>;
	/** Whether n8n keeps running, so that every execution comes to its end. */
	keepsRunning?: boolean;
	/** Whether the mode is part of every run of the suite, and not just the long one. */
	always?: boolean;
}

const NOT_SAVED = { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none' };

export const KILL_MODES: KillMode[] = [
	{
		name: 'one process, SQLite',
		n8n: {},
		storage: 'sqlite',
		rate: 8,
		disturb: killMain,
	},
	{
		name: 'a limit of concurrent executions',
		n8n: { env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '3' } },
		storage: 'sqlite',
		rate: 4,
		disturb: killMain,
	},
	{
		name: 'successful executions are not saved',
		n8n: { env: NOT_SAVED },
		storage: 'sqlite',
		rate: 8,
		disturb: killMain,
	},
	{
		name: 'successful executions are neither saved nor pruned, with a limit of concurrent executions',
		n8n: {
			env: {
				...NOT_SAVED,
				EXECUTIONS_DATA_PRUNE: 'false',
				N8N_CONCURRENCY_PRODUCTION_LIMIT: '3',
			},
		},
		storage: 'sqlite',
		rate: 4,
		disturb: killMain,
		always: true,
	},
	{
		name: 'the process is paused for 90 seconds, with a limit of concurrent executions',
		n8n: { env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '2' } },
		storage: 'sqlite',
		rate: 3,
		disturb: pause,
	},
	{
		name: 'afterCrash: runAgain',
		n8n: {},
		storage: 'sqlite',
		options: { afterCrash: 'runAgain' },
		rate: 8,
		disturb: killMain,
	},
	{
		name: 'PostgreSQL is unavailable',
		n8n: { env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '5' } },
		storage: 'postgres',
		rate: 5,
		disturb: failStore,
		keepsRunning: true,
	},
	{
		name: 'an old process next to the new one',
		n8n: { database: 'postgres' },
		storage: 'postgres',
		rate: 4,
		disturb: overlap,
	},
	{
		name: "Vonage's API is unavailable while n8n starts",
		n8n: {},
		storage: 'sqlite',
		rate: 5,
		disturb: killWithoutVonage,
	},
	{
		name: 'the clock jumps by an hour',
		n8n: {},
		storage: 'sqlite',
		rate: 5,
		disturb: shiftClock,
	},
	{
		name: 'queue mode',
		n8n: { mode: 'queue', webhookProcesses: 2, separateUserFolders: true },
		storage: 'postgres',
		rate: 6,
		disturb: killInTurn,
	},
];

async function killMain({ n8n, random }: KillStage): Promise<void> {
	await sleep(random.between(1_000, 5_000));
	await n8n.kill();
	await n8n.restart();
}

async function killWithoutVonage({ n8n, random, vonage }: KillStage): Promise<void> {
	await sleep(random.between(1_000, 3_000));
	await n8n.kill();
	vonage.cut();
	await n8n.restart();
	await sleep(random.between(0, 30_000));
	vonage.restore();
}

async function shiftClock(stage: KillStage): Promise<void> {
	const { clock, random, round } = stage;
	await sleep(random.between(1_000, 3_000));
	await clock.set([3_600_000, 0, -3_600_000, 0][round % 4]!);
	await killMain(stage);
}

async function pause({ n8n, random }: KillStage): Promise<void> {
	await sleep(random.between(1_000, 5_000));
	const { pid } = n8n.processes[0]!;
	process.kill(pid!, 'SIGSTOP');
	await sleep(90_000);
	process.kill(pid!, 'SIGCONT');
}

/**
 * Alternates between refused and silent. Some are shorter and some longer than an execution waits for the store,
 * and a lease.
 */
async function failStore({ line, random, round }: KillStage): Promise<void> {
	await sleep(random.between(1_000, 4_000));
	if (round % 2 === 0) line?.cut();
	else line?.hang();
	await sleep(round % 3 === 2 ? 75_000 : random.between(500, 20_000));
	if (round % 2 === 0) line?.restore();
	else line?.resume();
}

/** As when a container is replaced: the new process starts before the old one ends, which hangs for a while. */
async function overlap({ n8n, random }: KillStage): Promise<void> {
	await sleep(random.between(1_000, 3_000));
	const { pid } = n8n.processes[0]!;
	const hangs = random.next() < 0.5;
	if (hangs) process.kill(pid!, 'SIGSTOP');
	const twin = await n8n.startTwin();
	await sleep(random.between(1_000, 60_000));
	if (hangs) process.kill(pid!, 'SIGCONT');
	await sleep(random.between(1_000, 10_000));
	await twin.kill();
}

async function killInTurn({ n8n, random, round }: KillStage): Promise<void> {
	await sleep(random.between(1_000, 5_000));
	const names = ['main', 'worker-1', 'webhook-1'];
	const victim = n8n.processes.find(({ name }) => name === names[round % names.length])!;
	await victim.kill();
	await sleep(random.between(0, 5_000));
	await victim.start();
}
