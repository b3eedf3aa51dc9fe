import { readFileSync } from 'node:fs';
import type { Client, Pool } from 'pg';

/** What a database server did so far. */
export interface ServerReading {
	/** Processor milliseconds of each process that serves these databases; null where it runs on another machine. */
	cpuOf: Map<number, number> | null;
	/** Bytes of the write-ahead log of the whole server. */
	walBytes: number;
}

export interface ServerWork {
	/** Milliseconds; null where the server runs on another machine. */
	cpu: number | null;
	walBytes: number;
}

export async function readServer(
	client: Client | Pool,
	databases: string[],
): Promise<ServerReading> {
	const { rows } = await client.query<{ pids: number[] | null; wal: string }>(
		`SELECT array_agg(pid) AS pids, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS wal
		FROM pg_stat_activity WHERE datname = ANY ($1) AND backend_type = 'client backend'`,
		[databases],
	);
	const [row] = rows;
	const times = (row?.pids ?? []).map((pid) => [pid, cpuMilliseconds(pid)] as const);
	const known = times.flatMap(([pid, time]) => (time === null ? [] : [[pid, time] as const]));
	return {
		cpuOf: known.length < times.length ? null : new Map(known),
		walBytes: Number(row?.wal),
	};
}

/** What a server did from one reading to the next. Processes that ended in between do not count. */
export function workBetween(before: ServerReading, after: ServerReading): ServerWork {
	const cpu =
		before.cpuOf && after.cpuOf
			? [...after.cpuOf].reduce((sum, [pid, time]) => sum + time - (before.cpuOf?.get(pid) ?? 0), 0)
			: null;
	return { cpu, walBytes: after.walBytes - before.walBytes };
}

/** Null where the kernel does not tell: no such process on this machine, or no Linux. */
function cpuMilliseconds(pid: number): number | null {
	try {
		const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
		return Number(nanoseconds) / 1e6;
	} catch {
		return null;
	}
}
