import { NodeOperationError, type INode } from 'n8n-workflow';
import { isRecord, recordsOf, textOf } from './json';

/**
 * `notSent`: n8n sent no request or couldn't connect, so Vonage has received nothing and a retry is safe.
 * `unknown`: the request may have arrived, so a retry may repeat its effect.
 */
type Outcome = 'notSent' | 'unknown';

/** There is no response from Vonage. */
export class VonageUnreachable extends NodeOperationError {
	readonly outcome: Outcome;

	/** @param url see `explainUnreachable` */
	constructor(node: INode, url: string, error: unknown) {
		const { outcome, message, description } = explainUnreachable(url, error);
		super(node, message, { description });
		this.outcome = outcome;
	}
}

/**
 * The texts for a missing response.
 *
 * @param url the requested URL, as in the credential
 * @param error thrown by n8n's HTTP helper
 */
export function explainUnreachable(
	url: string,
	error: unknown,
): { outcome: Outcome; message: string; description: string } {
	if (!isWebAddress(url)) {
		return {
			outcome: 'notSent',
			message: `The credential contains an invalid URL (${url})`,
			description: "In the credential, enter 'REST URL' and 'API URL' including https://.",
		};
	}
	const { host } = new URL(url);
	const fault = transportFault(error);
	if (fault === null) {
		const reason = error instanceof Error ? error.message : String(error);
		return {
			outcome: 'notSent',
			message: `n8n couldn't make the request to ${host}`,
			description: `Nothing was sent. Reason: ${reason.slice(0, 200).replace(/[.\s]+$/, '')}.`,
		};
	}
	const { code, syscall } = fault;
	const by = ` (${code})`;
	return outcomeOf(code, syscall) === 'notSent'
		? {
				outcome: 'notSent',
				message: `${host} can't be reached`,
				description: `The connection failed${by}, so nothing was sent. Check n8n's network connection and the URLs in the credential, then try again.`,
			}
		: {
				outcome: 'unknown',
				message: `${host} didn't respond`,
				description: `The request was sent, but no response arrived${by}, so Vonage may have processed it. Check the Vonage dashboard before you try again.`,
			};
}

/**
 * Codes of Node.js and OpenSSL that mean "no connection": DNS, routing, refusal, certificates, and EPROTO for a TLS
 * handshake that failed. After the handshake, OpenSSL's errors have codes such as ERR_SSL_BAD_RECORD_TYPE: a proxy that
 * breaks off an encrypted connection in plain text causes one in place of a response.
 */
const NO_CONNECTION =
	/^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPROTO|ERR_TLS_\w+|CERT_\w+|UNABLE_TO_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+)$/;

function outcomeOf(code: string, syscall: string | null): Outcome {
	if (syscall === 'connect' || syscall === 'getaddrinfo') return 'notSent';
	return NO_CONNECTION.test(code) ? 'notSent' : 'unknown';
}

/**
 * Codes of Node.js and axios for requests that couldn't be made, for example with a line break in a header or a
 * protocol other than HTTP.
 */
const NOT_MADE =
	/^ERR_(BAD_OPTION|BAD_OPTION_VALUE|BAD_REQUEST|NOT_SUPPORT|DEPRECATED|UNESCAPED_CHARACTERS|INVALID_\w+|HTTP_INVALID_\w+)$/;

/**
 * The network error; null for errors that n8n threw before there was a request, such as the end of its execution.
 * n8n wraps the HTTP client's error once or twice, so the first error with a code is used.
 */
function transportFault(error: unknown): { code: string; syscall: string | null } | null {
	let at: unknown = error;
	for (let depth = 0; depth < 5 && isRecord(at); depth++) {
		const code = codeOf(at);
		if (code !== null) {
			return NOT_MADE.test(code) ? null : { code, syscall: syscallOf(at) };
		}
		// An error of the HTTP client itself, so the request may have been sent.
		if (at.isAxiosError === true || isBareApiError(at)) return { code: NO_CODE, syscall: null };
		at = at.cause;
	}
	return null;
}

/**
 * The system call that failed. The HTTP client's error has it in its cause. If Node.js tried several addresses of a
 * host, that cause is a list of errors.
 */
function syscallOf(error: Record<string, unknown>): string | null {
	const causes = isRecord(error.cause) ? [error.cause] : [];
	const tried = [error, ...causes].flatMap((each) => [each, ...recordsOf(each.errors)]);
	return tried.map(({ syscall }) => textOf(syscall)).find((syscall) => syscall !== null) ?? null;
}

const NO_CODE = 'no error code';

function codeOf(error: Record<string, unknown>): string | null {
	if (typeof error.code === 'string') return error.code;
	return isBareApiError(error) && typeof error.httpCode === 'string' ? error.httpCode : null;
}

/** n8n 1 drops the error that it wraps and keeps only `httpCode`: the network error's code if no response arrived. */
function isBareApiError(error: Record<string, unknown>): boolean {
	return error.name === 'NodeApiError' && error.cause === undefined;
}

function isWebAddress(url: string): boolean {
	return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
