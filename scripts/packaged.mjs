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
import { join, relative } from 'node:path';
import { run } from './command.mjs';
import { locked } from './lock.mjs';
import { cache, root } from './paths.mjs';
import { announced } from './progress.mjs';

const folders = join(cache, 'packages');
/** What a build of this package depends on. */
const SOURCES = [
	'index.js',
	'gulpfile.js',
	'tsconfig.json',
	'package-lock.json',
	'nodes',
	'credentials',
];
const KEEP_MS = 24 * 3600 * 1000;

/**
 * Folder with this package as n8n's installer would leave it under `~/.n8n/nodes/node_modules`: built, packed,
 * unpacked, with its dependencies inside. Made anew when a source file has changed.
 */
export async function ensurePackage(env, packageRoot = root) {
	const wanted = join(folders, await hashOf(packageRoot));
	if (existsSync(wanted)) {
		await utimes(wanted, new Date(), new Date());
		return wanted;
	}
	return await locked(`${folders}.lock`, async () => {
		await removeOld();
		// Somebody may be editing: what is kept under a hash must be what that hash was taken of.
		for (;;) {
			const hash = await hashOf(packageRoot);
			const folder = join(folders, hash);
			if (existsSync(folder)) return folder;
			const made = await announced('Packing and installing the package', () =>
				make(env, packageRoot),
			);
			if ((await hashOf(packageRoot)) === hash) {
				await rename(made, folder);
				return folder;
			}
			await rm(made, { recursive: true });
		}
	});
}

/** The steps of n8n's own installer (community-packages.service.js, `downloadPackage`), with its flags. */
async function make(env, packageRoot) {
	await mkdir(folders, { recursive: true });
	const folder = await mkdtemp(join(folders, 'unfinished-'));
	const manifest = await manifestOf(packageRoot);
	if (manifest.scripts?.build) await run('npm', ['run', 'build'], { cwd: packageRoot, env });
	const packed = await run(
		'npm',
		['pack', '--quiet', '--ignore-scripts', '--pack-destination', folder],
		{
			cwd: packageRoot,
			env,
		},
	);
	const tarball = join(folder, packed.trim().split('\n').at(-1));
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	await rm(tarball);
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
	return folder;
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
