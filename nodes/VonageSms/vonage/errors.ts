import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import type { VonageResponse } from './client';
import { isRecord, recordsOf, textOf } from './json';

/** Vonage's reason in an unsuccessful response. */
export interface VonageRefusal {
	/** The HTTP status, or the code inside the body of an HTTP 200. */
	status: number;
	/** Vonage's own words, at most 300 characters; null if it gave none. */
	reason: string | null;
}

/**
 * The refusal in a response from the Numbers, Account, Applications, or Messages API; null for a success. (SMS API
 * responses have a status per message and are read elsewhere.)
 *
 * The Numbers API returns HTTP 200 with an `error-code` in the body, which may differ from 200.
 */
export function refusalOf({ status, body }: VonageResponse): VonageRefusal | null {
	const code = isRecord(body) ? Number(body['error-code'] ?? status) : status;
	const worst = status >= 200 && status < 300 ? code : status;
	if (worst >= 200 && worst < 300) return null;
	return { status: worst, reason: reasonOf(body)?.slice(0, 300) ?? null };
}

/**
 * The texts for a refusal: what happened and the next step. They never contain the response itself.
 *
 * @param doing the request, following "refused to" in a sentence, such as "list the account's numbers"
 */
export function explain(
	refusal: VonageRefusal,
	doing: string,
): { message: string; description: string } {
	const { message, next } = explanation(refusal.status, doing);
	const words = refusal.reason ? `Vonage says: ${ended(refusal.reason)} ` : '';
	return { message, description: `${words}${next}` };
}

/** The error to throw for a refusal; `httpCode` holds the status. */
export function refusalError(node: INode, refusal: VonageRefusal, doing: string): NodeApiError {
	return new NodeApiError(
		node,
		{ status: refusal.status },
		{ ...explain(refusal, doing), httpCode: String(refusal.status) },
	);
}

/**
 * Where publishing fails, n8n 1 shows the description of a NodeApiError and nothing else, and n8n 2 the message of any
 * error and nothing else; a list in the editor shows of a NodeApiError "[object Object]". So the message of what leaves
 * here is the whole text, in a NodeOperationError.
 */
export async function withWholeMessage<T>(
	context: { getNode(): INode },
	work: Promise<T>,
): Promise<T> {
	return await work.catch((error: unknown) => {
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const text = wholeMessage(error);
		const whole = new NodeOperationError(context.getNode(), text);
		// The constructor replaces a text that contains a code such as ECONNREFUSED by a general one.
		whole.message = text;
		throw whole;
	});
}

/** What happened and what to do, in one text. */
export function wholeMessage(error: unknown): string {
	if (!(error instanceof Error)) return 'Unknown error';
	const description = 'description' in error ? error.description : null;
	if (typeof description !== 'string' || description === '') return error.message;
	return `${error.message.replace(/\.$/, '')}. ${description}`;
}

function explanation(status: number, doing: string): { message: string; next: string } {
	if (status >= 500) {
		return {
			message: `Vonage can't ${doing} right now (HTTP ${status})`,
			next: 'This is a problem at Vonage. Check https://vonageapi.statuspage.io and try again later.',
		};
	}
	switch (status) {
		case 401:
			return {
				message: "Vonage doesn't accept the API key and secret",
				next: "Compare 'API Key' and 'API Secret' in the credential with the API settings in the Vonage dashboard. If the secret was rotated there, update it in the credential.",
			};
		case 402:
			return {
				message: `Vonage refused to ${doing}: the balance is too low`,
				next: 'Top up the account in the Vonage dashboard.',
			};
		case 403:
			return {
				message: `This Vonage account isn't allowed to ${doing}`,
				next: "In the Vonage dashboard, check that the credential's API key belongs to the right account and that the account is enabled for this.",
			};
		case 404:
			return {
				message: `Vonage couldn't ${doing}: not found`,
				next: "Check that it belongs to the credential's account, and that 'REST URL' and 'API URL' in the credential are correct.",
			};
		case 420:
			return {
				message: `Vonage refused to ${doing}`,
				next: "Vonage returns this error if the webhook URL didn't answer its check with 200, or if the number isn't on this account, is in another country, or is a short code that only Vonage support can change.",
			};
		case 429:
			return {
				message: `Vonage rate-limited the request and didn't ${doing}`,
				next: 'All requests with this API key share one limit. Wait a minute, then try again.',
			};
		default:
			return {
				message: `Vonage refused to ${doing} (HTTP ${status})`,
				next: 'Check the parameters of this node and the URLs in the credential.',
			};
	}
}

/** `error-code-label` (Numbers, Account), or title, detail and invalid parameters of a problem (RFC 9457). */
function reasonOf(body: unknown): string | null {
	if (!isRecord(body)) return null;
	const label = textOf(body['error-code-label']);
	if (label) return label;
	const parameters = recordsOf(body.invalid_parameters)
		.map(({ name, reason }) => [textOf(name), textOf(reason)].filter(Boolean).join(': '))
		.filter((parameter) => parameter !== '');
	const sentences = [textOf(body.title), textOf(body.detail), parameters.join(', ') || null];
	return (
		sentences
			.filter((sentence) => sentence !== null)
			.map((sentence) => sentence.replace(/\.+$/, ''))
			.join('. ') || null
	);
}

function ended(sentence: string): string {
	return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
