import { readFileSync, readdirSync } from 'node:fs';

/** Linux alone: the kernel's own account of a process. */
const CLOCK_TICK_MS = 10;
const PAGE_BYTES = 4096;

/** CPU time in milliseconds that these processes and their children have used, user and system. */
export function cpuMilliseconds(pids: readonly number[]): number {
	return tree(pids).reduce((sum, { ticks }) => sum + ticks * CLOCK_TICK_MS, 0);
}

export interface ProcessFigures {
	residentBytes: number;
	openFiles: number;
}

/** Of one process, without its children. Throws when it has ended. */
export function processFigures(pid: number): ProcessFigures {
	const [, residentPages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
	return {
		residentBytes: Number(residentPages) * PAGE_BYTES,
		openFiles: readdirSync(`/proc/${pid}/fd`).length,
	};
}

interface Stat {
	pid: number;
	parent: number;
	ticks: number;
}

function tree(pids: readonly number[]): Stat[] {
	const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? statOf(name) : []));
	const wanted = new Set(pids);
	// A child has a higher number than its parent, until numbers come round; a second pass finds those too.
	for (let pass = 0; pass < 2; pass += 1) {
		for (const { pid, parent } of all) if (wanted.has(parent)) wanted.add(pid);
	}
	return all.filter(({ pid }) => wanted.has(pid));
}

function statOf(name: string): Stat[] {
	try {
		// The name of the program stands in brackets and may hold anything.
		const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ');
		const [, parent] = fields;
		return [
			{ pid: Number(name), parent: Number(parent), ticks: Number(fields[11]) + Number(fields[12]) },
		];
	} catch {
		return [];
	}
}
