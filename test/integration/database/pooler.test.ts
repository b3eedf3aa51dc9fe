import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openPostgresStore } from '../../../nodes/VonageSms/reassembly';
import { freePort } from '../../n8n/ports';
import { createDatabase, describeWithPostgres, dropDatabase, POSTGRES } from '../../services';
import { handOver, part, reassemblerOn, SCOPE, whole } from '../../unit/reassembly/builders';

const PGBOUNCER = [
	'/usr/sbin/pgbouncer',
	'/usr/local/bin/pgbouncer',
	'/opt/homebrew/bin/pgbouncer',
];
const binary = PGBOUNCER.find((path) => existsSync(path));

/** Statements of one connection go to whichever server process is free, so no setting lasts. */
describeWithPostgres('PostgreSQL behind PgBouncer, which pools by transaction', () => {
	let name: string;
	let folder: string;
	let bouncer: ChildProcess;
	beforeAll(async () => {
		name = await createDatabase('pooler');
	});
	afterAll(async () => await dropDatabase(name));
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-pgbouncer-'));
		chmodSync(folder, 0o777);
	});
	afterEach(async () => {
		const ended = once(bouncer, 'exit');
		bouncer.kill('SIGINT');
		await ended;
		rmSync(folder, { recursive: true });
	});

	/** Resolves with its port. */
	const start = async (settings: string) => {
		const port = await freePort();
		const file = join(folder, 'pgbouncer.ini');
		writeFileSync(join(folder, 'users.txt'), '"postgres" ""\n');
		writeFileSync(
			file,
			`[databases]
			* = host=${POSTGRES.host} port=${POSTGRES.port}
			[pgbouncer]
			listen_addr = 127.0.0.1
			listen_port = ${port}
			unix_socket_dir =
			auth_type = trust
			auth_file = ${join(folder, 'users.txt')}
			pool_mode = transaction
			default_pool_size = 3
			${settings}`.replace(/^\t+/gm, ''),
		);
		// It refuses to run as root.
		const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
		bouncer = spawn(binary!, [...user, file], { stdio: ['ignore', 'ignore', 'pipe'] });
		for await (const line of bouncer.stderr!) if (/process up/.test(String(line))) break;
		return port;
	};

	const WAYS = [
		['refuses parameters of a connection', ''],
		['ignores parameters of a connection', 'ignore_startup_parameters = options'],
	] as const;
	(binary ? test : test.skip).each(WAYS)('and %s keeps each message once', async (_, settings) => {
		const config = { host: '127.0.0.1', port: await start(settings), user: 'postgres' };
		const store = await openPostgresStore({ ...config, database: name });
		try {
			await store.purge(SCOPE);
			const subject = reassemblerOn(store, { seconds: 0 });
			await subject.register(SCOPE);
			const texts = Array.from({ length: 30 }, (_, index) => `text ${index}`);
			await Promise.all(
				texts.flatMap((text) => [
					subject.receive(SCOPE, whole(text, text)),
					subject.receive(SCOPE, part(`${text} 1`, 1, text, { ref: text })),
					subject.receive(SCOPE, part(`${text} 2`, 2, '!', { ref: text })),
					subject.receive(SCOPE, whole(text, text)),
				]),
			);
			const delivered = (await handOver(subject)).map(({ text }) => text).sort();
			expect(delivered).toEqual([...texts, ...texts.map((text) => `${text}!`)].sort());
		} finally {
			await store.close();
		}
	});
});

/** An ErrorResponse of PostgreSQL's protocol. */
function refusal(code: string): Buffer {
	const fields = `SFATAL\0C${code}\0MThe proxy doesn't support command-line options\0\0`;
	const length = Buffer.alloc(4);
	length.writeInt32BE(4 + fields.length);
	return Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)]);
}

describeWithPostgres('PostgreSQL behind a proxy that refuses parameters of a connection', () => {
	let name: string;
	beforeAll(async () => (name = await createDatabase('pooler')));
	afterAll(async () => await dropDatabase(name));

	test('as an unsupported feature keeps messages all the same', async () => {
		const proxy = createServer((client) => {
			client.on('error', () => undefined);
			client.once('data', (start) => {
				if (start.includes('options')) return void client.end(refusal('0A000'));
				const server = connect(POSTGRES).on('error', () => undefined);
				server.write(start);
				client.pipe(server).pipe(client);
			});
		}).listen(0, '127.0.0.1');
		await once(proxy, 'listening');
		const { port } = proxy.address() as AddressInfo;
		const config = { host: '127.0.0.1', port, user: 'postgres', database: name };
		try {
			const store = await openPostgresStore(config);
			const subject = reassemblerOn(store, { seconds: 0 });
			await subject.register(SCOPE);
			expect(await subject.receive(SCOPE, whole('A', 'x'))).toBe('due');
			expect(await handOver(subject)).toMatchObject([{ text: 'x' }]);
			await store.close();
		} finally {
			proxy.close();
		}
	});
});
