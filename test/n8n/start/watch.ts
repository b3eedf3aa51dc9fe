import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8n } from '..';
import { watchFolder } from './watchFolder';

const checkout = join(__dirname, '..', '..', '..');
const SOURCES = ['nodes', 'credentials'];
/** Editors save several files, or one file in several steps. */
const QUIET_MS = 300;

/**
 * Rebuilds the package whenever a source file changes, and restarts n8n with it. Workflows, executions, and the
 * browser session are kept. If a build fails, the error is reported and n8n keeps running.
 *
 * @returns function that stops watching
 */
export function reloadOnChange(n8n: N8n, say: (line: string) => void): () => Promise<void> {
	const end = new AbortController();
	let changed = new Set<string>();
	let work: Promise<void> | null = null;

	const reload = async (): Promise<void> => {
		while (changed.size > 0 && !end.signal.aborted) {
			await sleep(QUIET_MS);
			say(`Changed: ${[...changed].join(', ')}`);
			changed = new Set();
			const started = Date.now();
			try {
				await n8n.reinstall();
				say(
					`n8n restarted with the new build after ${Math.round((Date.now() - started) / 1000)} s.`,
				);
			} catch (error) {
				// Ctrl-C also reaches the build and n8n.
				if (end.signal.aborted) break;
				say(error instanceof Error ? error.message : String(error));
				say('n8n was not restarted. When you save a file, the build starts again.');
			}
		}
		work = null;
	};
	const stops = SOURCES.map((source) =>
		watchFolder(join(checkout, source), (path) => {
			changed.add(relative(checkout, path));
			work ??= reload();
		}),
	);
	say('Watching nodes/ and credentials/. When you save a file, n8n restarts with the new build.');
	return async () => {
		end.abort();
		for (const stop of stops) stop();
		await work;
	};
}
