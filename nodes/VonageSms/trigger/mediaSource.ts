import type { Readable } from 'node:stream';
import type { ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { MediaSource } from '../media';
import { readCredential } from '../storage';
import { CREDENTIAL, parseCredential } from '../vonage/credential';
import { applicationToken } from '../vonage/jwt';

/** Vonage's media servers, through n8n's HTTP client, with the application of the credential. */
export async function mediaSource(
	context: ITriggerFunctions | IWebhookFunctions,
): Promise<MediaSource> {
	const credential = parseCredential(await readCredential(context, CREDENTIAL));
	const { apiUrl, applicationId, privateKey } = credential;
	return {
		apiUrl,
		token: async () =>
			applicationId && privateKey ? await applicationToken(applicationId, privateKey) : null,
		async get(url, headers, signal) {
			const answer = (await context.helpers.httpRequest({
				url,
				headers,
				encoding: 'stream',
				// The caller decides whether a redirect may be followed.
				disableFollowRedirect: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				abortSignal: signal,
			})) as { statusCode: number; headers: Record<string, unknown>; body: Readable };
			const { statusCode: status, body } = answer;
			// Closing it early makes it fail, and no caller waits for it.
			body.on('error', () => undefined);
			return {
				status,
				headers: Object.fromEntries(
					Object.entries(answer.headers).map(([name, value]) => [
						name.toLowerCase(),
						String(value),
					]),
				),
				body,
				close: () => void body.destroy(),
			};
		},
	};
}
