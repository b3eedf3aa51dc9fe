import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import type { N8nVariant } from './variant';

const checkout = join(__dirname, '..', '..');
const script = join(checkout, 'scripts', 'n8n.mjs');

/** Folder with an installed n8n. Installs it first if necessary. */
export async function runtimeFolder(variant: N8nVariant): Promise<string> {
	return await prepared('runtime', variant);
}

/** Folder with the package as installed by n8n. Builds it first if a source file has changed. */
export async function packageFolder(packageRoot = checkout): Promise<string> {
	return await prepared('package', packageRoot);
}

/** This repository, packed as by `npm publish`. */
export async function packedTarball(): Promise<string> {
	return await prepared('tarball');
}

/** The Node that n8n runs on: the one in N8N_NODE, the one running this process, or the pinned one. */
export function n8nNode(): string {
	if (process.env.N8N_NODE) return process.env.N8N_NODE;
	const isNewEnough = Number.parseInt(process.versions.node) >= 24;
	return isNewEnough ? process.execPath : join(checkout, 'node_modules', '.bin', 'node');
}

/** Progress goes to the terminal. */
async function prepared(...args: string[]): Promise<string> {
	const child = spawn(process.execPath, [script, ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = once(child, 'close');
	const folder = (await text(child.stdout)).trim();
	const [code] = await ended;
	if (code !== 0) throw new Error(`scripts/n8n.mjs ${args.join(' ')} ended with ${code}.`);
	return folder;
}
