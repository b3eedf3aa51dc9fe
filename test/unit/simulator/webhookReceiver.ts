import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

export interface ReceivedRequest {
	method: string;
	/** Decoded query. */
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	/** As received. */
	body: string;
}

/** A customer's webhook, which records requests and returns planned responses. */
export interface WebhookReceiver {
	url: string;
	/** Without URL checks. */
	received: ReceivedRequest[];
	/** Responses in order, with or without a body, and then always 200. `hang` never responds. */
	answers: (number | { status: number; body: string } | 'hang')[];
	/** The response to an empty GET. */
	checkAnswer: number;
	close(): Promise<void>;
}

export async function startReceiver(): Promise<WebhookReceiver> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const query = Object.fromEntries(new URL(request.url ?? '', receiver.url).searchParams);
			const body = Buffer.concat(chunks).toString('utf8');
			const { method = '', headers } = request;
			const isCheck = method === 'GET' && Object.keys(query).length === 0;
			if (!isCheck) receiver.received.push({ method, query, headers, body });
			const answer = isCheck ? receiver.checkAnswer : (receiver.answers.shift() ?? 200);
			if (answer === 'hang') return;
			if (typeof answer === 'number') response.writeHead(answer).end();
			else response.writeHead(answer.status).end(answer.body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const receiver: WebhookReceiver = {
		url: `http://127.0.0.1:${port}/hook`,
		received: [],
		answers: [],
		checkAnswer: 200,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return receiver;
}
