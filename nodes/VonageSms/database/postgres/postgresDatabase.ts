import type { PoolClient, PoolConfig } from 'pg';

import type { Database, Row, Transaction, TransactionOptions, Values } from '../types';
import { Listeners } from '../listeners';
import { codeOf, Connections } from './connections';
import { Listener } from './listener';
import { migrate, SCHEMA } from './migrate';
import { Notifier } from './notifier';
import { PostgresTransaction } from './postgresTransaction';

/** How often the server is asked for its time. */
const CLOCK_MS = 60_000;

/**
 * Opens the database on a server (version 13 or later), creating the package's schema on first use.
 * Any number of processes may have it open. Rejects with `StoreUnavailable`.
 */
export async function openPostgresDatabase(config: PoolConfig): Promise<Database> {
	const connections = new Connections(config);
	const database = new PostgresDatabase(connections);
	const ready = async () => {
		await connections.use(migrate);
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
			const transaction = this.begin(client, deadline, durable);
			const outcome = await this.settle(transaction, work);
			return { topics: transaction.topics, outcome };
		});
		const result = outcome();
		for (const topic of topics) this.notify(topic);
		return result;
	}

	async batch(statements: [sql: string, values: Values][], lock?: string): Promise<Row[][]> {
		return await this.inOneTrip(async (transaction) => {
			if (lock !== undefined) await transaction.lock(lock);
			return await Promise.all(statements.map(([sql, values]) => transaction.all(sql, values)));
		});
	}

	async all(sql: string, values: Values = {}): Promise<Row[]> {
		return await this.inOneTrip(async (transaction) => await transaction.all(sql, values), false);
	}

	async run(sql: string, values: Values = {}): Promise<number> {
		return await this.inOneTrip(async (transaction) => await transaction.run(sql, values));
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

	/** Commits without waiting for the answers to the statements. */
	private async inOneTrip<T>(
		statements: (transaction: Transaction) => Promise<T>,
		durable = true,
	): Promise<T> {
		return await this.connections.use(async (client, deadline) => {
			const transaction = this.begin(client, deadline, durable);
			const result = statements(transaction);
			// Its failure is what `settle` rejects with.
			result.catch(() => undefined);
			await this.settle(transaction, async () => undefined);
			return await result;
		});
	}

	private begin(client: PoolClient, deadline: number, durable: boolean): PostgresTransaction {
		const commit = durable ? (this.forceDurable ? 'on' : null) : 'off';
		return new PostgresTransaction(client, { commit, named: this.named, deadline });
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
