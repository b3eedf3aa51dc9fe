import { readFile, rename, rm, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.mjs';
import { subsetOf } from './lockSubset.mjs';
import { ensureNode24, withNode24 } from './node24.mjs';
import { withoutOuterNpm } from './outerNpm.mjs';
import { root } from './paths.mjs';
import { announced } from './progress.mjs';
import { startPackages } from './startPackages.mjs';

/** Without scripts, because some dependencies would download or compile things that aren't used here. */
const FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund'];
const INSTALLED = 'node_modules/.package-lock.json';

/** Installs the packages in package-lock.json unless they're already installed; resolves with the Node to use. */
export async function ensureDependencies() {
	const { packages } = await json('package-lock.json');
	if (!(await isInstalled(packages))) await installAll();
	return await surroundings();
}

/**
 * The same for `npm start`. A fresh clone gets only the packages that it needs. If more were installed before, all
 * are updated.
 */
export async function ensureStartDependencies() {
	const subset = subsetOf(await json('package-lock.json'), startPackages);
	if (!(await isInstalled(subset.lock.packages))) {
		const present = await installedPackages();
		const hasMore = Object.keys(present).some((path) => subset.lock.packages[path] === undefined);
		if (hasMore) await installAll();
		else await installSubset(subset);
	}
	return await surroundings();
}

async function surroundings() {
	const node = await ensureNode24();
	return { node, env: withNode24(node) };
}

async function installAll() {
	await announced(
		'Installing dependencies (about 650 MB)',
		() => run('npm', ['ci', ...FLAGS], { cwd: root, env: withoutOuterNpm() }),
		{ folder: join(root, 'node_modules') },
	);
}

/** Installs next to node_modules first and renames it once complete. */
async function installSubset({ manifest, lock }) {
	const folder = join(root, '.start-dependencies');
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder);
	try {
		await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
		await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
		await announced(
			'Installing the dependencies for npm start (about 320 MB)',
			() => run('npm', ['ci', ...FLAGS], { cwd: folder, env: withoutOuterNpm() }),
			{ folder },
		);
		await rm(join(root, 'node_modules'), { recursive: true, force: true });
		await rename(join(folder, 'node_modules'), join(root, 'node_modules'));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Whether npm's record of installed packages contains all of these. Platforms differ only in optional packages. */
async function isInstalled(packages) {
	const present = await installedPackages();
	return Object.entries(packages).every(
		([path, { version, optional }]) =>
			path === '' || optional || present[path]?.version === version,
	);
}

async function installedPackages() {
	try {
		return (await json(INSTALLED)).packages;
	} catch (error) {
		if (error.code === 'ENOENT') return {};
		throw error;
	}
}

async function json(file) {
	return JSON.parse(await readFile(join(root, file), 'utf8'));
}
