import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { LoadGenerator } from '../../bench/n8n/load';
import { singleSms } from '../../bench/traffic';

describe('the load generator of the benchmark', () => {
	let server: Server;
	const load = new LoadGenerator();
	const listen = async (listener: RequestListener) => {
		server = createServer(listener).listen(0, '127.0.0.1');
		await once(server, 'listening');
		return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	};
	afterEach(async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	});
	afterAll(() => load.close());

	test('repeats a request if the server had already closed its connection', async () => {
		const used = new Set<Socket>();
		const url = await listen(({ socket }, response) => {
			if (used.has(socket)) return void socket.resetAndDestroy();
			used.add(socket);
			response.end('Stored');
		});
		for (const name of ['A', 'B', 'C']) {
			expect(await load.post(url, singleSms(name))).toMatchObject({ status: 200, body: 'Stored' });
		}
		expect(used.size).toBe(3);
	});

	test('fails if a new connection breaks', async () => {
		const url = await listen(({ socket }) => void socket.resetAndDestroy());
		await expect(load.post(url, singleSms('A'))).rejects.toMatchObject({ code: 'ECONNRESET' });
	});
});
