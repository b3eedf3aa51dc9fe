import { randomUUID } from 'node:crypto';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** n8n refused or failed. */
export class RestError extends Error {
	constructor(
		call: string,
		readonly status: number,
		readonly answer: string,
	) {
		super(`${call} answered ${status}: ${answer.slice(0, 2_000)}`);
	}
}

/** The HTTP interface that n8n's editor uses, with a session, and n8n's public API, with a key. */
export class Rest {
	private cookie = '';
	private apiKey = '';
	/** n8n ties a session to the browser it was started in. */
	private readonly browserId = randomUUID();

	constructor(private readonly baseUrl: () => string) {}

	/** Calls `/rest/…` and returns the `data` of the response. */
	async editor<T>(
		method: Method,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Promise<T> {
		const response = await this.send(method, `/rest${path}`, body, {
			'browser-id': this.browserId,
			cookie: this.cookie,
			...headers,
		});
		const session = response.headers.getSetCookie().find((each) => each.startsWith('n8n-auth='));
		if (session !== undefined) this.cookie = session.split(';', 1)[0] ?? '';
		const { data } = (await response.json()) as { data: T };
		return data;
	}

	/** A JSON file that n8n serves to its editor. */
	async file<T>(path: string): Promise<T> {
		const session = { 'browser-id': this.browserId, cookie: this.cookie };
		const response = await this.send('GET', path, undefined, session);
		return (await response.json()) as T;
	}

	/** Calls `/api/v1/…`. */
	async publicApi<T>(path: string): Promise<T> {
		const response = await this.send('GET', `/api/v1${path}`, undefined, {
			'X-N8N-API-KEY': this.apiKey,
		});
		return (await response.json()) as T;
	}

	useApiKey(key: string): void {
		this.apiKey = key;
	}

	private async send(
		method: Method,
		path: string,
		body: unknown,
		headers: Record<string, string>,
	): Promise<Response> {
		const response = await fetch(`${this.baseUrl()}${path}`, {
			method,
			headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
			body: body === undefined ? null : JSON.stringify(body),
		});
		if (!response.ok) {
			throw new RestError(`${method} ${path}`, response.status, await response.text());
		}
		return response;
	}
}
