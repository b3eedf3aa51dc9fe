import { once } from 'node:events';
import { connect } from 'node:net';

/** A POST request as bytes (latin1) on the wire that no HTTP client would send. */
export function rawPost(path: string, headers: string[], body = ''): string {
	return `${['POST ' + path + ' HTTP/1.1', 'Host: n8n', ...headers].join('\r\n')}\r\n\r\n${body}`;
}

/**
 * Sends bytes to a server.
 *
 * @returns the status of the first response; null if the connection ended without one
 */
export async function sendRaw(url: string, request: string): Promise<number | null> {
	const socket = connect(Number(new URL(url).port), new URL(url).hostname);
	let answer = '';
	socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
	// The server may close the connection while the rest of the request is being written.
	socket.on('error', () => undefined);
	socket.write(request, 'latin1');
	while (!answer.includes('\r\n\r\n') && !socket.closed) {
		await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined);
	}
	socket.destroy();
	return answer === '' ? null : Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

/** Sends the beginning of a request and then ends the connection. */
export async function hangUp(url: string, beginning: string): Promise<void> {
	const socket = connect(Number(new URL(url).port), new URL(url).hostname);
	socket.on('error', () => undefined).resume();
	socket.end(beginning, 'latin1');
	if (!socket.closed) await once(socket, 'close');
}
