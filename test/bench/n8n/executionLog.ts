import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** One execution as n8n's own database has it; times in milliseconds since the epoch. */
export interface ExecutionRow {
	id: number;
	status: string;
	startedAt: number;
	/** Null while it runs. */
	stoppedAt: number | null;
	deduplicationKey: string | null;
}

/** n8n's executions, read beside n8n: asking costs it nothing. */
export interface ExecutionLog {
	/** Of one workflow, those with a higher id, in the order of ids. */
	after(workflowId: string, id: number): Promise<ExecutionRow[]>;
	close(): Promise<void>;
}

const POLL_MS = 2;
const WITHIN_MS = 120_000;

export function sqliteLog(userFolder: string): ExecutionLog {
	const database = new DatabaseSync(`${userFolder}/.n8n/database.sqlite`, { readOnly: true });
	const statement = database.prepare(
		`SELECT id, status, "startedAt", "stoppedAt", "deduplicationKey" FROM execution_entity
		WHERE "workflowId" = ? AND id > ? ORDER BY id`,
	);
	return {
		after: async (workflowId, id) =>
			statement.all(workflowId, id).map((row) => ({
				id: Number(row['id']),
				status: String(row['status']),
				startedAt: utc(row['startedAt']) ?? NaN,
				stoppedAt: utc(row['stoppedAt']),
				deduplicationKey: row['deduplicationKey'] === null ? null : String(row['deduplicationKey']),
			})),
		close: async () => database.close(),
	};
}

interface PostgresRow {
	id: number;
	status: string;
	startedAt: Date | null;
	stoppedAt: Date | null;
	deduplicationKey: string | null;
}

export async function postgresLog(connectionString: string): Promise<ExecutionLog> {
	const client = new Client({ connectionString });
	await client.connect();
	return {
		after: async (workflowId, id) => {
			const { rows } = await client.query<PostgresRow>({
				name: 'executions-after',
				text: `SELECT id, status, "startedAt", "stoppedAt", "deduplicationKey" FROM execution_entity
				WHERE "workflowId" = $1 AND id > $2 ORDER BY id`,
				values: [workflowId, id],
			});
			return rows.map(({ startedAt, stoppedAt, ...row }) => ({
				...row,
				startedAt: startedAt?.getTime() ?? NaN,
				stoppedAt: stoppedAt?.getTime() ?? null,
			}));
		},
		close: async () => await client.end(),
	};
}

/** 0 where the workflow has none yet. */
export async function newestId(log: ExecutionLog, workflowId: string): Promise<number> {
	return (await log.after(workflowId, 0)).at(-1)?.id ?? 0;
}

/** Resolves with the executions after `id` when so many of them have ended. */
export async function ended(
	log: ExecutionLog,
	workflowId: string,
	id: number,
	count: number,
	pollMs = POLL_MS,
): Promise<ExecutionRow[]> {
	const deadline = performance.now() + WITHIN_MS;
	for (;;) {
		const rows = await log.after(workflowId, id);
		const done = rows.filter(({ stoppedAt }) => stoppedAt !== null);
		if (done.length >= count) return done;
		if (performance.now() > deadline) {
			throw new Error(
				`Only ${done.length} of ${count} executions of workflow ${workflowId} ended in ${WITHIN_MS / 1000} s.`,
			);
		}
		await sleep(pollMs);
	}
}

/** SQLite has n8n's times as text without a zone, in UTC. */
function utc(value: unknown): number | null {
	return value === null ? null : Date.parse(`${String(value).replace(' ', 'T')}Z`);
}
