import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchFolder } from '../../n8n/start/watchFolder';

describe('watching the source files', () => {
	let folder: string;
	let stop: () => void;
	let seen: (path: string) => void;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'watch-folder-'));
		mkdirSync(join(folder, 'actions'));
		writeFileSync(join(folder, 'actions', 'send.ts'), 'one');
		seen = () => undefined;
		stop = watchFolder(folder, (path) => seen(path));
	});
	afterEach(() => {
		stop();
		rmSync(folder, { recursive: true });
	});

	/** Makes a change and resolves when it's reported. */
	async function reported(path: string, change: () => void): Promise<void> {
		await new Promise<void>((resolve) => {
			seen = (changed) => {
				if (changed === path) resolve();
			};
			change();
		});
	}

	it('reports every change to a file that an editor saves by replacing it', async () => {
		const file = join(folder, 'actions', 'send.ts');
		const replace = () => {
			writeFileSync(join(folder, 'send.ts~'), 'two');
			renameSync(join(folder, 'send.ts~'), file);
		};
		await reported(file, replace);
		await reported(file, () => appendFileSync(file, 'three'));
		await reported(file, replace);
	});

	it('reports changes in a new folder, and in one that was removed and added again', async () => {
		const added = join(folder, 'actions', 'fields');
		const file = join(added, 'text.ts');
		await reported(added, () => mkdirSync(added));
		await reported(file, () => writeFileSync(file, 'one'));
		await reported(added, () => rmSync(added, { recursive: true }));
		await reported(added, () => mkdirSync(added));
		await reported(file, () => writeFileSync(file, 'two'));
	});
});
