import type { Request } from 'express';
import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';

import {
	examine,
	examineHead,
	MAX_REQUEST_BYTES,
	type Verdict,
	type WebhookPolicy,
	type WebhookRequestHead,
} from '../inbound';
import { readCredential, readCredentialAgain } from '../storage';
import { CREDENTIAL, parseCredential } from '../vonage/credential';
import type { TriggerSettings } from './settings';

/** Examines a webhook. The body is read only if the address, the announced length and the content type are acceptable. */
export async function examineRequest(
	context: IWebhookFunctions,
	settings: TriggerSettings,
): Promise<Verdict> {
	const request = context.getRequestObject();
	const head = readHead(request);
	const refused = examineHead(head, settings);
	if (refused) return refused;
	const body = await readBody(request);
	if (body === null) {
		const message = 'The connection ended before the body was complete.';
		return { kind: 'refused', status: 400, message, reason: message };
	}
	const judge = (credential: ICredentialDataDecryptedObject) =>
		examine({ ...head, body }, policyOf(credential, settings), Date.now());
	const credential = await readCredential(context, CREDENTIAL);
	const verdict = judge(credential);
	if (verdict.kind === 'accepted') return verdict;
	// The credential may have changed a moment ago.
	const newest = await readCredentialAgain(context, CREDENTIAL);
	return newest === credential ? verdict : judge(newest);
}

function readHead({ method, originalUrl, headers, ip }: Request): WebhookRequestHead {
	return { method, url: originalUrl, headers, ip };
}

/**
 * The bytes of the body. n8n reads the body if it knows the content type. Otherwise it is read here, up to the size
 * limit, and never decompressed. A body over the limit is returned one byte too long, and the rest stays unread.
 *
 * @returns null if the connection ended before the body did
 */
async function readBody(request: Request & { rawBody?: Buffer }): Promise<Buffer | null> {
	if (request.rawBody !== undefined) return request.rawBody;
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		// Not destroyed when the loop ends early, because the response needs the connection.
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

function policyOf(
	credential: ICredentialDataDecryptedObject,
	settings: TriggerSettings,
): WebhookPolicy {
	const { signatureCheck, maxWebhookAge, allowedIps, applicationId } = settings;
	const { signatureSecret, signatureMethod, apiKey } = parseCredential(credential);
	return {
		signatureCheck,
		signatureSecret,
		signatureMethod,
		apiKey,
		applicationId,
		maxWebhookAge,
		allowedIps,
	};
}
