import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
	mkdir,
	mkdtemp,
	readFile,
	readdir,
	rename,
	rm,
	stat,
	utimes,
	writeFile,
} from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { run } from './command.mjs';
import { locked } from './lock.mjs';
import { cache, root } from './paths.mjs';
import { announced } from './progress.mjs';

const folders = join(cache, 'packages');
/** Inputs of the package's build. */
const SOURCES = [
	'index.js',
	'gulpfile.js',
	'tsconfig.json',
	'package-lock.json',
	'nodes',
	'credentials',
	'README.md',
	'LICENSE',
];
const KEEP_MS = 24 * 3600 * 1000;

/**
 * This package, both packed and as installed by n8n under `~/.n8n/nodes/node_modules`: unpacked, with its
 * dependencies inside. Rebuilt if a source file has changed.
 *
 * @returns paths of the tarball and of the folder
 */
export async function ensurePackage(env, packageRoot = root) {
	const wanted = join(folders, await hashOf(packageRoot));
	if (existsSync(wanted)) {
		await utimes(wanted, new Date(), new Date());
		return partsOf(wanted);
	}
	return await locked(`${folders}.lock`, async () => {
		await removeOld();
		// A file may change in the meantime, but the package for a hash must be built from the files with that hash.
		for (;;) {
			const hash = await hashOf(packageRoot);
			const folder = join(folders, hash);
			if (existsSync(folder)) return partsOf(folder);
			await mkdir(folders, { recursive: true });
			const made = await mkdtemp(join(folders, 'unfinished-'));
			await announced('Packing and installing the package', async () => {
				await pack(env, packageRoot, partsOf(made).tarball);
				await install(env, partsOf(made));
			});
			if ((await hashOf(packageRoot)) === hash) {
				await rename(made, folder);
				return partsOf(folder);
			}
			await rm(made, { recursive: true });
		}
	});
}

function partsOf(folder) {
	return { tarball: join(folder, 'package.tgz'), folder: join(folder, 'package') };
}

async function pack(env, packageRoot, tarball) {
	const manifest = await manifestOf(packageRoot);
	if (manifest.scripts?.build) await run('npm', ['run', 'build'], { cwd: packageRoot, env });
	const flags = ['--quiet', '--ignore-scripts', '--pack-destination', dirname(tarball)];
	const packed = await run('npm', ['pack', ...flags], { cwd: packageRoot, env });
	await rename(join(dirname(tarball), packed.trim().split('\n').at(-1)), tarball);
}

/** The steps of n8n's own installer (community-packages.service.js, `downloadPackage`), with its flags. */
async function install(env, { tarball, folder }) {
	await mkdir(folder);
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	await keepRunTimeManifest(folder);
	const flags = [
		'--audit=false',
		'--fund=false',
		'--bin-links=false',
		'--install-strategy=shallow',
		'--ignore-scripts=true',
		'--package-lock=false',
	];
	await run('npm', ['install', ...flags], { cwd: folder, env });
}

async function keepRunTimeManifest(folder) {
	const { devDependencies, peerDependencies, optionalDependencies, ...manifest } =
		await manifestOf(folder);
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
}

async function hashOf(packageRoot) {
	const manifest = await manifestOf(packageRoot);
	const sources = manifest.scripts?.build ? SOURCES : manifest.files;
	const hash = createHash('sha256');
	for (const source of ['package.json', ...sources]) {
		for (const file of await filesIn(join(packageRoot, source))) {
			hash
				.update(`${relative(packageRoot, file)}\0`)
				.update(await readFile(file))
				.update('\0');
		}
	}
	return hash.digest('hex').slice(0, 16);
}

async function filesIn(path) {
	if (!existsSync(path)) return [];
	if ((await stat(path)).isFile()) return [path];
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

async function removeOld() {
	for (const name of await readdir(folders).catch(() => [])) {
		const folder = join(folders, name);
		const { mtimeMs } = await stat(folder);
		if (mtimeMs < Date.now() - KEEP_MS) await rm(folder, { recursive: true, force: true });
	}
}

async function manifestOf(folder) {
	return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}
