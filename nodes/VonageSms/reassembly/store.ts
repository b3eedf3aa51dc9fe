import type { PoolConfig } from 'pg';

import {
	openPostgresDatabase,
	openSqliteDatabase,
	type Database,
	type Transaction,
} from '../database';
import { isRegistered, isServed, receivesReceipts } from './dispatchers';
import { erase, type Erased } from './erase';
import { cleanUp, purge } from './forget';
import { knownMessages, type ReportedMessage } from './known';
import { openIfFirst } from './open';
import type { Rules } from './policy';
import { ProcessStamp } from './process';
import { receive } from './receive';
import type { IncomingRecord } from './record';
import type { ReceiveOutcome } from './types';

/** Writes of another feature, in the transaction that stores a record. */
export type AlsoWrite = (transaction: Transaction, now: number) => void;

/** What a database keeps besides messages in progress, which `Reassembler` is for. */
export class MessageStore {
	/** Reports that this process is alive while executions that began in it may be running. */
	readonly processStamp: ProcessStamp;
	private cleaningUp = false;
	private readonly recentKeys = new RecentKeys();

	constructor(
		/** For other features that store data in the same database. */
		readonly database: Database,
	) {
		this.processStamp = new ProcessStamp(database);
	}

	/**
	 * Whether a live dispatcher of a published workflow receives what is sent to the own number.
	 *
	 * @param timeout seconds after which a dispatcher that was not seen counts as gone
	 */
	async isServed(ownNumber: string, timeout: number): Promise<boolean> {
		return await isServed(this.database, ownNumber, this.database.now() - timeout * 1000);
	}

	/** The same for delivery receipts. */
	async receivesReceipts(timeout: number): Promise<boolean> {
		return await receivesReceipts(this.database, this.database.now() - timeout * 1000);
	}

	/** Whether a dispatcher ever served the scope from this store: false in a file that no main process uses. */
	async hasDispatcher(scope: string): Promise<boolean> {
		return await isRegistered(this.database, scope);
	}

	/**
	 * Keeps a record durably, or finds that it is kept already.
	 *
	 * @param also written in the same transaction, unless the record is a duplicate or is not kept
	 */
	async receive(
		record: IncomingRecord,
		rules: Rules,
		now: number,
		also?: AlsoWrite,
	): Promise<ReceiveOutcome> {
		const first = also === undefined && rules.mergeWindow === 0 && this.isProbablyFirst(record);
		const opened = first ? await openIfFirst(this.database, record, rules, now) : null;
		return (
			opened ??
			(await this.database.transaction(async (transaction) => {
				const outcome = await receive(transaction, record, rules, now);
				if (outcome === 'stored' || outcome === 'due') also?.(transaction, now);
				return outcome;
			}))
		);
	}

	/** Over a network, it pays to first try the statement that needs one round trip. */
	private isProbablyFirst({ concatenated, scope, key }: IncomingRecord): boolean {
		if (!this.database.isRemote) return false;
		return !concatenated || this.recentKeys.add(`${scope}/${key}`);
	}

	/** Deletes all data of a scope, for test runs, which start empty. */
	async purge(scope: string): Promise<void> {
		await purge(this.database, scope);
	}

	/** Ids of those messages that the store received, as far as it remembers them. */
	async known(messages: readonly ReportedMessage[], since: number): Promise<Set<string>> {
		return await knownMessages(this.database, messages, since);
	}

	/** Deletes all data about a phone number from the store, in any notation and for every trigger. */
	async erase(phoneNumber: string): Promise<Erased> {
		return await erase(this.database, phoneNumber);
	}

	/** Forgets a few of the delivered messages whose time is over. Resolves with how many; 0 while it is at it already. */
	async cleanUp(now: number): Promise<number> {
		if (this.cleaningUp) return 0;
		this.cleaningUp = true;
		return await cleanUp(this.database, now).finally(() => (this.cleaningUp = false));
	}

	/** Calls back when something in the scope may have become due. Returns an unsubscribe function. */
	onDue(scope: string, wake: () => void): () => void {
		return this.database.listen(scope, wake);
	}

	async readNote(name: string): Promise<string | null> {
		const [row] = await this.database.all('SELECT value FROM note WHERE name = :name', { name });
		return row ? String(row['value']) : null;
	}

	async writeNote(name: string, value: string): Promise<void> {
		await this.database.run(
			`INSERT INTO note (name, value) VALUES (:name, :value)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
			{ name, value },
		);
	}

	async removeNote(name: string): Promise<void> {
		await this.database.run('DELETE FROM note WHERE name = :name', { name });
	}

	async close(): Promise<void> {
		this.processStamp.stop();
		await this.database.close();
	}
}

/** Keys that this process saw recently. Forgetting one costs a round trip. */
class RecentKeys {
	private recent = new Set<string>();
	private older = new Set<string>();

	constructor(private readonly capacity = 5_000) {}

	/** Returns whether the key is new. */
	add(key: string): boolean {
		const isNew = !this.recent.has(key) && !this.older.has(key);
		this.recent.add(key);
		if (this.recent.size >= this.capacity) {
			this.older = this.recent;
			this.recent = new Set();
		}
		return isNew;
	}
}

/**
 * Opens the store in a file, creating it where there is none. Several processes of one host may
 * have it open. Rejects with `StoreUnavailable` when the file cannot be opened or Node is too old.
 */
export async function openSqliteStore(file: string): Promise<MessageStore> {
	return new MessageStore(await openSqliteDatabase(file));
}

/**
 * Opens the store in a PostgreSQL database (version 13 or later), creating its schema on first use.
 * Any number of processes may have it open. Rejects with `StoreUnavailable`.
 */
export async function openPostgresStore(config: PoolConfig): Promise<MessageStore> {
	return new MessageStore(await openPostgresDatabase(config));
}
