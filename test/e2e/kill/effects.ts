import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** One call of a workflow's node: a side effect that a crash cannot undo. */
export interface Effect {
	message: string;
	execution: string;
	redelivered: boolean;
}

type Step = 'begin' | 'end';

/** Counts the effects of workflows: their first and last node each call it over HTTP. */
export class Effects {
	readonly begun: Effect[] = [];
	readonly ended: Effect[] = [];

	private constructor(private readonly server: Server) {}

	static async listen(): Promise<Effects> {
		const server = createServer();
		const effects = new Effects(server);
		server.on('request', (request, response) => {
			void effects.note(request).then(
				() => response.end('{}'),
				() => response.writeHead(400).end(),
			);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return effects;
	}

	url(step: Step): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${step}`;
	}

	close(): void {
		this.server.closeAllConnections();
		this.server.close();
	}

	private async note(request: IncomingMessage): Promise<void> {
		const effect = (await json(request)) as Effect;
		(request.url === '/begin' ? this.begun : this.ended).push(effect);
	}
}
