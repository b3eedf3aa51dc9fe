import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Pool } from 'pg';

import {
	openPostgresStore,
	openSqliteStore,
	Reassembler,
	type MessageStore,
} from '../../nodes/VonageSms/reassembly';
import { createDatabase, dropDatabase, postgresAnswers, postgresUrl } from '../services';
import { part, SCOPE } from '../unit/reassembly/builders';

export interface StoreRow {
	store: 'SQLite' | 'PostgreSQL';
	what: string;
	open: number;
	callers: number;
	perSecond: number;
	p50: number;
	p99: number;
}

/** One durable insert of a row of the same size, by so many callers: what no store can beat. */
type Floor = (id: number) => Promise<void>;

interface Bench {
	name: StoreRow['store'];
	store: MessageStore;
	floor: Floor;
	/** Fills the store up to so many open messages, spread over other scopes. */
	fill(open: number): Promise<void>;
	close(): Promise<void>;
}

const CALLERS = [1, 16];

/** Receives parts, each the first of a message, and compares with the floor in interleaved rounds. */
export async function storeBench(sizes: number[], records: number): Promise<StoreRow[]> {
	const benches = [await sqliteBench()];
	if (await postgresAnswers()) benches.push(await postgresBench());
	const rows: StoreRow[] = [];
	for (const bench of benches) {
		let nextId = 0;
		const reassembler = new Reassembler(bench.store, {
			partTimeout: 36_000,
			deduplicationHours: 48,
			onIncomplete: 'emit',
		});
		await reassembler.register(SCOPE);
		const receive = async (id: number) => {
			await reassembler.receive(
				SCOPE,
				part(`M${id}`, 1, 'x'.repeat(153), { ref: String(id), total: 3 }),
			);
		};
		for (const open of sizes) {
			await bench.fill(open);
			for (const callers of CALLERS) {
				const rounds: Record<'receive' | 'floor', number[][]> = { receive: [], floor: [] };
				for (let round = 0; round < 4; round += 1) {
					for (const [what, work] of [
						['floor', bench.floor],
						['receive', receive],
					] as const) {
						const times = await timed(work, callers, Math.ceil(records / 4), () => (nextId += 1));
						if (round > 0) rounds[what].push(times);
					}
				}
				for (const what of ['floor', 'receive'] as const) {
					rows.push({ store: bench.name, what, open, callers, ...summary(rounds[what], callers) });
				}
			}
		}
		await bench.close();
	}
	return rows;
}

/** Milliseconds of each call. */
async function timed(
	work: (id: number) => Promise<void>,
	callers: number,
	count: number,
	id: () => number,
): Promise<number[]> {
	const times: number[] = [];
	let left = count;
	await Promise.all(
		Array.from({ length: callers }, async () => {
			while (left > 0) {
				left -= 1;
				const start = performance.now();
				await work(id());
				times.push(performance.now() - start);
			}
		}),
	);
	return times;
}

function summary(rounds: number[][], callers: number) {
	const sorted = rounds.flat().sort((a, b) => a - b);
	const mean = sorted.reduce((sum, time) => sum + time, 0) / sorted.length;
	return {
		perSecond: Math.round((1000 * callers) / mean),
		p50: sorted[Math.floor(sorted.length / 2)]!,
		p99: sorted[Math.floor(sorted.length * 0.99)]!,
	};
}

/** The same columns as the stores' own, so that the indexes cost the same. */
const FILL = `
	INSERT INTO message (scope, key, sender, total, received, state, last_part_at, due_at)
	SELECT 'filled/' || (n % 100), 'key' || n, 'sender' || n, 3, 1, 'collecting', 0, 9000000000000 FROM numbers`;

async function sqliteBench(): Promise<Bench> {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-bench-'));
	const store = await openSqliteStore(join(folder, 'store.sqlite'));
	const filling = new DatabaseSync(join(folder, 'store.sqlite'));
	const bare = new DatabaseSync(join(folder, 'floor.sqlite'));
	bare.exec(
		'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT)',
	);
	const insert = bare.prepare('INSERT INTO bare (body) VALUES (?)');
	let filled = 0;
	return {
		name: 'SQLite',
		store,
		floor: async (id) => {
			insert.run(String(id).padEnd(600, 'x'));
			await new Promise(setImmediate);
		},
		fill: async (open) => {
			filling.exec(
				`WITH RECURSIVE numbers (n) AS (SELECT ${filled} UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${open}) ${FILL}`,
			);
			filled = open;
		},
		close: async () => {
			await store.close();
			filling.close();
			bare.close();
			rmSync(folder, { recursive: true });
		},
	};
}

async function postgresBench(): Promise<Bench> {
	const database = await createDatabase('bench');
	const store = await openPostgresStore({ connectionString: postgresUrl(database), max: 16 });
	const pool = new Pool({ connectionString: postgresUrl(database), max: 16 });
	await pool.query(
		'CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)',
	);
	let filled = 0;
	return {
		name: 'PostgreSQL',
		store,
		floor: async (id) => {
			await pool.query('INSERT INTO bare (body) VALUES ($1)', [String(id).padEnd(600, 'x')]);
		},
		fill: async (open) => {
			await pool.query(
				`SET search_path TO n8n_vonage_sms; ${FILL.replace('FROM numbers', `FROM generate_series(${filled}, ${open} - 1) AS numbers (n)`)}; ANALYZE; RESET search_path`,
			);
			filled = open;
		},
		close: async () => {
			await store.close();
			await pool.end();
			await dropDatabase(database);
		},
	};
}
