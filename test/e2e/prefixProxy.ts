import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PrefixProxy {
	/** n8n's public URL, with the prefix and without a trailing slash. */
	url: string;
	/** The URL of n8n itself. */
	forwardTo(url: string): void;
	close(): Promise<void>;
}

/** A reverse proxy that serves n8n under a path, such as `https://example.com/n8n/`. n8n itself sees no prefix. */
export async function startPrefixProxy(prefix: string): Promise<PrefixProxy> {
	let target = '';
	const server = createServer((incoming, outgoing) => {
		const path = incoming.url ?? '/';
		if (!path.startsWith(`${prefix}/`)) return void outgoing.writeHead(404).end();
		const { method, headers } = incoming;
		const onward = request(`${target}${path.slice(prefix.length)}`, { method, headers });
		onward.on('response', (response) => {
			outgoing.writeHead(response.statusCode ?? 502, response.headers);
			response.pipe(outgoing);
		});
		onward.on('error', () => outgoing.writeHead(502).end());
		incoming.pipe(onward);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
		forwardTo: (url) => void (target = url),
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
