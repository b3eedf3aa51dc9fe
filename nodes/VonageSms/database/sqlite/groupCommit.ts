import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';

import { StoreUnavailable, unavailable } from '../errors';

/** How long a write waits for other processes before it is refused. */
const PATIENCE_MS = 5_000;
const SQLITE_BUSY = 5;

interface Job {
	work: () => Promise<unknown>;
	durable: boolean;
	refuseAt: number;
	resolve: (value: unknown) => void;
	reject: (error: unknown) => void;
}

/**
 * Runs what was asked for in one turn of the event loop in one transaction, so that requests which
 * wait for the disk at the same time share one commit. None resolves before the commit.
 */
export class GroupCommit {
	private waiting: Job[] = [];
	private flushing: Promise<void> | null = null;
	private synchronous: 'FULL' | 'NORMAL' = 'FULL';

	private readonly statements;

	constructor(private readonly database: DatabaseSync) {
		this.statements = {
			begin: database.prepare('BEGIN IMMEDIATE'),
			savepoint: database.prepare('SAVEPOINT job'),
			release: database.prepare('RELEASE job'),
			commit: database.prepare('COMMIT'),
		};
	}

	/** Resolves with the result of `work` once it is committed. What `work` throws undoes it alone. */
	run<T>(work: () => Promise<T>, durable: boolean): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			this.waiting.push({
				work,
				durable,
				refuseAt: performance.now() + PATIENCE_MS,
				resolve: resolve as (value: unknown) => void,
				reject,
			});
			this.flushing ??= this.flush();
		});
	}

	/** Resolves when nothing waits any more. */
	async idle(): Promise<void> {
		await this.flushing;
	}

	private async flush(): Promise<void> {
		await new Promise(setImmediate);
		while (this.waiting.length > 0) {
			if (!(await this.begin())) continue;
			// All that came while another process was writing shares this commit.
			const jobs = this.waiting;
			this.waiting = [];
			await this.commit(jobs);
		}
		this.flushing = null;
	}

	/** Opens a transaction, waiting for other processes without blocking the thread. */
	private async begin(): Promise<boolean> {
		try {
			this.setSynchronous(this.waiting.some(({ durable }) => durable) ? 'FULL' : 'NORMAL');
			this.statements.begin.run();
			return true;
		} catch (error) {
			this.refuse(isBusy(error) ? performance.now() : Infinity, error);
			await wait(1 + Math.random() * 20);
			return false;
		}
	}

	private refuse(before: number, error: unknown): void {
		const late = this.waiting.filter(({ refuseAt }) => refuseAt <= before);
		this.waiting = this.waiting.filter(({ refuseAt }) => refuseAt > before);
		for (const { reject } of late) reject(notWritten(error));
	}

	private setSynchronous(level: 'FULL' | 'NORMAL'): void {
		if (level === this.synchronous) return;
		this.database.exec(`PRAGMA synchronous = ${level}`);
		this.synchronous = level;
	}

	private async commit(jobs: Job[]): Promise<void> {
		const settle: (() => void)[] = [];
		try {
			const alone = jobs.length === 1;
			for (const job of jobs) settle.push(await this.runOne(job, alone));
			if (this.database.isTransaction) this.statements.commit.run();
			for (const each of settle) each();
		} catch (error) {
			if (this.database.isTransaction) this.database.exec('ROLLBACK');
			for (const { reject } of jobs) reject(notWritten(error));
		}
	}

	/** Runs one job so that its failure does not undo its neighbors. Returns what answers its caller. */
	private async runOne({ work, resolve, reject }: Job, alone: boolean): Promise<() => void> {
		if (!alone) this.statements.savepoint.run();
		let failure: unknown;
		try {
			const value = await work();
			if (!alone) this.statements.release.run();
			return () => resolve(value);
		} catch (error) {
			failure = error;
		}
		// On a full disk SQLite itself ends the whole transaction.
		if (!this.database.isTransaction) throw failure;
		this.database.exec(alone ? 'ROLLBACK' : 'ROLLBACK TO job; RELEASE job');
		return () => reject(failure);
	}
}

function notWritten(error: unknown): StoreUnavailable {
	return unavailable((reason) => `The SMS store could not be written: ${reason}`, error);
}

/** Whether another process has the lock that a statement needs. */
export function isBusy(error: unknown): boolean {
	const { errcode: code } = error as { errcode?: unknown };
	// The low octet is the primary result code; SQLITE_BUSY has extended ones.
	return typeof code === 'number' && (code & 0xff) === SQLITE_BUSY;
}
