import type { PoolConfig } from 'pg';

import {
	releaseWait,
	type Claim,
	type ClaimedMessage,
	type ClaimPolicy,
	type IncomingRecord,
	type MessageStore,
	type PlacementPolicy,
	type StoredPart,
} from '../store';
import type { ReceiveOutcome } from '../types';
import { Wakers } from '../wakers';
import { Connections } from './connections';
import { Listener } from './listener';
import { SCHEMA } from './names';

/**
 * Opens the store in a PostgreSQL database (version 13 or later), creating its schema on first use.
 * Any number of processes may have it open. Rejects with `StoreUnavailable`.
 */
export async function openPostgresStore(config: PoolConfig): Promise<MessageStore> {
	const connections = new Connections(config);
	await connections.migrate().catch(async (error: unknown) => {
		await connections.close();
		throw error;
	});
	return new PostgresStore(connections);
}

interface ClaimRow {
	row_id: string;
	emission: number;
	lease: string;
	redelivered: boolean;
	total: number;
	parts: StoredPart[];
}

class PostgresStore implements MessageStore {
	private readonly wakers = new Wakers();
	private readonly listener: Listener;

	constructor(private readonly database: Connections) {
		this.listener = new Listener(database.pool, this.wakers);
	}

	async register(scope: string, now: number) {
		await this.database.query(
			`INSERT INTO ${SCHEMA}.dispatcher (scope, registered_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
			[scope, now],
		);
	}

	async receive(record: IncomingRecord, policy: PlacementPolicy, now: number) {
		const { rows } = await this.database.query<{ outcome: ReceiveOutcome }>(
			`SELECT ${SCHEMA}.receive($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS outcome`,
			[
				record.scope,
				record.key,
				record.sender,
				record.concatenated,
				record.total,
				record.part,
				record.recordKey,
				record.digest,
				record.body,
				policy.partTimeout,
				policy.rememberFor,
				policy.emitIncomplete,
				now,
			],
		);
		return one(rows).outcome;
	}

	async claim(scope: string, policy: ClaimPolicy, now: number) {
		const { rows } = await this.database.query<ClaimRow>(
			`SELECT * FROM ${SCHEMA}.claim($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			[
				scope,
				policy.limit,
				policy.leaseFor,
				policy.rememberFor,
				policy.emitIncomplete,
				policy.onePerSender,
				policy.openLimit,
				policy.openPerSenderLimit,
				now,
			],
		);
		return rows.map(({ row_id: row, ...claimed }): ClaimedMessage => ({
			row: Number(row),
			...claimed,
		}));
	}

	async renew({ row, lease }: Claim, until: number) {
		const { rowCount } = await this.database.query(
			`UPDATE ${SCHEMA}.message SET due_at = $3 WHERE id = $1 AND lease = $2 AND state = 'delivering'`,
			[row, lease, until],
		);
		return rowCount === 1;
	}

	async confirm({ row, emission }: Claim, policy: PlacementPolicy, now: number) {
		await this.database.query(`SELECT ${SCHEMA}.confirm($1, $2, $3, $4, $5)`, [
			row,
			emission,
			policy.rememberFor,
			policy.emitIncomplete,
			now,
		]);
	}

	async release({ row, lease }: Claim, now: number) {
		const held = await this.database.query<{ released: number }>(
			`SELECT released FROM ${SCHEMA}.message WHERE id = $1 AND lease = $2`,
			[row, lease],
		);
		await this.database.query(
			`UPDATE ${SCHEMA}.message SET state = 'due', due_at = $3, lease = NULL, released = released + 1
			WHERE id = $1 AND lease = $2 AND state = 'delivering'`,
			[row, lease, now + releaseWait(held.rows[0]?.released ?? 0)],
		);
	}

	async cleanUp(now: number, limit: number) {
		const { rowCount } = await this.database.query(
			`DELETE FROM ${SCHEMA}.message WHERE id IN (
				SELECT id FROM ${SCHEMA}.message WHERE state = 'delivered' AND due_at <= $1
				ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
			[now, limit],
		);
		return rowCount ?? 0;
	}

	async purge(scope: string) {
		await this.database.query(
			`WITH messages AS (DELETE FROM ${SCHEMA}.message WHERE scope = $1)
			DELETE FROM ${SCHEMA}.dispatcher WHERE scope = $1`,
			[scope],
		);
	}

	onDue(scope: string, wake: () => void) {
		const stop = this.wakers.add(scope, wake);
		this.listener.start();
		return stop;
	}

	async readNote(name: string) {
		const { rows } = await this.database.query<{ value: string }>(
			`SELECT value FROM ${SCHEMA}.note WHERE name = $1`,
			[name],
		);
		return rows[0]?.value ?? null;
	}

	async writeNote(name: string, value: string) {
		await this.database.query(
			`INSERT INTO ${SCHEMA}.note (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
			[name, value],
		);
	}

	async removeNote(name: string) {
		await this.database.query(`DELETE FROM ${SCHEMA}.note WHERE name = $1`, [name]);
	}

	async close() {
		await this.listener.stop();
		await this.database.close();
	}
}

function one<Row>(rows: Row[]): Row {
	const [row] = rows;
	if (row === undefined) throw new Error('PostgreSQL answered no row where one was due');
	return row;
}
