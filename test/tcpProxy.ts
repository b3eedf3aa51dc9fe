import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy between a client and a server that can delay data, hold it back, or break connections. */
export interface TcpProxy {
	port: number;
	/**
	 * Number of times the client sent data after a response from the server: the round trips, which a slow network
	 * multiplies.
	 */
	roundTrips: number;
	/** From now on, holds back data in both directions, as if the server hangs. */
	hang(): void;
	/** Forwards the held-back data and all new data. */
	resume(): void;
	/** Breaks every connection and refuses new ones, until `restore`. */
	cut(): void;
	restore(): void;
	/** Closes every connection and refuses new ones. */
	close(): Promise<void>;
}

/** @param delay milliseconds that each piece of data takes in each direction */
export async function startTcpProxy(
	target: { host: string; port: number },
	delay = 0,
): Promise<TcpProxy> {
	const sockets = new Set<Socket>();
	let hanging = false;
	let isCut = false;
	const waiting: (() => void)[] = [];

	const pass = (from: Socket, to: Socket, count: () => void) => {
		from.setNoDelay(true);
		sockets.add(from);
		from.on('data', (data) => {
			count();
			const send = () => void (to.destroyed || to.write(data));
			const sendOrWait = () => void (hanging ? waiting.push(send) : send());
			if (delay > 0) setTimeout(sendOrWait, delay);
			else sendOrWait();
		});
		from.on('error', () => to.destroy());
		from.on('close', () => {
			sockets.delete(from);
			to.destroy();
		});
	};
	const server = createServer((client) => {
		if (isCut) return void client.destroy();
		const upstream = connect(target);
		let answered = true;
		pass(client, upstream, () => {
			if (answered) proxy.roundTrips += 1;
			answered = false;
		});
		pass(upstream, client, () => (answered = true));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const proxy: TcpProxy = {
		roundTrips: 0,
		port: (server.address() as AddressInfo).port,
		hang: () => void (hanging = true),
		resume() {
			hanging = false;
			for (const send of waiting.splice(0)) send();
		},
		cut() {
			isCut = true;
			for (const socket of sockets) socket.destroy();
		},
		restore: () => void (isCut = false),
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
	return proxy;
}
