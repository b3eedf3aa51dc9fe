import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

import { openPostgresStore, Reassembler } from '../../../nodes/VonageSms/reassembly';
import type { Delivery, MessageStore } from '../../../nodes/VonageSms/reassembly';
import { createDatabase, dropDatabase, POSTGRES, postgresUrl } from '../../services';
import { startTcpProxy } from '../../tcpProxy';
import type { TcpProxy } from '../../tcpProxy';
import { part, receipt, SCOPE, whole } from '../../unit/reassembly/builders';
import type { Say } from '../progress';
import { median, medianRatio } from '../statistics';
import { BODY } from '../stores/place';
import { timeOf } from '../timing';

/** In this order in each round: what is claimed was received before. */
export const STEPS = [
	'one bare durable insert',
	'receive a single SMS',
	'receive a delivery receipt',
	'receive the first part of a long SMS',
	'receive its second part',
	'receive its last part',
	'claim one message',
	'claim 20 messages',
	'begin a message',
	'confirm a message',
] as const;

export type Step = (typeof STEPS)[number];

export interface NetworkRow {
	step: Step;
	/** Median of all rounds. */
	roundTrips: number;
	/** Milliseconds, median of all rounds, and with the delay. */
	direct: number;
	delayed: number;
	/** With the delay, as a multiple of the bare insert's: the median of the rounds. */
	ratio: number;
	right: boolean;
}

export interface NetworkPlan {
	rounds: number;
}

export interface NetworkResults {
	/** Milliseconds added to each round trip. */
	delay: number;
	rows: NetworkRow[];
}

/** Milliseconds each way. */
const DELAY = 1;
const CLAIMED = 20;
const QUIET_MS = 10;

/** Each step by one caller, directly and with a delay on the way to PostgreSQL, in turn. */
export async function networkBench({ rounds }: NetworkPlan, say: Say): Promise<NetworkResults> {
	const database = await createDatabase('bench');
	const proxy = await startTcpProxy(POSTGRES, DELAY);
	const paths: Path[] = [];
	try {
		for (const port of [POSTGRES.port, proxy.port]) paths.push(await Path.open(database, port));
		const [direct, delayed] = paths as [Path, Path];
		const measured = STEPS.map((step) => ({
			step,
			roundTrips: [] as number[],
			direct: [] as number[],
			delayed: [] as number[],
		}));
		for (let round = 0; round <= rounds; round += 1) {
			say(`network: round ${round} of ${rounds}`);
			for (const path of paths) await path.receiveOthers();
			for (const row of measured) {
				const time = await direct.run(row.step);
				// A notification of the step before may be under way.
				await sleep(QUIET_MS);
				const before = proxy.roundTrips;
				const delayedTime = await delayed.run(row.step);
				const trips = proxy.roundTrips - before;
				// The first round prepares statements.
				if (round === 0) continue;
				row.direct.push(time);
				row.delayed.push(delayedTime);
				row.roundTrips.push(trips);
			}
			for (const path of paths) await path.confirmRest();
		}
		const floor = measured[0]!.delayed;
		const right = paths.every(({ isRight }) => isRight);
		return {
			delay: 2 * DELAY,
			rows: measured.map((row) => ({
				step: row.step,
				roundTrips: median(row.roundTrips),
				direct: median(row.direct),
				delayed: median(row.delayed),
				ratio: medianRatio(row.delayed, floor),
				right,
			})),
		};
	} finally {
		await endAll(paths, proxy);
		await dropDatabase(database);
	}
}

async function endAll(paths: Path[], proxy: TcpProxy): Promise<void> {
	for (const path of paths) await path.close();
	await proxy.close();
}

/** A store that is reached on one way, and a connection beside it for the bare insert. */
class Path {
	isRight = true;
	private readonly reassembler: Reassembler;
	private readonly claimed: Delivery[] = [];
	private round = 0;

	private constructor(
		private readonly store: MessageStore,
		private readonly bare: Client,
		private readonly scope: string,
	) {
		this.reassembler = new Reassembler(store, {
			partTimeout: 600,
			deduplicationHours: 48,
			onIncomplete: 'emit',
		});
	}

	static async open(database: string, port: number): Promise<Path> {
		const store = await openPostgresStore({ connectionString: postgresUrl(database, port) });
		const bare = new Client({ connectionString: postgresUrl(database, port) });
		await bare.connect();
		await bare.query('CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, body text)');
		const path = new Path(store, bare, `${port}/${SCOPE}`);
		await path.reassembler.register(path.scope);
		return path;
	}

	/** What the claims find besides the messages of this round. */
	async receiveOthers(): Promise<void> {
		this.round += 1;
		for (let n = 0; n < CLAIMED; n += 1) {
			await this.reassembler.receive(this.scope, whole(`other-${this.round}-${n}`, TEXT));
		}
	}

	/** Milliseconds. */
	async run(step: Step): Promise<number> {
		const id = `${this.scope}-${this.round}`;
		switch (step) {
			case 'one bare durable insert':
				return await timeOf(async () => await this.bare.query(INSERT));
			case 'receive a single SMS':
				return await this.receive('due', whole(id, TEXT));
			case 'receive a delivery receipt':
				return await this.receive('due', receipt(id, 'delivered'));
			case 'receive the first part of a long SMS':
				return await this.receive('stored', part(`${id}-1`, 1, 'a', { ref: id, total: 3 }));
			case 'receive its second part':
				return await this.receive('stored', part(`${id}-2`, 2, 'b', { ref: id, total: 3 }));
			case 'receive its last part':
				return await this.receive('due', part(`${id}-3`, 3, 'c', { ref: id, total: 3 }));
			case 'claim one message':
				return await this.claim(1);
			case 'claim 20 messages':
				return await this.claim(CLAIMED);
			case 'begin a message':
				return await timeOf(async () => {
					const { ticket } = this.claimed[0]!;
					this.isRight &&= await this.reassembler.begin(ticket, id);
				});
			case 'confirm a message':
				return await timeOf(async () => await this.claimed[0]!.confirm());
		}
	}

	/** So that the next round finds as much. */
	async confirmRest(): Promise<void> {
		const rest = await this.reassembler.claim(this.scope);
		for (const delivery of [...this.claimed.splice(0), ...rest]) await delivery.confirm();
	}

	async close(): Promise<void> {
		await this.store.close();
		await this.bare.end();
	}

	private async receive(
		outcome: string,
		record: Parameters<Reassembler['receive']>[1],
	): Promise<number> {
		return await timeOf(async () => {
			this.isRight &&= (await this.reassembler.receive(this.scope, record)) === outcome;
		});
	}

	private async claim(count: number): Promise<number> {
		return await timeOf(async () => {
			const claimed = await this.reassembler.claim(this.scope, count);
			this.isRight &&= claimed.length === count;
			this.claimed.push(...claimed);
		});
	}
}

const TEXT = 'x'.repeat(153);
const INSERT = { name: 'bare-insert', text: 'INSERT INTO bare (body) VALUES ($1)', values: [BODY] };
