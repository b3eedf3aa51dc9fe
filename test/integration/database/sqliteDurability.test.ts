import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs, { fstatSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import workerThreads from 'node:worker_threads';

import {
	openSqliteDatabase,
	StoreUnavailable,
	type Database,
} from '../../../nodes/VonageSms/database';
import { EVERY, LARGEST_LOG } from '../../../nodes/VonageSms/database/sqlite/checkpoints';

const INSERT = 'INSERT INTO note (name, value) VALUES (:name, :value)';
const PAGE = 4096;
const LOG_HEADER = 32;
const FRAME = 24 + PAGE;
/** Thirty pages of the log and more. */
const LONG = 'x'.repeat(30 * PAGE);

const RealWorker = workerThreads.Worker;

function fail(error: Error): never {
	throw error;
}

describe('durability of a SQLite database', () => {
	let folder: string;
	let file: string;
	let log: string;
	const opened: Database[] = [];
	let copied = 0;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-durability-'));
		file = join(folder, 'store.sqlite');
		log = `${file}-wal`;
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await Promise.all(opened.splice(0).map(async (database) => await database.close()));
		rmSync(folder, { recursive: true });
	});
	const open = async () => {
		const database = await openSqliteDatabase(file);
		opened.push(database);
		return database;
	};

	/** Calls `before` when a flush begins, and `after` when the disk has written, before the flush resolves. */
	function watchFlushes(before: (descriptor: number) => void, after: () => void = () => undefined) {
		const { fdatasync } = fs;
		jest.spyOn(fs, 'fdatasync').mockImplementation((descriptor, done) => {
			before(descriptor);
			fdatasync(descriptor, (error) => {
				after();
				done(error);
			});
		});
	}

	/**
	 * The end of the log, and its generation: a new one starts after a checkpoint. SQLite
	 * flushes the log as far as a checkpoint moves it before it writes to the database file.
	 */
	function logState(): { generation: string; end: number; moved: number } {
		const index = readFileSync(`${file}-shm`);
		const after = (frames: number) => LOG_HEADER + frames * FRAME;
		return {
			generation: index.toString('hex', 32, 40),
			end: after(index.readUInt32LE(16)),
			moved: after(Math.max(index.readUInt32LE(96), index.readUInt32LE(128))),
		};
	}

	/** Both files while the log was in one generation, and its state thereafter. */
	function bothFiles() {
		for (;;) {
			const { generation } = logState();
			// The log first: a page that a checkpoint moves in the meantime is in both.
			const files = { log: readFileSync(log), file: readFileSync(file) };
			const state = logState();
			if (state.generation === generation) return { ...files, state };
		}
	}

	/** The content of the disk after a power failure, with the log written up to `end` or completely. */
	function afterPowerFailure(end: number | null, files = bothFiles()): string {
		copied += 1;
		const copy = join(folder, `copy${copied}.sqlite`);
		writeFileSync(copy, files.file);
		writeFileSync(`${copy}-wal`, end === null ? files.log : files.log.subarray(0, end));
		return copy;
	}

	function namesIn(copy: string): Set<string> {
		const database = new DatabaseSync(copy);
		expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
		const names = database.prepare('SELECT name FROM note').all();
		database.close();
		return new Set(names.map(({ name }) => String(name)));
	}

	test('survives a power failure at any moment, including around checkpoints', async () => {
		const database = await open();
		let flushed = { generation: '', end: 0, moved: 0 };
		let flushing = flushed;
		let checkpoints = 0;
		let generation = logState().generation;
		watchFlushes(
			() => (flushing = logState()),
			() => (flushed = flushing),
		);
		await database.run(INSERT, { name: 'first', value: '' });
		const kept = ['first'];
		const copies: { copy: string; kept: string[] }[] = [];
		const lookAway = async () => await new Promise((resolve) => setImmediate(resolve));
		/** The disk has at least the flushed part of this generation, and any amount of the rest. */
		const failPower = () => {
			const files = bothFiles();
			const now = files.state;
			checkpoints += Number(now.generation !== generation);
			({ generation } = now);
			const ownFlush = now.generation === flushed.generation ? flushed.end : LOG_HEADER;
			const least = Math.max(ownFlush, now.moved);
			const end = least + Math.floor(Math.random() * (now.end - least + 1));
			for (const reached of [least, end, null]) {
				copies.push({ copy: afterPowerFailure(reached, files), kept: [...kept] });
			}
		};

		for (let round = 0; round < 160 || checkpoints < 3; round += 1) {
			const writing = Array.from({ length: 12 }, async (_, index) => {
				const name = `${round}/${index}`;
				await database.transaction(
					async (transaction) => {
						transaction.write(INSERT, { name, value: index === 0 ? LONG : '' });
						if (index === 0) transaction.write("DELETE FROM note WHERE value <> ''");
						if (index === 0) transaction.write(INSERT, { name, value: '' });
					},
					{ durable: index !== 3 },
				);
				if (index !== 3) kept.push(name);
			});
			for (let turn = 0; turn < 3; turn += 1) {
				if (Math.random() < 0.15) failPower();
				await lookAway();
			}
			await Promise.all(writing);
			if (round % 8 === 0) failPower();
			if (round % 40 === 20) void database.scrub();
		}

		for (const { copy, kept: expected } of copies) {
			const found = namesIn(copy);
			expect(expected.filter((name) => !found.has(name))).toEqual([]);
		}
	});

	test('is flushed before it resolves, and visible to listeners even earlier', async () => {
		const database = await open();
		const steps: string[] = [];
		watchFlushes(
			() => steps.push('flush begins'),
			() => steps.push('flush ends'),
		);
		database.listen('topic', () => steps.push('listener'));
		await database.transaction(async (transaction) => {
			transaction.write(INSERT, { name: 'a', value: '' });
			transaction.notify('topic');
		});
		steps.push('resolves');
		expect(steps).toEqual(['listener', 'flush begins', 'flush ends', 'resolves']);

		steps.length = 0;
		await database.transaction(
			async (transaction) => transaction.write(INSERT, { name: 'b', value: '' }),
			{ durable: false },
		);
		expect(steps).toEqual([]);
	});

	test('shares a flush with everything committed while the disk writes the previous one', async () => {
		const database = await open();
		let flushes = 0;
		let begun = () => {};
		let goOn = () => {};
		const { fdatasync } = fs;
		const firstBegun = new Promise<void>((resolve) => (begun = resolve));
		jest.spyOn(fs, 'fdatasync').mockImplementation((descriptor, done) => {
			flushes += 1;
			goOn = () => fdatasync(descriptor, done);
			if (flushes === 1) begun();
			else goOn();
		});
		const add = async (name: string) => await database.run(INSERT, { name, value: '' });
		const first = add('first');
		await firstBegun;
		const others = [];
		for (let index = 0; index < 10; index += 1) {
			others.push(add(`other ${index}`));
			while ((await database.all('SELECT 1 FROM note')).length < index + 2) {
				await new Promise((resolve) => setImmediate(resolve));
			}
		}
		goOn();
		await Promise.all([first, ...others]);
		expect(flushes).toBe(2);
	});

	test('is rejected if the disk fails, as are later commits until everything is in the database file', async () => {
		const database = await open();
		const { fdatasync } = fs;
		let broken = true;
		let whileFailing: Promise<unknown> | null = null;
		jest.spyOn(fs, 'fdatasync').mockImplementation((descriptor, done) => {
			if (!broken) return fdatasync(descriptor, done);
			// The system reports the error once, and success after that.
			broken = false;
			whileFailing = expect(database.run(INSERT, { name: 'b', value: '' })).rejects.toThrow(
				StoreUnavailable,
			);
			setTimeout(() => done(Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })), 50);
		});
		await expect(database.run(INSERT, { name: 'a', value: '' })).rejects.toThrow(
			/couldn't be written: EIO/,
		);
		await whileFailing;

		// A reader prevents the log from being moved, so nothing is acknowledged.
		const reader = new DatabaseSync(file);
		reader.exec('BEGIN; SELECT count(*) FROM note');
		const writer = new DatabaseSync(file);
		writer.exec("INSERT INTO note (name, value) VALUES ('from elsewhere', '')");
		await expect(database.run(INSERT, { name: 'c', value: '' })).rejects.toThrow(StoreUnavailable);
		reader.close();
		writer.close();

		await database.run(INSERT, { name: 'd', value: '' });
		// Only the part of the log written after it was emptied is needed.
		expect([...namesIn(afterPowerFailure(LOG_HEADER))].sort()).toEqual([
			'a',
			'b',
			'from elsewhere',
		]);
		expect(namesIn(afterPowerFailure(null))).toContain('d');
	});

	describe('moves from the log into the database file', () => {
		const write = async (database: Database, transactions: number, value = '') => {
			for (let index = 0; index < transactions; index += 1) {
				await database.transaction(
					async (transaction) => {
						transaction.write('DELETE FROM note');
						transaction.write(INSERT, { name: String(index), value });
					},
					{ durable: false },
				);
			}
		};
		const largest = LOG_HEADER + (LARGEST_LOG + 100) * FRAME;

		test('in a separate thread, long before a commit does so itself', async () => {
			const database = await open();
			const { generation } = logState();
			// The thread starts after these. Nothing else writes until it has finished: it waits for others only briefly.
			await write(database, EVERY);
			expect(statSync(log).size).toBeLessThan(largest / 2);
			while (logState().generation === generation) await wait(10);
			expect(namesIn(afterPowerFailure(LOG_HEADER)).size).toBe(1);
		});

		test.each([
			['cannot be started', () => fail(new Error('no more threads'))],
			['ends', () => new RealWorker('process.exit(1)', { eval: true })],
		])('even if that thread %s', async (_, start) => {
			const started = jest.spyOn(workerThreads, 'Worker').mockImplementation(start);
			const database = await open();
			await write(database, 600, LONG);
			expect(started.mock.calls.length).toBeGreaterThan(0);
			expect(statSync(log).size).toBeLessThan(largest);

			await database.run('DELETE FROM note');
			await database.scrub();
			expect(statSync(log).size).toBe(0);
			expect(readFileSync(file).includes('xxxx')).toBe(false);
		});
	});

	describe('goes to the log file that SQLite writes to', () => {
		let flushedFiles: Set<number>;
		beforeEach(() => {
			flushedFiles = new Set();
			watchFlushes((descriptor) => flushedFiles.add(fstatSync(descriptor).ino));
		});
		const number = () => statSync(log).ino;

		test('across checkpoints', async () => {
			const database = await open();
			const before = number();
			for (let index = 0; index < 100; index += 1) {
				await database.run(INSERT, { name: String(index), value: LONG.slice(index) });
				if (index % 20 === 0) await database.scrub();
			}
			expect([number(), ...flushedFiles]).toEqual([before, before]);
		});

		test('after another process opened, changed and closed the file', async () => {
			const database = await open();
			// As if a store is opened again before the previous one is closed.
			await (await open()).run(INSERT, { name: 'second connection', value: '' });
			await opened.pop()?.close();
			const before = number();
			await inOtherProcess();
			await database.run(INSERT, { name: 'after it', value: '' });
			await inOtherProcess();
			await database.run(INSERT, { name: 'last', value: '' });
			expect([number(), ...flushedFiles]).toEqual([before, before]);
			expect(namesIn(afterPowerFailure(null))).toContain('last');
		});

		test('after the file was closed and opened again', async () => {
			for (let start = 0; start < 3; start += 1) {
				const database = await open();
				flushedFiles.clear();
				await database.run(INSERT, { name: String(start), value: '' });
				expect([...flushedFiles]).toEqual([number()]);
				await opened.pop()?.close();
			}
		});

		async function inOtherProcess(): Promise<void> {
			const script = join(folder, 'other.cjs');
			writeFileSync(
				script,
				`const { DatabaseSync } = require('node:sqlite');
				const database = new DatabaseSync(process.argv[2]);
				database.exec("INSERT INTO note (name, value) VALUES ('process ' || random(), '')");
				database.close();`,
			);
			const child = fork(script, [file], { execArgv: ['--no-warnings'] });
			expect(await once(child, 'exit')).toEqual([0, null]);
		}
	});
});
