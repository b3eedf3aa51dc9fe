import type { RequestHandler } from 'express';

/** A request received by one of the simulator's APIs. */
export interface LoggedRequest {
	/** ISO 8601, UTC. */
	at: string;
	method: string;
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** As received. */
	body: string;
	/** 0 if it hasn't been answered yet, or if the connection was dropped. */
	status: number;
}

/** Logs every request. Requires that the body has been read as text. */
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
