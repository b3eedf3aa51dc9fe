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

/** Tells the parent; resolves when the message is on its way. */
export async function tell(message: unknown): Promise<void> {
	await new Promise<void>((resolve) => {
		process.send?.(message, () => resolve());
	});
}

export async function exitOf(child: ChildProcess): Promise<number | null> {
	if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
	return await new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}
