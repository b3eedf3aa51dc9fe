import type { RequestHandler } from 'express';
import { sendProblem } from './problems';
import type { Settings } from '../settings';

/** Counts requests within one second. */
export class RateLimit {
	private recent: number[] = [];

	constructor(readonly perSecond: number) {}

	/** Milliseconds to wait, or 0 if the request is allowed. In that case, it's counted. */
	take(now = Date.now()): number {
		this.recent = this.recent.filter((at) => at > now - 1000);
		const oldest = this.recent[0];
		if (oldest !== undefined && this.recent.length >= this.perSecond) return oldest + 1000 - now;
		this.recent.push(now);
		return 0;
	}
}

/** Answers with 429 and `Retry-After` if limits are on and this one is exceeded. */
export function limitRequests(settings: Settings, limit: RateLimit): RequestHandler {
	return (_request, response, next) => {
		const wait = settings.limits === 'real' ? limit.take() : 0;
		if (wait === 0) return next();
		const seconds = String(Math.ceil(wait / 1000));
		response.set({
			'Retry-After': seconds,
			'X-RateLimit-Limit': String(limit.perSecond),
			'X-RateLimit-Remaining': '0',
			'X-RateLimit-Reset': String(Date.now() + wait),
		});
		sendProblem(response, 429, {
			type: '/messages#1000',
			title: 'Rate Limit Hit',
			detail: 'Please wait, then retry your request',
		});
	};
}
