const SQLITE_BUSY = 5;

/** Another process has a lock, and SQLite reports it without an error. */
export class BusyError extends Error {
	readonly errcode = SQLITE_BUSY;

	constructor() {
		super('database is locked');
	}
}

/** Whether another process has the lock that a statement needs. */
export function isBusy(error: unknown): boolean {
	const { errcode: code } = error as { errcode?: unknown };
	// The low octet is the primary result code; SQLITE_BUSY has extended ones.
	return typeof code === 'number' && (code & 0xff) === SQLITE_BUSY;
}
