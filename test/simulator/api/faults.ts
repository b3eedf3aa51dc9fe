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

/** Failures set up by tests, each for a number of requests. */
export class Faults {
	private planned: { fault: Fault; left: number }[] = [];

	plan(fault: Fault): void {
		this.planned.push({ fault, left: fault.times ?? 1 });
	}

	clear(): void {
		this.planned = [];
	}

	readonly middleware: RequestHandler = async (request, response, next) => {
		const fault = this.take(request.method, request.path);
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
