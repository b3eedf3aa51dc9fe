import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 500;

/**
 * Runs `work` while holding the lock `file`, which only one process at a time can create. Locks of processes that
 * no longer run are replaced.
 */
export async function locked(file, work) {
	await mkdir(dirname(file), { recursive: true });
	let announced = false;
	while (!(await acquire(file))) {
		if (await abandoned(file)) {
			await rm(file, { force: true });
			continue;
		}
		if (!announced) process.stderr.write(`Waiting for another process that has locked ${file}\n`);
		announced = true;
		await sleep(POLL_MS);
	}
	try {
		return await work();
	} finally {
		await rm(file, { force: true });
	}
}

async function acquire(file) {
	try {
		await writeFile(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
}

async function abandoned(file) {
	const owner = Number(await readFile(file, 'utf8').catch(() => ''));
	// The file is briefly empty after it has been created.
	return owner > 0 && !lives(owner);
}

/** Whether a process with this ID is running on this machine. */
export function lives(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
