import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { Database, Row, Transaction, TransactionOptions, Values } from '../types';
import { orUnavailable } from '../errors';
import { Listeners } from '../listeners';
import { isBusy } from './busy';
import { GroupCommit } from './groupCommit';
import { openFile, type SqliteConnections } from './openFile';

/** How long a read waits for another process that recovers or closes the file. */
const READ_PATIENCE_MS = 5_000;
const QUIET_MS = 60_000;

/**
 * Opens the database in a file, creating it where there is none. Several processes of one host may
 * have it open. Rejects with `StoreUnavailable` when the file cannot be opened or Node is too old.
 */
export async function openSqliteDatabase(file: string): Promise<Database> {
	return new SqliteDatabase(openFile(file));
}

class SqliteDatabase implements Database {
	readonly isRemote = false;
	private readonly write: PreparedStatements;
	private readonly read: PreparedStatements;
	private readonly group: GroupCommit;
	private readonly listeners = new Listeners();
	private emptying: NodeJS.Timeout | null = null;
	private wroteAt = 0;

	constructor(private readonly connections: SqliteConnections) {
		this.write = new PreparedStatements(connections.writer);
		this.read = new PreparedStatements(connections.reader);
		this.group = new GroupCommit(connections.writer, connections.log);
	}

	async transaction<T>(
		work: (transaction: Transaction) => Promise<T>,
		{ durable = true }: TransactionOptions = {},
	): Promise<T> {
		const topics = new Set<string>();
		return await this.group.run(
			async () => await work(new SqliteTransaction(this.write, topics)),
			durable,
			() => this.committed(topics),
		);
	}

	/**
	 * Who listens begins while the disk still writes. What a power failure takes back was not
	 * acknowledged, so it comes again; what then begins because of it has to be on the disk first.
	 */
	private committed(topics: Set<string>): void {
		for (const topic of topics) this.listeners.wake(topic);
		this.connections.checkpoints.committed();
		this.wroteAt = performance.now();
		this.emptyLogSoon();
	}

	async all(sql: string, values: Values = {}): Promise<Row[]> {
		const giveUpAt = performance.now() + READ_PATIENCE_MS;
		for (;;) {
			try {
				return this.read.get(sql).all(values);
			} catch (error) {
				if (!isBusy(error) || performance.now() >= giveUpAt) {
					return orUnavailable(
						() => rethrow(error),
						(reason) => `The SMS store couldn't be read: ${reason}`,
					);
				}
			}
			await wait(1 + Math.random() * 20);
		}
	}

	async run(sql: string, values: Values = {}): Promise<number> {
		return await this.transaction(async (transaction) => await transaction.run(sql, values));
	}

	notify(topic: string): void {
		this.listeners.wake(topic);
	}

	listen(topic: string, wake: () => void): () => void {
		return this.listeners.add(topic, wake);
	}

	/** The log still contains content deleted from the file, so it is emptied after a while without writes. */
	private emptyLogSoon(): void {
		this.emptying ??= setTimeout(() => {
			this.emptying = null;
			if (performance.now() - this.wroteAt < QUIET_MS) this.emptyLogSoon();
			// While another process reads, the next quiet minute serves.
			else this.scrub().catch(() => undefined);
		}, QUIET_MS).unref();
	}

	async scrub(): Promise<void> {
		// A reader in another process may keep the log. In that case, the next commits overwrite it.
		await this.group.idle();
		if (!(await this.connections.checkpoints.run('empty'))) {
			explained(() => this.connections.log.empty());
		}
	}

	now(): number {
		return Date.now();
	}

	async close(): Promise<void> {
		if (this.emptying) clearTimeout(this.emptying);
		await this.group.idle();
		await this.connections.checkpoints.close();
		this.connections.log.close();
		this.connections.reader.close();
		this.connections.writer.close();
	}
}

class SqliteTransaction implements Transaction {
	constructor(
		private readonly statements: PreparedStatements,
		private readonly topics: Set<string>,
	) {}

	async all(sql: string, values: Values = {}): Promise<Row[]> {
		return explained(() => this.statements.get(sql).all(values));
	}

	async run(sql: string, values: Values = {}): Promise<number> {
		return explained(() => Number(this.statements.get(sql).run(values).changes));
	}

	write(sql: string, values: Values = {}): void {
		explained(() => this.statements.get(sql).run(values));
	}

	async lock(): Promise<void> {
		// SQLite has one writer.
	}

	notify(topic: string): void {
		this.topics.add(topic);
	}
}

/** Each statement is prepared once. */
class PreparedStatements {
	private readonly bySql = new Map<string, StatementSync>();

	constructor(private readonly connection: DatabaseSync) {}

	get(sql: string): StatementSync {
		const known = this.bySql.get(sql);
		if (known) return known;
		const prepared = this.connection.prepare(keptPrepared(sql));
		this.bySql.set(sql, prepared);
		return prepared;
	}
}

/**
 * SQLite plans by the value of a parameter that is a limit, so it prepares the statement again each
 * time, at several times the cost of running it. An expression has no value to plan by.
 */
function keptPrepared(sql: string): string {
	return sql.replace(/\bLIMIT (:\w+)/g, 'LIMIT $1 + 0');
}

function explained<T>(work: () => T): T {
	return orUnavailable(work, (reason) => `The SMS store couldn't be written: ${reason}`);
}

function rethrow(error: unknown): never {
	throw error;
}
