import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { PortTaken } from './ports';

const PRODUCTION = /^\/webhook(-waiting)?\//;

export interface Balancer {
	/** Without a trailing slash. */
	url: string;
	close(): Promise<void>;
}

/**
 * The reverse proxy in front of n8n in queue mode: production webhooks go to the webhook processes in
 * turn, everything else to the main process.
 */
export async function startBalancer(
	port: number,
	main: () => string,
	webhooks: () => string[],
): Promise<Balancer> {
	let turn = 0;
	const server = createServer((incoming, outgoing) => {
		const servers = webhooks();
		const next = servers[turn % servers.length];
		if (PRODUCTION.test(incoming.url ?? '') && next !== undefined) {
			turn += 1;
			forward(next, incoming, outgoing);
		} else {
			forward(main(), incoming, outgoing);
		}
	});
	server.listen(port, '127.0.0.1');
	try {
		await once(server, 'listening');
	} catch {
		throw new PortTaken('The reverse proxy', port);
	}
	return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

function forward(base: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
	const { method, headers } = incoming;
	const onward = request(new URL(incoming.url ?? '/', base), { method, headers });
	onward.on('response', (response) => {
		outgoing.writeHead(response.statusCode ?? 502, response.headers);
		response.pipe(outgoing);
	});
	onward.on('error', () => {
		if (!outgoing.headersSent) outgoing.writeHead(502);
		outgoing.end();
	});
	incoming.pipe(onward);
}

async function closeServer(server: Server): Promise<void> {
	const closed = once(server, 'close');
	server.close();
	server.closeAllConnections();
	await closed;
}
