import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { locked } from './lock.mjs';
import { subsetOf } from './lockSubset.mjs';
import { headersOf, withNode24 } from './node24.mjs';
import { cache } from './paths.mjs';
import { announced } from './progress.mjs';

/** The compiled part of the package `sqlite3`. */
const BINARY = join('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');

/**
 * Fetches or compiles the `sqlite3` of a package lock, which n8n keeps its data with, in a folder of its own: n8n
 * can be installed meanwhile. Kept for every n8n that has the same version.
 *
 * @returns path of the folder
 */
export async function ensureSqlite(node, lockFile) {
	const lock = JSON.parse(await readFile(lockFile, 'utf8'));
	const { version } = lock.packages['node_modules/sqlite3'];
	const folder = join(cache, `sqlite3-${version}-${process.platform}-${process.arch}`);
	if (existsSync(folder)) return folder;
	return await locked(`${folder}.lock`, async () => {
		if (!existsSync(folder)) await build(node, subsetOf(lock, ['sqlite3']), folder);
		return folder;
	});
}

/** Puts the compiled part into an n8n that was installed without it. */
export async function placeSqlite(node, sqlite, runtime) {
	const target = join(runtime, BINARY);
	await mkdir(dirname(target), { recursive: true });
	await cp(join(sqlite, BINARY), target);
	await run(node, ['-e', "require('sqlite3')"], { cwd: runtime });
}

async function build(node, { manifest, lock }, folder) {
	const unfinished = `${folder}-unfinished-${process.pid}`;
	await mkdir(unfinished, { recursive: true });
	const env = await environment(node);
	const npm = (...args) => run('npm', args, { cwd: unfinished, env });
	try {
		await writeFile(join(unfinished, 'package.json'), JSON.stringify(manifest));
		await writeFile(join(unfinished, 'package-lock.json'), JSON.stringify(lock));
		await announced("Making n8n's SQLite ready", async () => {
			await npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
			await npm('rebuild', 'sqlite3', '--ignore-scripts=false');
		});
		await run(node, ['-e', "require('sqlite3')"], { cwd: unfinished, env });
		await rename(unfinished, folder);
	} catch (error) {
		throw new Error(
			'The sqlite3 module, in which n8n stores its data, could not be built. Where no ready binary can be ' +
				'fetched from GitHub, compiling it needs python3, make and a C++ compiler.',
			{ cause: error },
		);
	} finally {
		await rm(unfinished, { recursive: true, force: true });
	}
}

/** Compiles on all processors, with the headers that came with Node. */
async function environment(node) {
	const headers = await headersOf(node);
	return { ...withNode24(node), JOBS: 'max', ...(headers && { npm_config_nodedir: headers }) };
}
