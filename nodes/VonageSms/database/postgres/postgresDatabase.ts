import type { PoolClient, PoolConfig } from 'pg';

import type { Database, Row, Transaction, TransactionOptions, Values } from '../types';
import { Listeners } from '../listeners';
import { codeOf, Connections, isRefusedByPooler } from './connections';
import { Listener } from './listener';
import { migrate, SCHEMA } from './migrate';
import { Notifier } from './notifier';
import { PostgresTransaction } from './postgresTransaction';
import { hasSettings, LOCAL_SETTINGS, SESSION_SETTINGS } from './settings';

/** How often the server is asked for its time. */
const CLOCK_MS = 60_000;

/**
 * Opens the database on a server (version 13 or later), creating the package's schema on first use.
 * Any number of processes may have it open. Rejects with `StoreUnavailable`.
 */
export async function openPostgresDatabase(config: PoolConfig): Promise<Database> {
	return await open({ ...config, options: SESSION_SETTINGS }).catch(
		async (error: Error) => await (isRefusedByPooler(error) ? open(config) : Promise.reject(error)),
	);
}

async function open(config: PoolConfig): Promise<Database> {
	const connections = new Connections(config);
	const database = new PostgresDatabase(connections);
	const ready = async () => {
		await connections.use(migrate);
		await database.readSettings();
		await database.readClock();
	};
	await ready().catch(async (error: unknown) => {
		await database.close();
		throw error;
	});
	return database;
}

class PostgresDatabase implements Database {
	readonly isRemote = true;
	private readonly listeners = new Listeners();
	private readonly listener: Listener;
	private readonly notifier: Notifier;
	private readonly clock = new ServerClock();
	private readonly clockTimer: NodeJS.Timeout;
	private named = true;
	private localSettings = true;
	private forceDurable = false;

	constructor(private readonly connections: Connections) {
		this.listener = new Listener(() => connections.separate(), this.listeners);
		this.notifier = new Notifier(
			async (sql) => await connections.use(async (client) => await client.query(sql)),
		);
		this.clockTimer = setInterval(() => {
			// The next one finds the time; meanwhile this process's own clock goes on.
			this.readClock().catch(() => undefined);
		}, CLOCK_MS).unref();
	}

	async transaction<T>(
		work: (transaction: Transaction) => Promise<T>,
		{ durable = true }: TransactionOptions = {},
	): Promise<T> {
		const { topics, outcome } = await this.connections.use(async (client, deadline) => {
			const beginning = this.beginning(durable ? this.durableCommit : 'off');
			const transaction = this.begin(client, deadline, beginning);
			const outcome = await this.settle(transaction, work);
			return { topics: transaction.topics, outcome };
		});
		const result = outcome();
		for (const topic of topics) this.notify(topic);
		return result;
	}

	async all(sql: string, values: Values = {}): Promise<Row[]> {
		return await this.single(null, async (transaction) => await transaction.all(sql, values));
	}

	async run(sql: string, values: Values = {}): Promise<number> {
		return await this.single(
			this.durableCommit,
			async (transaction) => await transaction.run(sql, values),
		);
	}

	notify(topic: string): void {
		this.listeners.wake(topic);
		this.notifier.notify(topic);
	}

	listen(topic: string, wake: () => void): () => void {
		this.listener.start();
		return this.listeners.add(topic, wake);
	}

	async scrub(): Promise<void> {
		const tables = await this.all('SELECT tablename FROM pg_tables WHERE schemaname = :schema', {
			schema: SCHEMA,
		});
		const names = tables.map((row) => `${SCHEMA}.${String(row['tablename'])}`);
		await this.connections.use(async (client) => await client.query(`VACUUM ${names.join(', ')}`));
	}

	now(): number {
		return this.clock.now();
	}

	/** Asks whether new connections get the settings that they ask for. */
	async readSettings(): Promise<void> {
		this.localSettings = !(await this.connections.use(hasSettings));
	}

	/** Asks the server for its time, and whether its commits are durable. */
	async readClock(): Promise<void> {
		const [row] = await this.all(`
			SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now,
				current_setting('synchronous_commit') AS commits`);
		this.clock.set(Number(row?.['now']));
		this.forceDurable = row?.['commits'] === 'off';
	}

	async close(): Promise<void> {
		clearInterval(this.clockTimer);
		await this.listener.stop();
		await this.connections.close();
	}

	/** Runs one statement, in a transaction only where it needs settings of its own. */
	private async single<T>(
		commit: 'on' | null,
		statement: (transaction: Transaction) => Promise<T>,
	): Promise<T> {
		return await this.connections.use(async (client, deadline) => {
			const needsOwn = this.localSettings || commit !== null;
			const transaction = this.begin(client, deadline, needsOwn ? this.beginning(commit) : null);
			// The COMMIT does not wait for the answer to the statement, whose failure is what `settle` rejects with.
			const result = statement(transaction);
			result.catch(() => undefined);
			await this.settle(transaction, async () => undefined);
			return await result;
		});
	}

	private begin(
		client: PoolClient,
		deadline: number,
		beginning: string | null,
	): PostgresTransaction {
		return new PostgresTransaction(client, { beginning, named: this.named, deadline });
	}

	/** Setting of synchronous_commit with which a commit survives a power failure, or null for the server's own. */
	private get durableCommit(): 'on' | null {
		return this.forceDurable ? 'on' : null;
	}

	/** @param commit setting of synchronous_commit, or null for the server's own */
	private beginning(commit: 'on' | 'off' | null): string {
		const settings = [
			...(this.localSettings ? [LOCAL_SETTINGS] : []),
			...(commit === null ? [] : [`SET LOCAL synchronous_commit = ${commit}`]),
		];
		return ['BEGIN', ...settings].join('; ');
	}

	/**
	 * Runs `work` and commits. Resolves with its outcome, which an error of its own is as well: only
	 * what PostgreSQL or the connection refused may be tried again.
	 */
	private async settle<T>(
		transaction: PostgresTransaction,
		work: (transaction: Transaction) => Promise<T>,
	): Promise<() => T> {
		let failure: unknown;
		try {
			const result = await work(transaction);
			await transaction.commit();
			return () => result;
		} catch (error) {
			failure = error;
		}
		await transaction.rollback();
		await transaction.firstFailure().catch((first: unknown) => {
			// Behind a pooler that mixes prepared statements up, each is sent as text from now on.
			if (['26000', '42P05'].includes(codeOf(first) ?? '')) this.named = false;
			throw first;
		});
		transaction.topics.clear();
		return () => {
			throw failure;
		};
	}
}

/** The server's clock, carried on by this process's monotonic clock, which can't be set. */
class ServerClock {
	private offset = Date.now() - performance.now();

	/** @param milliseconds since the epoch, as the server said it just now */
	set(milliseconds: number): void {
		this.offset = milliseconds - performance.now();
	}

	now(): number {
		return Math.round(this.offset + performance.now());
	}
}
