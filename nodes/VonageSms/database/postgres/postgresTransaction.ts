import { hash } from 'node:crypto';
import type { PoolClient, QueryResult } from 'pg';

import type { Row, Transaction, Values } from '../types';
import { statementOf } from './statement';

export interface PostgresTransactionOptions {
	/** What begins the transaction; null for a single statement that needs none. */
	beginning: string | null;
	/** Whether statements stay prepared on the connection; some poolers do not support that. */
	named: boolean;
	/** Of `performance.now()`. */
	deadline: number;
}

/**
 * One transaction. Statements go out as soon as they are given, without waiting for the answers to
 * those before them; PostgreSQL runs them in order, and after the first that fails refuses the rest.
 */
export class PostgresTransaction implements Transaction {
	readonly topics = new Set<string>();
	private readonly sent: Promise<unknown>[] = [];
	/** Goes out with the first statement, so that a lock before it costs no message of its own. */
	private beginning: string | null;

	constructor(
		private readonly client: PoolClient,
		private readonly options: PostgresTransactionOptions,
	) {
		this.beginning = options.beginning;
	}

	async all(sql: string, values: Values = {}): Promise<Row[]> {
		return (await this.execute(sql, values)).rows;
	}

	async run(sql: string, values: Values = {}): Promise<number> {
		return (await this.execute(sql, values)).rowCount ?? 0;
	}

	write(sql: string, values: Values = {}): void {
		void this.execute(sql, values);
	}

	/** No need to wait: statements sent later run after it. */
	async lock(name: string): Promise<void> {
		const number = BigInt.asIntN(64, BigInt(`0x${hash('sha256', name).slice(0, 16)}`));
		const text = `SELECT pg_advisory_xact_lock(${number})`;
		if (this.beginning === null) this.send({ text });
		else this.beginning = `${this.beginning}; ${text}`;
	}

	notify(topic: string): void {
		this.topics.add(topic);
	}

	/** Resolves when everything is kept; rejects with the first failure among the statements. */
	async commit(): Promise<void> {
		const committed = this.options.beginning === null ? null : this.send({ text: 'COMMIT' });
		await this.firstFailure();
		// After a failed statement PostgreSQL answers a COMMIT with ROLLBACK, but that was thrown above.
		await committed;
	}

	/** Rejects with the failure that PostgreSQL met first, which explains the others. */
	async firstFailure(): Promise<void> {
		await Promise.all(this.sent);
	}

	async rollback(): Promise<void> {
		if (this.options.beginning === null) return;
		await this.send({ text: 'ROLLBACK' }).catch(() => undefined);
	}

	private execute(sql: string, values: Values): Promise<QueryResult<Row>> {
		const { name, text, parameters } = statementOf(sql);
		return this.send({
			...(this.options.named ? { name } : {}),
			text,
			values: parameters.map((parameter) => values[parameter]),
		});
	}

	private send(query: { name?: string; text: string; values?: unknown[] }) {
		const { beginning } = this;
		this.beginning = null;
		if (beginning !== null) void this.put({ text: beginning });
		return this.put(query);
	}

	private put(query: { name?: string; text: string; values?: unknown[] }) {
		const remaining = Math.max(1, Math.ceil(this.options.deadline - performance.now()));
		const answer = this.client.query<Row>({ ...query, query_timeout: remaining } as typeof query);
		this.sent.push(answer);
		// Whoever commits hears of it.
		answer.catch(() => undefined);
		return answer;
	}
}
