import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';

/** A failure of an endpoint. */
export type Fault = {
	/** Method and path, such as `POST /number/update`; a path without a method matches every method. */
	endpoint: string;
	/** Number of affected requests; 1 by default. */
	times?: number;
	/** Delay in milliseconds. */
	delay?: number;
} & (
	| { status: number; body?: unknown; headers?: Record<string, string> }
	/** `beforeEffect`: the request is lost. `afterEffect`: the request is processed, but the response is lost. */
	| { drop: 'beforeEffect' | 'afterEffect' }
	/** Only slow. */
	| { delay: number }
);

/**
 * What becomes of every message that is sent: `lost` is sent, and the answer does not arrive; `throttled` and `down` are
 * not sent.
 */
export type Sending = 'normal' | 'throttled' | 'down' | 'lost';

const THROTTLED_SMS = {
	'message-count': '1',
	messages: [{ status: '1', 'error-text': 'Throughput Rate Exceeded - please wait and retry' }],
};

/** Failures set up by tests, each for a number of requests, and those chosen on the page. */
export class Faults {
	private planned: { fault: Fault; left: number }[] = [];

	constructor(private readonly settings: { readonly sending: Sending }) {}

	plan(fault: Fault): void {
		this.planned.push({ fault, left: fault.times ?? 1 });
	}

	clear(): void {
		this.planned = [];
	}

	readonly middleware: RequestHandler = async (request, response, next) => {
		const fault =
			this.take(request.method, request.path) ??
			faultOfSending(this.settings.sending, request.method, request.path);
		if (!fault) return next();
		// A test that has ended need not wait for it.
		if (fault.delay !== undefined) await sleep(fault.delay, undefined, { ref: false });
		if ('status' in fault) return answer(response, fault.status, fault.body, fault.headers);
		if ('drop' in fault) {
			if (fault.drop === 'beforeEffect') return void request.socket.destroy();
			response.end = () => {
				request.socket.destroy();
				return response;
			};
		}
		next();
	};

	private take(method: string, path: string): Fault | undefined {
		const found = this.planned.find(
			({ fault }) => fault.endpoint === path || fault.endpoint === `${method} ${path}`,
		);
		if (!found) return undefined;
		found.left -= 1;
		if (found.left === 0) this.planned = this.planned.filter((plan) => plan !== found);
		return found.fault;
	}
}

function faultOfSending(sending: Sending, method: string, path: string): Fault | undefined {
	const endpoint = `${method} ${path}`;
	if (endpoint !== 'POST /sms/json' && endpoint !== 'POST /v1/messages') return undefined;
	switch (sending) {
		case 'normal':
			return undefined;
		case 'down':
			return { endpoint, status: 503 };
		case 'lost':
			return { endpoint, drop: 'afterEffect' };
		case 'throttled':
			return path === '/sms/json'
				? { endpoint, status: 200, body: THROTTLED_SMS }
				: { endpoint, status: 429 };
	}
}

function answer(
	response: Response,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): void {
	response.status(status).set(headers);
	if (typeof body === 'string') response.end(body);
	else if (body === undefined) response.end();
	else response.json(body);
}
