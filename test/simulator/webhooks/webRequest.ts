import { request as httpRequest } from 'node:http';
import type { ClientRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';

/** A request as Vonage's messaging hub sends it. */
export interface WebRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body: string | null;
}

export type WebAnswer =
	{ kind: 'answered'; status: number; body: string } | { kind: 'failed'; reason: string };

/** Milliseconds. */
export interface Timeouts {
	connect: number;
	response: number;
}

/** Sends one request and waits for the full response. Never throws, but returns the failure. */
export function exchange(
	request: WebRequest,
	timeouts: Timeouts,
	signal?: AbortSignal,
): Promise<WebAnswer> {
	if (!URL.canParse(request.url)) {
		return Promise.resolve({ kind: 'failed', reason: `not a URL: ${request.url}` });
	}
	return new Promise((resolve) => {
		const send = request.url.startsWith('https:') ? httpsRequest : httpRequest;
		const outgoing = send(request.url, {
			method: request.method,
			headers: headersOf(request),
			agent: false,
			signal,
		});
		const stopWatching = watchTime(outgoing, timeouts);
		const finish = (answer: WebAnswer): void => {
			stopWatching();
			resolve(answer);
		};
		outgoing.on('error', (error) => finish({ kind: 'failed', reason: error.message }));
		outgoing.on('response', (incoming) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('error', (error) => finish({ kind: 'failed', reason: error.message }));
			incoming.on('end', () =>
				finish({
					kind: 'answered',
					status: incoming.statusCode ?? 0,
					body: Buffer.concat(chunks).toString('utf8'),
				}),
			);
		});
		outgoing.end(request.body ?? undefined);
	});
}

function headersOf(request: WebRequest): Record<string, string> {
	const length: Record<string, string> =
		request.body === null ? {} : { 'Content-Length': String(Buffer.byteLength(request.body)) };
	return { Accept: '*/*', 'User-Agent': 'Vonage/MessagingHUB/v1.0', ...length, ...request.headers };
}

/** Aborts the request if connecting or responding takes too long (Vonage support article 226572227). */
function watchTime(outgoing: ClientRequest, timeouts: Timeouts): () => void {
	let timer = setTimeout(
		() => outgoing.destroy(new Error(`no connection within ${timeouts.connect} ms`)),
		timeouts.connect,
	);
	const connected = (): void => {
		clearTimeout(timer);
		timer = setTimeout(
			() => outgoing.destroy(new Error(`no answer within ${timeouts.response} ms`)),
			timeouts.response,
		);
	};
	outgoing.on('socket', (socket: Socket) => {
		if (socket.connecting) socket.once('connect', connected);
		else connected();
	});
	return () => clearTimeout(timer);
}
