import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.mjs';
import { lives, locked } from './lock.mjs';
import { withoutOuterNpm } from './outerNpm.mjs';
import { cache, root } from './paths.mjs';
import { announced } from './progress.mjs';
import { sideBySide } from './sideBySide.mjs';
import { ensureSqlite, placeSqlite } from './sqlite.mjs';

/**
 * Manifest and lock of each n8n that can be installed: the pinned version, and the last version of the previous
 * major.
 */
const variants = { current: 'runtime', lts: 'runtime-lts' };

/**
 * Folder with an n8n ready to run (`node_modules/n8n/bin/n8n`), installed on the first call: 2.2 GB. Its name
 * contains the hash of its lock, so a new version gets a new folder. `node` can be a promise, because most of the
 * work doesn't need it.
 */
export async function ensureRuntime(node, variant = 'current') {
	if (!Object.hasOwn(variants, variant)) {
		throw new Error(
			`There is no n8n "${variant}". Choose one of ${Object.keys(variants).join(', ')}.`,
		);
	}
	const source = join(root, 'test', 'n8n', variants[variant]);
	const lock = await readFile(join(source, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const folder = join(cache, `n8n-${hash}`);
	if (existsSync(folder)) return folder;
	return await locked(`${folder}.lock`, async () => {
		if (!existsSync(folder)) await install(node, source, folder);
		return folder;
	});
}

/** Installs elsewhere first and renames the folder once complete. */
async function install(node, source, folder) {
	const unfinished = `${folder}-unfinished-${process.pid}`;
	await removeAbandoned();
	await mkdir(unfinished, { recursive: true });
	try {
		for (const file of ['package.json', 'package-lock.json']) {
			await cp(join(source, file), join(unfinished, file));
		}
		const [, sqlite] = await sideBySide(
			installPackages(folder, unfinished),
			Promise.resolve(node).then((path) => ensureSqlite(path, join(source, 'package-lock.json'))),
		);
		await placeSqlite(await node, sqlite, unfinished);
		await rename(unfinished, folder);
	} finally {
		await rm(unfinished, { recursive: true, force: true });
	}
}

/** Remains of installations whose process was killed. */
async function removeAbandoned() {
	for (const name of await readdir(cache)) {
		const [, owner] = /-unfinished-(\d+)$/.exec(name) ?? [];
		if (owner && !lives(Number(owner))) {
			await rm(join(cache, name), { recursive: true, force: true });
		}
	}
}

/** Without scripts, because a Kafka client and others would download binaries that no test needs. */
async function installPackages(folder, unfinished) {
	const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
	await announced(
		`Installing n8n into ${folder} (once, about 2200 MB)`,
		() => run('npm', ['ci', ...flags], { cwd: unfinished, env: withoutOuterNpm() }),
		{ folder: unfinished },
	);
}
