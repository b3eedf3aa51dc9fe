import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** Starts a TypeScript file of this folder as a process and gives it its task. */
export function startChild(file: string, task: unknown): ChildProcess {
	const child = fork(join(__dirname, file), {
		execArgv: ['--import', 'tsx'],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	child.send({ task });
	return child;
}

/** The task that the parent gave, in the child. */
export async function readTask<T>(): Promise<T> {
	return await new Promise((resolve) => {
		process.once('message', (message: { task: T }) => resolve(message.task));
	});
}

/** Reports to the parent; resolves once the report has been sent. */
export async function tell(message: unknown): Promise<void> {
	await new Promise<void>((resolve) => {
		process.send?.(message, () => resolve());
	});
}

let asked = 0;

/** Reports to the parent, and resolves once the parent has heard it: never, if the parent kills this process for it. */
export async function tellAndBeHeard(message: object): Promise<void> {
	const ask = (asked += 1);
	const heard = new Promise<void>((resolve) => {
		process.on('message', function hear(answer: Heard) {
			if (answer.heard !== ask) return;
			process.off('message', hear);
			resolve();
		});
	});
	await tell({ ...message, ask });
	await heard;
}

interface Heard {
	heard: number;
}

/** Kills a child after this many reports, or with null, once it reports that it's idle. */
export async function killAfter<Report extends { kind: string; ask?: number }>(
	child: ChildProcess,
	reports: number | null,
	hear: (report: Report) => void,
): Promise<void> {
	let heard = 0;
	let killed = false;
	await new Promise<void>((resolve) => {
		child.on('message', (report: Report) => {
			// Reports sent before the process died still arrive.
			heard += 1;
			hear(report);
			if (report.kind === 'idle' && reports === null) resolve();
			if (reports !== null && heard > reports && !killed) {
				killed = child.kill('SIGKILL');
				resolve();
			}
			if (report.ask !== undefined && !killed) child.send({ heard: report.ask });
		});
		child.once('exit', () => resolve());
	});
	child.kill('SIGKILL');
	await exitOf(child);
}

export async function exitOf(child: ChildProcess): Promise<number | null> {
	if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
	return await new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}
