import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { Client } from 'pg';

import { postgresAnswers, postgresUrl } from '../services';

/** Where and when figures were taken. */
export interface Environment {
	/** ISO 8601, UTC. */
	at: string;
	machine: string;
	versions: string;
}

export async function environmentNow(): Promise<Environment> {
	const cores = cpus();
	const gigabytes = Math.round(totalmem() / 2 ** 30);
	const versions = [
		`n8n ${n8nVersion()}`,
		`Node ${process.versions.node}`,
		`SQLite ${process.versions['sqlite']}`,
		await postgresVersion(),
	];
	return {
		at: new Date().toISOString(),
		machine: `${cores.length} × ${cores[0]?.model ?? 'unknown processor'}, ${gigabytes} GB, ${process.platform} ${process.arch}`,
		versions: versions.filter((version) => version !== null).join(', '),
	};
}

function n8nVersion(): string {
	const manifest = readFileSync(`${__dirname}/../n8n/runtime/package.json`, 'utf8');
	const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
	return dependencies['n8n'] ?? 'unknown';
}

async function postgresVersion(): Promise<string | null> {
	if (!(await postgresAnswers())) return null;
	const client = new Client({ connectionString: postgresUrl('postgres') });
	await client.connect();
	const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
	await client.end();
	return `PostgreSQL ${rows[0]?.server_version.split(' ')[0]}`;
}
