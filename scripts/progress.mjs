import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const INTERVAL_MS = 10_000;
const MEGABYTE = 1_000_000;

/**
 * Runs `work` and resolves with its result. In the meantime, reports the elapsed time and, if `folder` is given,
 * its current size on stderr.
 */
export async function announced(title, work, { folder } = {}) {
	const started = Date.now();
	const say = (text) => process.stderr.write(`${title}: ${text}\n`);
	say('started');
	const timer = setInterval(async () => {
		say(`${await size(folder)}${elapsed(started)} so far`);
	}, INTERVAL_MS);
	try {
		const result = await work();
		say(`done in ${elapsed(started)}`);
		return result;
	} catch (error) {
		say(`failed after ${elapsed(started)}`);
		throw error;
	} finally {
		clearInterval(timer);
	}
}

export function elapsed(started) {
	const seconds = Math.round((Date.now() - started) / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

async function size(folder) {
	if (folder === undefined) return '';
	return `${Math.round((await bytesIn(folder)) / MEGABYTE)} MB, `;
}

/** Files can be created and deleted while they're counted. */
async function bytesIn(folder) {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	const sizes = await Promise.all(
		entries
			.filter((entry) => entry.isFile())
			.map((entry) =>
				stat(join(entry.parentPath, entry.name)).then(
					(s) => s.size,
					() => 0,
				),
			),
	);
	return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
