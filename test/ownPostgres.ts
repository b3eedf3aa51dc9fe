import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';

/** A separate PostgreSQL server for a test, which can be stopped and started. */
export interface OwnPostgres {
	/** Connection string of its database `postgres`. */
	url: string;
	/** The same port each time. */
	start(): Promise<void>;
	/** As on a restart of the host: connections are cut. */
	stop(): Promise<void>;
	remove(): Promise<void>;
}

/** Folder with `initdb` and `postgres`, or null if this machine has none. */
export function postgresBinaries(): string | null {
	const installed = '/usr/lib/postgresql';
	const versions = existsSync(installed) ? readdirSync(installed).sort().reverse() : [];
	const folders = [...versions.map((version) => join(installed, version, 'bin')), ...pathFolders()];
	return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

export async function createOwnPostgres(binaries: string): Promise<OwnPostgres> {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-postgres-'));
	const user = unprivilegedUser();
	if (user) chownSync(folder, user.uid, user.gid);
	const data = join(folder, 'data');
	execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-N'], {
		...user,
		cwd: folder,
		stdio: 'ignore',
	});

	const port = await freePort();
	let server: ChildProcess | null = null;
	const own: OwnPostgres = {
		url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
		async start() {
			const settings = ['-p', String(port), '-h', '127.0.0.1', '-k', folder];
			server = spawn(join(binaries, 'postgres'), ['-D', data, ...settings], {
				...user,
				cwd: folder,
				stdio: ['ignore', 'ignore', 'pipe'],
			});
			await readyToAccept(server);
		},
		async stop() {
			if (!server) return;
			const ended = once(server, 'exit');
			// SIGQUIT: immediate shutdown.
			server.kill('SIGQUIT');
			await ended;
			server = null;
		},
		async remove() {
			await own.stop();
			rmSync(folder, { recursive: true });
		},
	};
	return own;
}

async function readyToAccept(server: ChildProcess): Promise<void> {
	let log = '';
	for await (const chunk of server.stderr ?? []) {
		log += String(chunk);
		if (log.includes('ready to accept connections')) {
			server.stderr?.resume();
			return;
		}
	}
	throw new Error(`PostgreSQL did not start: ${log}`);
}

/** `postgres` refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | null {
	if (process.getuid?.() !== 0) return null;
	const number = (flag: string) =>
		Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
	return { uid: number('-u'), gid: number('-g') };
}

function pathFolders(): string[] {
	return (process.env.PATH ?? '').split(':');
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}
