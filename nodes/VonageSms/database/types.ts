/** A value of a parameter. Both databases store booleans as 0 and 1, and times as milliseconds. */
export type Value = string | number | null;

/** Values by the names that a statement uses with a colon: `{ id: 1 }` for `WHERE id = :id`. */
export type Values = Record<string, Value>;

/** One row of a result, by column name. Integers are numbers in both databases. */
export type Row = Record<string, unknown>;

/**
 * Statements inside one transaction. They are written in the SQL that SQLite and PostgreSQL share,
 * with `:name` parameters and without a schema before the table names.
 *
 * A comment `/* FOR UPDATE *\/` (also with `SKIP LOCKED`) is a clause in PostgreSQL and a comment
 * in SQLite, which has one writer anyway.
 */
export interface Transaction {
	/** Runs a statement and resolves with its rows: a SELECT, or a change with RETURNING. */
	all(sql: string, values?: Values): Promise<Row[]>;
	/** Runs a statement and resolves with the number of rows that changed. */
	run(sql: string, values?: Values): Promise<number>;
	/**
	 * Runs a statement whose result nobody needs. PostgreSQL gets it together with what follows, at
	 * the latest with the COMMIT, so it costs no round trip; when it fails, the transaction fails.
	 */
	write(sql: string, values?: Values): void;
	/** Serializes transactions that lock the same name, over all processes, until they end. */
	lock(name: string): Promise<void>;
	/** Wakes the topic's listeners in every process once the transaction is committed. */
	notify(topic: string): void;
}

export interface TransactionOptions {
	/**
	 * Whether the transaction must survive a power failure. Default true. Without it the commit
	 * does not wait for the disk; a crash of this process or of n8n loses nothing either way.
	 */
	durable?: boolean;
}

/**
 * A database file or server. Every method rejects with `StoreUnavailable` when the database does
 * not answer within ten seconds; an error that `work` throws itself is passed on unchanged.
 */
export interface Database {
	/** Whether every response takes a round trip to a server. */
	readonly isRemote: boolean;
	/**
	 * Runs `work` in one transaction: all of it is kept, or nothing. `work` must await nothing but
	 * the statements of its own transaction, because SQLite's other writers wait meanwhile. After a
	 * lost connection it may run a second time.
	 */
	transaction<T>(
		work: (transaction: Transaction) => Promise<T>,
		options?: TransactionOptions,
	): Promise<T>;
	/** One statement that only reads, outside any transaction. It sees committed changes only. */
	all(sql: string, values?: Values): Promise<Row[]>;
	/** One statement that changes something, durable when it resolves. Resolves with the number of rows. */
	run(sql: string, values?: Values): Promise<number>;
	/** Wakes the topic's listeners in every process. */
	notify(topic: string): void;
	/** Calls `wake` after each commit that notified the topic. Returns an unsubscribe function. */
	listen(topic: string, wake: () => void): () => void;
	/** Removes what deleted rows leave behind, such as copies in the write-ahead log. */
	scrub(): Promise<void>;
	/** Milliseconds since the epoch, by one clock for all processes that use the database. */
	now(): number;
	close(): Promise<void>;
}
