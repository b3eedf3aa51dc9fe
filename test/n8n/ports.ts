import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range of outgoing ports, so that a port is still free after a restart. */
const LOWEST = 20_000;
const HIGHEST = 29_999;
/** A second n8n of this process must not get a port that the first hasn't bound yet. */
const given = new Set<number>();

/** Another program has taken a port since it was found to be free. */
export class PortTaken extends Error {
	constructor(what: string, port: number) {
		super(
			`${what} did not start, because another program uses port ${port}. Stop that program, then try again.`,
		);
	}
}

/** A free loopback port. The range contains no port that `fetch` refuses. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
		if (!given.has(port) && (await isFree(port))) {
			given.add(port);
			return port;
		}
	}
}

async function isFree(port: number): Promise<boolean> {
	const probe = createServer();
	try {
		probe.listen(port, '127.0.0.1');
		await once(probe, 'listening');
		return true;
	} catch {
		return false;
	} finally {
		probe.close();
	}
}
