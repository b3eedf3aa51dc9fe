import { randomUUID } from 'node:crypto';
import type { Response } from 'express';

export interface InvalidParameter {
	name: string;
	reason: string;
}

/** `type` starts after `https://developer.vonage.com/api-errors`. */
export interface Problem {
	type: string;
	title: string;
	detail: string;
	invalid_parameters?: InvalidParameter[];
}

/** Answers with a problem document (RFC 9457), the error body of Vonage's newer APIs. */
export function sendProblem(response: Response, status: number, problem: Problem): void {
	response
		.status(status)
		.type('application/problem+json')
		.send(
			JSON.stringify({
				...problem,
				type: `https://developer.vonage.com/api-errors${problem.type}`,
				instance: randomUUID(),
			}),
		);
}

/** Answers with the error body of the Numbers API. */
export function sendErrorCode(response: Response, status: number, label: string): void {
	response.status(status).json({ 'error-code': String(status), 'error-code-label': label });
}
