import { closeSync, fdatasync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

import { BusyError } from './busy';

/**
 * The log of an open database, which keeps what is committed until a checkpoint moves it into the
 * database file. SQLite commits without waiting for the disk (`synchronous = NORMAL`); `flush` waits
 * for it outside the thread.
 *
 * That is enough for a commit to survive a power failure. Either it is in the log, then the flush
 * covers it together with everything before it; or a checkpoint came in between, then SQLite itself
 * flushed the log before it, and the database file before anything overwrites the log
 * (https://sqlite.org/wal.html, "Performance Considerations"). SQLite deletes the log only when the
 * last connection of all processes closes, so the file stays the same while this one is open.
 */
export class WriteAheadLog {
	private readonly descriptor: number;
	/** The newest flush. */
	private newest: Promise<void> = Promise.resolve();
	/** The newest flush while it has not begun, so that it covers what is committed now. */
	private next: Promise<void> | null = null;
	private failed = false;

	/** @param writer a connection that has read from the file, so that its log exists */
	constructor(
		file: string,
		private readonly writer: DatabaseSync,
	) {
		this.descriptor = openSync(`${file}-wal`, 'r+');
	}

	/**
	 * Resolves when everything that is committed by now survives a power failure. Those who ask while the
	 * disk writes share the next flush.
	 */
	async flush(): Promise<void> {
		this.next ??= this.newest = this.flushAfter(this.newest);
		await this.next;
	}

	/**
	 * To be called outside a transaction, before the next one begins. After a flush that failed, the
	 * operating system may count as written what is not, so that a later flush proves nothing. Then
	 * everything moves into the database file and the log starts anew. Throws while that fails.
	 */
	repair(): void {
		if (!this.failed) return;
		if (!this.empty()) throw new BusyError();
		this.failed = false;
	}

	/** Moves everything into the database file. False while another process reads or writes. */
	empty(): boolean {
		return this.writer.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
	}

	/** Resolves once no flush is in progress. */
	async idle(): Promise<void> {
		await this.newest.catch(() => undefined);
	}

	close(): void {
		closeSync(this.descriptor);
	}

	private async flushAfter(former: Promise<void>): Promise<void> {
		await former.catch(() => undefined);
		this.next = null;
		if (this.failed) throw new Error('the disk did not keep what was written before');
		await new Promise<void>((resolve, reject) => {
			fdatasync(this.descriptor, (error) => {
				this.failed ||= error !== null;
				if (error) reject(error);
				else resolve();
			});
		});
	}
}
