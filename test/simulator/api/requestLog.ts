import type { RequestHandler } from 'express';

/** A request that an API of the simulator got. */
export interface LoggedRequest {
	/** ISO 8601, UTC. */
	at: string;
	method: string;
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** As it came. */
	body: string;
	/** 0 while it has not been answered, and when the connection was dropped. */
	status: number;
}

/** Logs every request; wants the body read as text before. */
export function logRequests(log: LoggedRequest[]): RequestHandler {
	return (request, response, next) => {
		const url = new URL(request.originalUrl, 'http://simulator');
		const entry: LoggedRequest = {
			at: new Date().toISOString(),
			method: request.method,
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			headers: flatten(request.headers),
			body: typeof request.body === 'string' ? request.body : '',
			status: 0,
		};
		log.push(entry);
		response.on('finish', () => {
			entry.status = response.statusCode;
		});
		next();
	};
}

function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
	);
}
