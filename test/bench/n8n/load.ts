import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

import type { SmsRecord } from '../traffic';

export interface Answer {
	status: number;
	body: string;
	/** Milliseconds since the epoch. */
	sentAt: number;
	answeredAt: number;
}

/** Posts records as JSON over connections that are kept alive, as Vonage's servers do. */
export class LoadGenerator {
	private readonly agent = new Agent({ keepAlive: true });

	/**
	 * Rejects when the connection fails. A connection of before may be closed by n8n at the moment when it is used
	 * again: then the request goes out once more, on another one.
	 */
	async post(url: string, record: SmsRecord): Promise<Answer> {
		const body = JSON.stringify(record);
		const sentAt = now();
		for (;;) {
			const { outgoing, answer } = this.send(url, body);
			try {
				return { ...(await answer), sentAt, answeredAt: now() };
			} catch (error) {
				const { code } = error as NodeJS.ErrnoException;
				if (!outgoing.reusedSocket || code !== 'ECONNRESET') throw error;
			}
		}
	}

	private send(url: string, body: string) {
		const outgoing = request(url, {
			method: 'POST',
			agent: this.agent,
			headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
		});
		const { promise, resolve, reject } = Promise.withResolvers<Pick<Answer, 'status' | 'body'>>();
		outgoing.once('error', reject);
		outgoing.once('response', (response) => {
			text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
		});
		outgoing.end(body);
		return { outgoing, answer: promise };
	}

	close(): void {
		this.agent.destroy();
	}
}

/** The clock that n8n writes into its executions, with fractions of a millisecond. */
export function now(): number {
	return performance.timeOrigin + performance.now();
}
