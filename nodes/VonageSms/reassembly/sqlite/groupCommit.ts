import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';

import { unavailable } from '../store';

/** How long a write waits for other processes before it is given up. */
const PATIENCE_MS = 5_000;
const SQLITE_BUSY = 5;

interface Job {
	run: () => unknown;
	resolve: (value: unknown) => void;
	reject: (error: Error) => void;
}

/**
 * Runs what was asked for in one turn of the event loop in one transaction, so that requests
 * which wait for the disk at once share one commit. None is answered before the commit is durable.
 */
export class GroupCommit {
	private waiting: Job[] = [];
	private flushing: Promise<void> | null = null;

	constructor(private readonly database: DatabaseSync) {}

	/** Resolves with what `work` returned once it is durable; rejects with `StoreUnavailable`. */
	run<T>(work: () => T): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			this.waiting.push({ run: work, resolve: resolve as (value: unknown) => void, reject });
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
			const jobs = this.waiting;
			this.waiting = [];
			await this.commit(jobs);
		}
		this.flushing = null;
	}

	private async commit(jobs: Job[]): Promise<void> {
		try {
			const results = await this.patiently(() => this.transaction(jobs));
			jobs.forEach((job, index) => job.resolve(results[index]));
		} catch (error) {
			// What spoils a transaction must not take its neighbours along.
			if (jobs.length > 1) {
				for (const job of jobs) await this.commit([job]);
				return;
			}
			const refusal = unavailable(
				(reason) => `The SMS store could not be written: ${reason}`,
				error,
			);
			for (const job of jobs) job.reject(refusal);
		}
	}

	private transaction(jobs: Job[]): unknown[] {
		this.database.exec('BEGIN IMMEDIATE');
		try {
			const results = jobs.map((job) => job.run());
			this.database.exec('COMMIT');
			return results;
		} finally {
			if (this.database.isTransaction) this.database.exec('ROLLBACK');
		}
	}

	/** Waits between tries without holding the thread. */
	private async patiently<T>(attempt: () => T): Promise<T> {
		const giveUpAt = performance.now() + PATIENCE_MS;
		let failure: unknown;
		do {
			try {
				return attempt();
			} catch (error) {
				failure = error;
			}
			await wait(1 + Math.random() * 20);
		} while (isBusy(failure) && performance.now() < giveUpAt);
		throw failure;
	}
}

function isBusy(error: unknown): boolean {
	const { errcode: code } = error as { errcode?: unknown };
	// The low octet is the primary result code; SQLITE_BUSY has extended ones.
	return typeof code === 'number' && (code & 0xff) === SQLITE_BUSY;
}
