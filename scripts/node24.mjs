import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { run } from './command.mjs';
import { withoutOuterNpm } from './outerNpm.mjs';
import { announced } from './progress.mjs';
import { root } from './paths.mjs';

const MAJOR = 24;
const bins = join(root, 'node_modules', '.bin');
const wrapper = join(root, 'node_modules', 'node');

/**
 * Path of a Node that can run n8n 2 (24 or later): the pinned version from the npm package `node`, whose preinstall
 * script downloads the binary for this platform. If there is none (for example, for musl), the Node running this
 * script, if it's new enough.
 */
export async function ensureNode24() {
	const pinned = join(bins, 'node');
	if (await isNewEnough(pinned)) return pinned;
	const failure = await linkPinned().then(
		() => undefined,
		(error) => error,
	);
	if (await isNewEnough(pinned)) return pinned;
	if (await isNewEnough(process.execPath)) return process.execPath;
	throw new Error(
		`n8n needs Node ${MAJOR}, but npm has no build for ${process.platform} ${process.arch}. ` +
			`Install Node ${MAJOR} and run this command with it.`,
		{ cause: failure },
	);
}

/** The environment in which `npm` and the programs in node_modules run with the Node above. */
export function withNode24(node, env = process.env) {
	const path = [bins, dirname(node), env.PATH].join(delimiter);
	return { ...withoutOuterNpm(env), PATH: path };
}

/**
 * Folder with `include/node` of that Node, for compiling native modules; undefined if it has no headers, which
 * node-gyp then downloads.
 */
export async function headersOf(node) {
	const packages = join(wrapper, 'node_modules');
	const platforms = await readdir(packages).catch(() => []);
	const folders = node.startsWith(bins)
		? platforms.map((name) => join(packages, name))
		: [dirname(dirname(node))];
	return folders.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')));
}

/** Even if the user's npm settings contain `ignore-scripts`. No other dependency needs its scripts. */
async function linkPinned() {
	await announced(`Fetching Node ${MAJOR}`, () =>
		run('npm', ['rebuild', 'node', '--ignore-scripts=false'], {
			cwd: root,
			env: withoutOuterNpm(),
		}),
	);
}

async function isNewEnough(node) {
	try {
		const { stdout } = await promisify(execFile)(node, ['--version']);
		return Number(/^v(\d+)\./.exec(stdout)?.[1]) >= MAJOR;
	} catch {
		return false;
	}
}
