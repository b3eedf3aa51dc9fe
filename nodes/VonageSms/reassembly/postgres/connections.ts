import { setTimeout as wait } from 'node:timers/promises';
import { Pool, type PoolConfig, type QueryResult, type QueryResultRow } from 'pg';

import { unavailable } from '../store';
import { migrate } from './schema';

/** Vonage waits 15 s for an answer; what is slower than this is answered with 503. */
const QUERY_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 3_000;
/** Waits between the tries within one request, after a connection was lost. */
const RETRY_WAITS_MS = [50, 250, 1_000];

/** A pool whose queries survive the loss of a connection. */
export class Connections {
	readonly pool: Pool;

	constructor(config: PoolConfig) {
		this.pool = new Pool({
			max: 10,
			connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
			query_timeout: QUERY_TIMEOUT_MS,
			keepAlive: true,
			application_name: 'n8n-nodes-vonage-sms',
			...config,
		});
		// An idle connection that breaks is replaced by the next query.
		this.pool.on('error', ignore);
	}

	async migrate(): Promise<void> {
		await this.patiently(async () => {
			const client = await this.pool.connect();
			// The statement under way rejects as well; without a listener the event would end n8n.
			client.on('error', ignore);
			await migrate(client).finally(() => {
				client.off('error', ignore);
				client.release();
			});
		});
	}

	/** Rejects with `StoreUnavailable`. A statement may run twice, so each must bear that. */
	async query<Row extends QueryResultRow>(
		sql: string,
		values: unknown[],
	): Promise<QueryResult<Row>> {
		return await this.patiently(() => this.pool.query<Row>(sql, values));
	}

	async close(): Promise<void> {
		await this.pool.end();
	}

	private async patiently<T>(attempt: () => Promise<T>): Promise<T> {
		let failure: unknown;
		for (const pause of [...RETRY_WAITS_MS, 0]) {
			try {
				return await attempt();
			} catch (error) {
				failure = error;
			}
			if (!isConnectionLost(failure)) break;
			await wait(pause);
		}
		throw unavailable((reason) => `PostgreSQL does not keep the SMS store: ${reason}`, failure);
	}
}

function ignore(): void {
	// Node ends the process on an error event that nobody hears.
}

const LOST_CODES = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'EPIPE',
	'ETIMEDOUT',
	'ENOTFOUND',
	'EAI_AGAIN',
	// too_many_connections
	'53300',
	// admin_shutdown, crash_shutdown, cannot_connect_now
	'57P01',
	'57P02',
	'57P03',
	// serialization_failure, deadlock_detected: nothing was kept, the same statement may succeed now
	'40001',
	'40P01',
]);

function isConnectionLost(failure: unknown): boolean {
	const { code, message } = failure as { code?: unknown; message?: unknown };
	if (typeof code === 'string') {
		// Class 08: connection exceptions.
		return LOST_CODES.has(code) || code.startsWith('08');
	}
	// node-postgres itself gives no code when a socket ends.
	return /connection terminated|connection error|timeout/i.test(String(message));
}
