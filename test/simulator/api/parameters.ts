import type { Request } from 'express';

/** Parameters of a form request. The body overrides the query, and later values override earlier ones. */
export function formParameters(request: Request): Record<string, string> {
	const url = new URL(request.originalUrl, 'http://simulator');
	const isForm = request.is('application/x-www-form-urlencoded') !== false;
	return {
		...Object.fromEntries(url.searchParams),
		...(isForm ? Object.fromEntries(new URLSearchParams(bodyText(request))) : {}),
	};
}

/** The object in a JSON body; undefined for any other body. */
export function jsonObject(request: Request): Record<string, unknown> | undefined {
	return parseObject(bodyText(request));
}

/** The object in a JSON text; undefined for anything else. */
export function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as received. The server reads every body as text. */
export function bodyText(request: Request): string {
	return typeof request.body === 'string' ? request.body : '';
}
