import { readdirSync, statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Calls `onChange` with the path of each file that changes in a folder or below it. Doesn't use Node's recursive
 * watching: on Linux, that misses all later changes to a file that an editor saved by replacing it.
 *
 * @returns function that stops watching
 */
export function watchFolder(root: string, onChange: (path: string) => void): () => void {
	const watchers = new Map<string, FSWatcher>();

	const stopBelow = (folder: string) => {
		for (const [path, watcher] of watchers) {
			if (path !== folder && !path.startsWith(folder + sep)) continue;
			watcher.close();
			watchers.delete(path);
		}
	};
	const startBelow = (folder: string) => {
		for (const each of foldersIn(folder)) {
			watchers.set(
				each,
				watch(each, (event, file) => {
					const path = join(each, file ?? '');
					onChange(path);
					if (event === 'rename') restartBelow(path);
				}),
			);
		}
	};
	/** A folder may have been added, replaced, or removed. */
	const restartBelow = (path: string) => {
		stopBelow(path);
		if (isFolder(path)) startBelow(path);
	};
	startBelow(root);
	return () => stopBelow(root);
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A folder and all folders below it. */
function foldersIn(root: string): string[] {
	const below = readdirSync(root, { recursive: true, withFileTypes: true });
	const folders = below.filter((entry) => entry.isDirectory());
	return [root, ...folders.map(({ parentPath, name }) => join(parentPath, name))];
}
