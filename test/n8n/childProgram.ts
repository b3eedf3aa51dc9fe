import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_WITHIN_MS = 60_000;
const TAIL_LINES = 40;

export interface ProgramCall {
	/** For messages and the name of its log. */
	name: string;
	command: string;
	args: string[];
	cwd: string;
	env: Record<string, string>;
	/** Its output is appended here. */
	logFile: string;
}

/** A child process that runs until it's stopped. Its output goes to a file. */
export class ChildProgram {
	private readonly child: ChildProcess;
	private readonly exited: Promise<unknown>;
	/** Where its own output begins in the log. */
	private readonly logStart: number;

	constructor(private readonly call: ProgramCall) {
		const log = openSync(call.logFile, 'a');
		this.logStart = fstatSync(log).size;
		const { cwd, env } = call;
		this.child = spawn(call.command, call.args, { cwd, env, stdio: ['ignore', log, log] });
		closeSync(log);
		this.exited = once(this.child, 'exit');
		process.once('exit', this.killAtOnce);
	}

	get pid(): number | undefined {
		return this.child.pid;
	}

	get running(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** Throws an error with the end of its log if it has exited by itself. */
	assertRunning(): void {
		if (this.running) return;
		throw new Error(
			`${this.call.name} ended with ${this.child.exitCode ?? this.child.signalCode}.\n${this.tail()}`,
		);
	}

	/** Whether it has written this since it started. */
	hasSaid(text: string): boolean {
		return readFileSync(this.call.logFile).includes(text, this.logStart);
	}

	/** The end of its output. */
	tail(): string {
		const lines = readFileSync(this.call.logFile, 'utf8').trimEnd().split('\n');
		return `Last lines of ${this.call.logFile}:\n${lines.slice(-TAIL_LINES).join('\n')}`;
	}

	/** Stops it as a service manager does: SIGTERM, with time to finish. */
	async stop(): Promise<void> {
		if (this.running) this.child.kill('SIGTERM');
		if (!(await this.endsWithin(STOP_WITHIN_MS))) {
			await this.kill();
			throw new Error(`${this.call.name} did not stop within a minute.\n${this.tail()}`);
		}
		process.off('exit', this.killAtOnce);
	}

	/** Stops it as a crash does: SIGKILL. */
	async kill(): Promise<void> {
		if (this.running) this.child.kill('SIGKILL');
		await this.exited;
		process.off('exit', this.killAtOnce);
	}

	private async endsWithin(milliseconds: number): Promise<boolean> {
		if (!this.running) return true;
		const giveUp = new AbortController();
		const ended = this.exited.then(() => true);
		const late = sleep(milliseconds, false, { signal: giveUp.signal }).catch(() => false);
		const result = await Promise.race([ended, late]);
		giveUp.abort();
		return result;
	}

	private readonly killAtOnce = () => {
		this.child.kill('SIGKILL');
	};
}
