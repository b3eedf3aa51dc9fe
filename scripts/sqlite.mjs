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
 * Downloads or compiles the `sqlite3` version of a package lock, which n8n stores its data with, in a separate
 * folder, so that n8n can be installed at the same time. Reused by all n8n versions with the same sqlite3 version.
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
		await announced("Preparing n8n's SQLite", async () => {
			await npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
			await npm('rebuild', 'sqlite3', '--ignore-scripts=false');
		});
		await run(node, ['-e', "require('sqlite3')"], { cwd: unfinished, env });
		await rename(unfinished, folder);
	} catch (error) {
		throw new Error(
			"The sqlite3 module, which n8n stores its data with, couldn't be built. If no prebuilt binary can be " +
				'downloaded from GitHub, compiling it requires python3, make, and a C++ compiler.',
			{ cause: error },
		);
	} finally {
		await rm(unfinished, { recursive: true, force: true });
	}
}

/** Compiles on all processors with Node's own headers. */
async function environment(node) {
	const headers = await headersOf(node);
	return { ...withNode24(node), JOBS: 'max', ...(headers && { npm_config_nodedir: headers }) };
}
