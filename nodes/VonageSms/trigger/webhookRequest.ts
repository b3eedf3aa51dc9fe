import type { Request } from 'express';

import { MAX_REQUEST_BYTES, type WebhookRequestHead } from '../inbound';

export function readHead(request: Request): WebhookRequestHead {
	const { method, originalUrl, headers, ip } = request;
	return { method, url: originalUrl, headers, ip };
}

/**
 * The bytes of the body. n8n has read them where it knows the content type; otherwise they are read here, not more than
 * a webhook can have, and never unpacked. What goes over the limit comes back one byte too long, and the rest unread.
 *
 * @returns null where the connection ended before the body did
 */
export async function readBody(request: Request & { rawBody?: Buffer }): Promise<Buffer | null> {
	if (request.rawBody !== undefined) return request.rawBody;
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		// Not destroyed when it is left early: the answer needs the connection.
		for await (const chunk of request.iterator({ destroyOnReturn: false })) {
			chunks.push(chunk as Buffer);
			length += (chunk as Buffer).length;
			if (length > MAX_REQUEST_BYTES) break;
		}
	} catch {
		return null;
	}
	return Buffer.concat(chunks).subarray(0, MAX_REQUEST_BYTES + 1);
}
