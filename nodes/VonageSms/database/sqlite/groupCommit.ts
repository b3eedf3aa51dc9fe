import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';

import { type StoreUnavailable, unavailable } from '../errors';
import { isBusy } from './busy';
import type { WriteAheadLog } from './writeAheadLog';

/** How long a write waits for other processes before it is rejected. */
const PATIENCE_MS = 5_000;

/** Transactions per commit: no more than the thread can run in a few milliseconds. */
const MOST_TOGETHER = 25;

interface Job {
	work: () => Promise<unknown>;
	durable: boolean;
	committed: () => void;
	refuseAt: number;
	resolve: (value: unknown) => void;
	reject: (error: unknown) => void;
}

/**
 * Runs what was asked for in one turn of the event loop in one transaction, and what has to survive a
 * power failure waits for the disk together, outside the thread. Transactions go on meanwhile.
 */
export class GroupCommit {
	private waiting: Job[] = [];
	private flushing: Promise<void> | null = null;
	private readonly statements;

	constructor(
		private readonly database: DatabaseSync,
		private readonly log: WriteAheadLog,
	) {
		this.statements = {
			begin: database.prepare('BEGIN IMMEDIATE'),
			savepoint: database.prepare('SAVEPOINT job'),
			release: database.prepare('RELEASE job'),
			commit: database.prepare('COMMIT'),
		};
	}

	/**
	 * Resolves with the result of `work` once it is committed, and on the disk where it is durable. What
	 * `work` throws undoes it alone.
	 *
	 * @param committed is called as soon as others can see the result
	 */
	run<T>(work: () => Promise<T>, durable: boolean, committed: () => void): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			this.waiting.push({
				work,
				durable,
				committed,
				refuseAt: performance.now() + PATIENCE_MS,
				resolve: resolve as (value: unknown) => void,
				reject,
			});
			this.flushing ??= this.flush();
		});
	}

	/** Resolves once nothing is waiting. */
	async idle(): Promise<void> {
		await this.flushing;
		await this.log.idle();
	}

	private async flush(): Promise<void> {
		while (this.waiting.length > 0) {
			// Other requests in this turn share the commit, and after each commit, others get a turn.
			await new Promise(setImmediate);
			if (await this.begin()) await this.commit(this.waiting.splice(0, MOST_TOGETHER));
		}
		this.flushing = null;
	}

	/** Opens a transaction, waiting for other processes without blocking the thread. */
	private async begin(): Promise<boolean> {
		try {
			this.log.repair();
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
	private async runOne(job: Job, alone: boolean): Promise<() => void> {
		if (!alone) this.statements.savepoint.run();
		let failure: unknown;
		try {
			const value = await job.work();
			if (!alone) this.statements.release.run();
			return () => this.settle(job, value);
		} catch (error) {
			failure = error;
		}
		// On a full disk, SQLite itself ends the whole transaction.
		if (!this.database.isTransaction) throw failure;
		this.database.exec(alone ? 'ROLLBACK' : 'ROLLBACK TO job; RELEASE job');
		return () => job.reject(failure);
	}

	private settle({ durable, committed, resolve }: Job, value: unknown): void {
		committed();
		resolve(durable ? this.onDisk(value) : value);
	}

	private async onDisk(value: unknown): Promise<unknown> {
		try {
			await this.log.flush();
			return value;
		} catch (error) {
			throw notWritten(error);
		}
	}
}

function notWritten(error: unknown): StoreUnavailable {
	return unavailable((reason) => `The SMS store couldn't be written: ${reason}`, error);
}
