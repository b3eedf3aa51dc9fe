import { startN8n, type N8n } from '../../n8n';
import { createDatabase, dropDatabase, POSTGRES, postgresCredential } from '../../services';
import { startSimulator } from '../../simulator';
import { postgresReader, sqliteReader, type StoreReader } from '../../storeReader';
import { startTcpProxy, type TcpProxy } from '../../tcpProxy';
import { createVonageCredential, TRIGGER } from '../workflows';
import { ShiftedClock } from './clock';
import { Effects } from './effects';
import type { KillMode } from './modes';
import { Random } from './random';
import { KillTraffic } from './traffic';
import { countingWorkflow } from './workflow';

/** A running n8n with a published workflow, under traffic. */
export interface KillStage {
	n8n: N8n;
	workflowId: string;
	effects: Effects;
	traffic: KillTraffic;
	store: StoreReader;
	clock: ShiftedClock;
	/** The proxy in front of Vonage's API. */
	vonage: TcpProxy;
	/** The proxy in front of the store's PostgreSQL; null if the store is SQLite. */
	line: TcpProxy | null;
	random: Random;
	/** Counts from 0. */
	round: number;
	close(): Promise<void>;
}

export async function startKillStage(mode: KillMode, seed: number): Promise<KillStage> {
	const undo: Array<() => Promise<void> | void> = [];
	const close = async () => {
		for (const step of undo.reverse()) await step();
	};
	try {
		const effects = await Effects.listen();
		undo.push(() => effects.close());
		const clock = await ShiftedClock.create();
		undo.push(async () => await clock.remove());
		const simulator = await startSimulator({ settings: { timeScale: 0.05 } });
		undo.push(async () => await simulator.close());
		const vonage = await startTcpProxy({
			host: '127.0.0.1',
			port: Number(new URL(simulator.restUrl).port),
		});
		undo.push(async () => await vonage.close());
		const n8n = await startN8n({
			...mode.n8n,
			env: { N8N_EXPRESSION_ENGINE: 'legacy', ...clock.env, ...mode.n8n.env },
		});
		undo.push(async () => await n8n.stop());

		const usesPostgres = mode.storage === 'postgres';
		const database = usesPostgres ? await createDatabase('kill') : null;
		if (database !== null) undo.push(async () => await dropDatabase(database));
		const line = usesPostgres ? await startTcpProxy(POSTGRES) : null;
		undo.push(async () => await line?.close());
		const store = database === null ? sqliteReader(n8n.userFolder) : await postgresReader(database);
		undo.push(async () => await store.close());

		const credentials = {
			vonage: await createVonageCredential(n8n, simulator, {
				restUrl: `http://127.0.0.1:${vonage.port}`,
				apiUrl: `http://127.0.0.1:${vonage.port}`,
			}),
			postgres:
				database === null
					? null
					: await n8n.createCredential(postgresCredential(database, line!.port)),
		};
		const { id } = await n8n.createWorkflow(
			countingWorkflow(effects, credentials, mode.options ?? {}),
		);
		await n8n.publish(id);
		const { each } = await n8n.webhookUrls(id, TRIGGER);
		const traffic = new KillTraffic(() => each, mode.rate);
		return {
			n8n,
			workflowId: id,
			effects,
			traffic,
			store,
			clock,
			vonage,
			line,
			random: new Random(seed),
			round: 0,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
