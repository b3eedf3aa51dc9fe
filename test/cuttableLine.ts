import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to PostgreSQL that can be cut: connections break and new ones are refused. */
export class CuttableLine {
	private readonly sockets = new Set<Socket>();
	private open = true;

	private constructor(private readonly server: Server) {}

	static async to(port: number): Promise<CuttableLine> {
		const server = createServer();
		const line = new CuttableLine(server);
		server.on('connection', (near) => line.join(near, port));
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return line;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	cut(): void {
		this.open = false;
		for (const socket of this.sockets) socket.destroy();
	}

	restore(): void {
		this.open = true;
	}

	close(): void {
		this.cut();
		this.server.close();
	}

	private join(near: Socket, port: number): void {
		if (!this.open) {
			near.destroy();
			return;
		}
		const far = connect(port, '127.0.0.1');
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			this.sockets.add(one);
			one.on('error', () => other.destroy());
			one.on('close', () => {
				this.sockets.delete(one);
				other.destroy();
			});
			one.pipe(other);
		}
	}
}
