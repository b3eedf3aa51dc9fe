import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	openPostgresStore,
	openSqliteStore,
	StoreUnavailable,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';
import { createDatabase, describeWithPostgres, dropDatabase } from '../../services';
import { startTcpProxy } from '../../tcpProxy';
import { createOwnPostgres, postgresBinaries, type OwnPostgres } from '../../ownPostgres';
import { handOver, part, reassemblerOn, SCOPE, whole } from '../../unit/reassembly/builders';

const clock = { seconds: 1_600_000_000 };

describe('SQLite', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-outage-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	test('creates its file with access only for its owner', async () => {
		const file = join(folder, 'sub', 'store.sqlite');
		const store = await openSqliteStore(file);
		await reassemblerOn(store, clock).register(SCOPE);
		const modes = [file, `${file}-wal`].map((name) => statSync(name).mode & 0o777);
		await store.close();
		expect(modes).toEqual([0o600, 0o600]);
	});

	test('the error for a folder that cannot be created contains the path and what to do', async () => {
		writeFileSync(join(folder, 'file'), '');
		await expect(openSqliteStore(join(folder, 'file', 'store.sqlite'))).rejects.toThrow(
			/SMS store .*store\.sqlite can't be opened .*Check that the folder exists/,
		);
	});

	test('a damaged file is rejected, not overwritten', async () => {
		const file = join(folder, 'store.sqlite');
		writeFileSync(file, 'This is not a database, but someone may still need it. '.repeat(50));
		await expect(openSqliteStore(file)).rejects.toBeInstanceOf(StoreUnavailable);
		expect(statSync(file).size).toBeGreaterThan(1000);
	});

	(mayMount() ? test : test.skip)(
		'records are rejected while the disk is full, and accepted again once there is space',
		async () => {
			const disk = join(folder, 'disk');
			const unmount = mountSmallDisk(disk);
			try {
				const store = await openSqliteStore(join(disk, 'store.sqlite'));
				const subject = reassemblerOn(store, clock);
				await subject.register(SCOPE);
				await subject.receive(SCOPE, part('A', 1, 'a'));
				writeUntilFull(join(disk, 'ballast'));
				await expect(fillUp(subject)).rejects.toBeInstanceOf(StoreUnavailable);
				rmSync(join(disk, 'ballast'));
				expect(await subject.receive(SCOPE, part('B', 2, 'b'))).toBe('due');
				expect((await handOver(subject)).map(({ text }) => text)).toContain('ab');
				await store.close();
			} finally {
				unmount();
			}
		},
	);

	async function fillUp(subject: ReturnType<typeof reassemblerOn>): Promise<void> {
		for (let index = 0; index < 500; index += 1) {
			await subject.receive(SCOPE, whole(`F${index}`, 'x'.repeat(3000)));
		}
	}
});

const binaries = postgresBinaries();
(binaries ? describe : describe.skip)('PostgreSQL, stopped and started while parts arrive', () => {
	let server: OwnPostgres;
	let store: MessageStore;

	beforeAll(async () => {
		server = await createOwnPostgres(binaries ?? '');
		await server.start();
		store = await openPostgresStore({ connectionString: server.url });
	});
	afterAll(async () => {
		await store.close();
		await server.remove();
	});

	test('rejects records in the meantime, keeps acknowledged messages, and recovers by itself', async () => {
		const subject = reassemblerOn(store, clock);
		await subject.register(SCOPE);
		await subject.receive(SCOPE, part('A', 1, 'a'));
		await server.stop();
		await expect(subject.receive(SCOPE, part('B', 2, 'b'))).rejects.toBeInstanceOf(
			StoreUnavailable,
		);

		await server.start();
		expect(await subject.receive(SCOPE, part('B', 2, 'b'))).toBe('due');
		expect((await handOver(subject)).map(({ text }) => text)).toEqual(['ab']);
	});

	test('wakes its listeners again after the interruption', async () => {
		let wake: () => void = () => undefined;
		store.onDue(SCOPE, () => wake());
		await server.stop();
		await server.start();
		await reassemblerOn(store, clock).register(SCOPE);
		// The listening connection recovers by itself. From then on, each record wakes the dispatcher.
		for (let attempt = 0; ; attempt += 1) {
			const woken = new Promise<boolean>((resolve) => {
				wake = () => resolve(true);
				setTimeout(() => resolve(false), 500).unref();
			});
			await reassemblerOn(store, clock).receive(SCOPE, whole(`D${attempt}`, 'd'));
			if (await woken) break;
		}
	});
});

describeWithPostgres('PostgreSQL, whose connections break for a moment', () => {
	test('stores messages that arrive in the meantime within their request', async () => {
		const database = await createDatabase('outage');
		const proxy = await startTcpProxy({ host: '127.0.0.1', port: 5432 });
		const connection = { host: '127.0.0.1', port: proxy.port, user: 'postgres', database };
		const store = await openPostgresStore(connection);
		const subject = reassemblerOn(store, clock);
		await subject.register(SCOPE);
		proxy.cut();
		const receiving = subject.receive(SCOPE, whole('C', 'c'));
		proxy.restore();
		expect(await receiving).toBe('due');
		await store.close();
		await proxy.close();
		await dropDatabase(database);
	});
});

/** Creates a file system of 2 MB in memory. Returns a function that removes it. */
function mountSmallDisk(path: string): () => void {
	mkdirSync(path);
	execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], { stdio: 'ignore' });
	return () => void execFileSync('umount', ['-l', path]);
}

function mayMount(): boolean {
	const probe = mkdtempSync(join(tmpdir(), 'vonage-sms-mount-'));
	try {
		mountSmallDisk(join(probe, 'disk'))();
		return true;
	} catch {
		return false;
	} finally {
		rmSync(probe, { recursive: true });
	}
}

function writeUntilFull(file: string): void {
	try {
		for (let size = 65_536; ; size += 65_536) writeFileSync(file, Buffer.alloc(size));
	} catch {
		chmodSync(file, 0o600);
	}
}
