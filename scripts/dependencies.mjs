import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.mjs';
import { ensureNode24, withNode24 } from './node24.mjs';
import { withoutOuterNpm } from './outerNpm.mjs';
import { root } from './paths.mjs';
import { announced } from './progress.mjs';

/**
 * Not `npm ci`: that refuses a lock without the binaries of every platform, which a registry need not have.
 * This keeps to the lock just as well, and writes neither to it nor to package.json. Without scripts: some
 * dependencies want to fetch or compile things that nothing here uses.
 */
const FLAGS = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];

/** Brings node_modules to what package-lock.json says, where it is not; resolves with the Node to use. */
export async function ensureDependencies() {
	if (!(await upToDate())) {
		await announced(
			'Installing the dependencies of this checkout (about 500 MB)',
			() => run('npm', ['install', ...FLAGS], { cwd: root, env: withoutOuterNpm() }),
			{ folder: join(root, 'node_modules') },
		);
	}
	const node = await ensureNode24();
	return { node, env: withNode24(node) };
}

/** Whether npm's note of what it installed agrees with the lock; platforms differ in the optional packages alone. */
async function upToDate() {
	const [installed, wanted] = await Promise.all(
		['node_modules/.package-lock.json', 'package-lock.json'].map(packagesIn),
	);
	return Object.entries(wanted).every(
		([path, { version, optional }]) =>
			path === '' || optional || installed[path]?.version === version,
	);
}

async function packagesIn(file) {
	try {
		return JSON.parse(await readFile(join(root, file), 'utf8')).packages;
	} catch (error) {
		if (error.code === 'ENOENT') return {};
		throw error;
	}
}
