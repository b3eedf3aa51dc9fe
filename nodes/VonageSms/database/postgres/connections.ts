import { setTimeout as wait } from 'node:timers/promises';
import { Client, Pool, types, type PoolClient, type PoolConfig } from 'pg';

import { StoreUnavailable, unavailable } from '../errors';

/** Vonage waits 15 s for a response; a write that takes longer than this, over all tries, gets a 503. */
const DEADLINE_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 3_000;
/** A new connection costs more than everything else about an SMS, and most numbers get one every few minutes. */
const IDLE_TIMEOUT_MS = 600_000;
const MAX_CONNECTIONS = 10;
/** Waits between the tries of one request, after a connection was lost. */
const RETRY_WAITS_MS = [50, 250, 1_000, 1_000, 1_000, 1_000];

/** bigint arrives as text; ids and milliseconds fit into a JavaScript number. */
const INT8 = 20;

/** A connection for one attempt, which has to end by `deadline` (of `performance.now()`). */
export type Attempt<T> = (client: PoolClient, deadline: number) => Promise<T>;

/** A pool of connections whose work survives the loss of one. */
export class Connections {
	private readonly config: PoolConfig;
	private readonly pool: Pool;

	constructor(config: PoolConfig) {
		this.config = {
			connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
			idleTimeoutMillis: IDLE_TIMEOUT_MS,
			query_timeout: DEADLINE_MS,
			keepAlive: true,
			application_name: 'n8n-nodes-vonage-sms',
			pipeline: true,
			types: {
				getTypeParser: ((oid: number, format?: 'text') =>
					oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
			},
			max: MAX_CONNECTIONS,
			...config,
		};
		this.pool = new Pool(this.config);
		// An idle connection that breaks is replaced by the next query.
		this.pool.on('error', ignore);
	}

	/** Rejects with `StoreUnavailable`. After a lost connection `work` runs again, so it must bear that. */
	async use<T>(work: Attempt<T>): Promise<T> {
		const deadline = performance.now() + DEADLINE_MS;
		let failure: unknown = null;
		for (const pause of [...RETRY_WAITS_MS, 0]) {
			try {
				return await this.attempt(work, deadline);
			} catch (error) {
				// Another transaction inserted the same at the same moment: a second run finds it.
				const findsIt = codeOf(error) === UNIQUE_VIOLATION && codeOf(failure) !== UNIQUE_VIOLATION;
				failure = error;
				if (findsIt) continue;
			}
			// Another try has to be able to end in time.
			const soonest = performance.now() + pause + CONNECTION_TIMEOUT_MS;
			if (!mayRetry(failure) || soonest > deadline) break;
			await wait(pause);
		}
		throw unavailable((reason) => `PostgreSQL can't store SMS: ${reason}`, failure);
	}

	/** A connection outside the pool, not yet connected: LISTEN keeps one for itself. */
	separate(): Client {
		return new Client(this.config);
	}

	async close(): Promise<void> {
		await this.pool.end();
	}

	private async attempt<T>(work: Attempt<T>, deadline: number): Promise<T> {
		const client = await this.pool.connect();
		// The statement under way rejects as well; without a listener the event would end n8n.
		client.on('error', ignore);
		const outcome = await work(client, deadline).then(
			(value) => ({ value }),
			(failure: unknown) => ({ failure }),
		);
		client.off('error', ignore);
		client.release('failure' in outcome && !isRefusal(outcome.failure));
		if ('failure' in outcome) throw outcome.failure;
		return outcome.value;
	}
}

function ignore(): void {
	// Node ends the process on an error event without a listener.
}

/** What PostgreSQL itself answered leaves the connection usable. */
function isRefusal(failure: unknown): boolean {
	return codeOf(failure) !== null && !mayRetry(failure);
}

const RETRIED_CODES = new Set([
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
	// invalid_sql_statement_name, duplicate_prepared_statement: a pooler changed the server's side of the connection
	'26000',
	'42P05',
]);

const UNIQUE_VIOLATION = '23505';

/** How PgBouncer refuses a parameter of a connection that it does not know, and how Amazon's RDS Proxy does. */
const PROTOCOL_VIOLATION = '08P01';
const FEATURE_NOT_SUPPORTED = '0A000';

/** Whether a connection with parameters of its own was refused, as poolers do. */
export function isRefusedByPooler(error: unknown): boolean {
	const code = error instanceof StoreUnavailable ? codeOf(error.cause) : null;
	return code === PROTOCOL_VIOLATION || code === FEATURE_NOT_SUPPORTED;
}

/** Whether nothing was answered because a connection was lost. A server that is only slow gets no second query. */
function mayRetry(failure: unknown): boolean {
	const code = codeOf(failure);
	// Class 08: connection exceptions.
	if (code !== null) {
		return RETRIED_CODES.has(code) || (code.startsWith('08') && code !== PROTOCOL_VIOLATION);
	}
	// node-postgres itself gives no code when a socket ends.
	const { message } = failure as { message?: unknown };
	return /connection terminated|connection error|timeout exceeded when trying to connect/i.test(
		String(message),
	);
}

/** SQLSTATE, or the code of a socket's error. */
export function codeOf(failure: unknown): string | null {
	const code = (failure as { code?: unknown } | null)?.code;
	return typeof code === 'string' ? code : null;
}
