import { Worker } from 'node:worker_threads';

/** Transactions between two checkpoints: some 10 MB of the log. */
export const EVERY = 500;

/** `move` keeps the size of the log file, `empty` truncates it. */
type Checkpoint = 'move' | 'empty';

/**
 * Moves what is committed from the log into the database file. SQLite flushes both for that, and
 * once more when the log then starts anew, so this has a thread of its own.
 *
 * It may fail or be late: the connections of the other threads do the same by themselves when the
 * log has become `LARGEST_LOG` pages long.
 */
export class Checkpoints {
	private worker: Worker | null = null;
	private newest: Promise<boolean> = Promise.resolve(true);
	private moving = false;
	private transactions = 0;

	constructor(private readonly file: string) {}

	/** To be called after each transaction. */
	committed(): void {
		this.transactions += 1;
		if (this.transactions < EVERY || this.moving) return;
		this.transactions = 0;
		this.moving = true;
		void this.run('move').finally(() => (this.moving = false));
	}

	/** Resolves with false if another process blocked it, or the thread failed. */
	async run(checkpoint: Checkpoint): Promise<boolean> {
		this.newest = this.newest.then(async () => await this.ask(checkpoint));
		return await this.newest;
	}

	async close(): Promise<void> {
		await this.newest;
		const { worker } = this;
		if (!worker) return;
		worker.ref();
		const ended = new Promise((resolve) => worker.once('exit', resolve));
		worker.postMessage('close');
		await ended;
	}

	private async ask(checkpoint: Checkpoint): Promise<boolean> {
		try {
			const worker = (this.worker ??= this.start());
			return await new Promise<boolean>((resolve) => {
				const ended = () => resolve(false);
				worker.once('exit', ended);
				worker.once('message', (done: boolean) => {
					worker.off('exit', ended);
					resolve(done);
				});
				worker.postMessage(checkpoint);
			});
		} catch {
			// No more threads can be started.
			return false;
		}
	}

	private start(): Worker {
		// Without the options that n8n was started with, such as modules to preload.
		const options = { eval: true, workerData: this.file, execArgv: [], env: {} };
		const worker = new Worker(`(${work.toString()})()`, options);
		// The thread ends after an error, and without a listener, n8n would end too.
		worker.on('error', () => undefined);
		worker.once('exit', () => {
			if (this.worker === worker) this.worker = null;
		});
		worker.unref();
		return worker;
	}
}

/** Pages of 4 KB at which a commit makes its checkpoint itself, on its own thread. */
export const LARGEST_LOG = 8_000;

/** The code of the thread. It gets only the source text, so it uses nothing from outside. */
function work(): void {
	const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
	// Node 22 and 24 call the module experimental.
	process.emitWarning = () => undefined;
	const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
	const database = new DatabaseSync(String(workerData));
	database.exec('PRAGMA busy_timeout = 200');
	database.exec('PRAGMA wal_autocheckpoint = 0');
	database.exec('PRAGMA synchronous = NORMAL');
	database.exec('PRAGMA checkpoint_fullfsync = ON');
	parentPort?.on('message', (message: unknown) => {
		if (message === 'close') {
			database.close();
			parentPort.close();
			return;
		}
		let done = false;
		try {
			// Most is moved while others write. They have to wait only for the rest.
			database.exec('PRAGMA wal_checkpoint(PASSIVE)');
			const mode = message === 'empty' ? 'TRUNCATE' : 'RESTART';
			const result = database.prepare(`PRAGMA wal_checkpoint(${mode})`).get();
			done = result?.['busy'] === 0;
			// The first commit in the log that starts anew flushes it: this one, which changes nothing.
			if (done) database.exec('PRAGMA application_id = 0');
		} catch {
			// Another process writes, or the disk fails, which the next commit says.
		}
		parentPort.postMessage(done);
	});
}
