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

/** Manifest, lock of each n8n that can be installed: the pinned one, and the last of the line before it. */
const variants = { current: 'runtime', lts: 'runtime-lts' };

/**
 * Folder with an n8n ready to run (`node_modules/n8n/bin/n8n`), installed on the first call: 2.2 GB. It is keyed by
 * the hash of its lock, so a new pin is a new folder. `node` may be a promise: most of the work does not wait for it.
 */
export async function ensureRuntime(node, variant = 'current') {
	if (!Object.hasOwn(variants, variant)) {
		throw new Error(`No n8n "${variant}": choose one of ${Object.keys(variants).join(', ')}.`);
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

/** Elsewhere first: the folder appears under its name when it is complete, or never. */
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

/** What installations left behind whose process was killed. */
async function removeAbandoned() {
	for (const name of await readdir(cache)) {
		const [, owner] = /-unfinished-(\d+)$/.exec(name) ?? [];
		if (owner && !lives(Number(owner))) {
			await rm(join(cache, name), { recursive: true, force: true });
		}
	}
}

/** Without scripts: a Kafka client and others would fetch binaries that no test needs. */
async function installPackages(folder, unfinished) {
	const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
	await announced(
		`Installing n8n into ${folder} (once, about 2200 MB)`,
		() => run('npm', ['ci', ...flags], { cwd: unfinished, env: withoutOuterNpm() }),
		{ folder: unfinished },
	);
}
