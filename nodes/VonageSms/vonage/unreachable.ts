import { NodeOperationError, type INode } from 'n8n-workflow';
import { isRecord } from './json';

/**
 * `notSent`: no connection was established, so Vonage has seen nothing and repeating is safe.
 * `unknown`: the request may have arrived, so repeating may do the thing twice.
 */
export type Outcome = 'notSent' | 'unknown';

/** No answer came from Vonage. */
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
 * The texts for an answer that did not arrive.
 *
 * @param url what was asked, as the credential has it
 * @param error what n8n's HTTP helper threw
 */
export function explainUnreachable(
	url: string,
	error: unknown,
): { outcome: Outcome; message: string; description: string } {
	if (!URL.canParse(url)) {
		return {
			outcome: 'notSent',
			message: `The credential contains something that isn't a URL (${url})`,
			description: "Enter 'REST URL' and 'API URL' of the credential with https:// in front.",
		};
	}
	const { host } = new URL(url);
	const { code, syscall } = transportFault(error);
	const by = code ? ` (${code})` : '';
	return outcomeOf(code, syscall) === 'notSent'
		? {
				outcome: 'notSent',
				message: `${host} cannot be reached`,
				description: `The connection failed${by}, so nothing was sent. Check the network of this n8n and the URLs in the credential, then try again.`,
			}
		: {
				outcome: 'unknown',
				message: `${host} did not answer`,
				description: `The request was sent, but no answer came${by}; Vonage may have acted on it. Check in the Vonage dashboard before repeating what must not happen twice.`,
			};
}

/** Codes of Node.js and OpenSSL that stand for "no connection": DNS, routing, refusal, TLS. */
const NO_CONNECTION =
	/^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPROTO|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|UNABLE_TO_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+)$/;

function outcomeOf(code: string | null, syscall: string | null): Outcome {
	if (syscall === 'connect' || syscall === 'getaddrinfo') return 'notSent';
	return code !== null && NO_CONNECTION.test(code) ? 'notSent' : 'unknown';
}

/** n8n wraps what its HTTP client threw, once or twice: the code stands on the first that has one. */
function transportFault(error: unknown): { code: string | null; syscall: string | null } {
	let at: unknown = error;
	for (let depth = 0; depth < 5 && isRecord(at); depth++) {
		if (typeof at.code === 'string') {
			return { code: at.code, syscall: typeof at.syscall === 'string' ? at.syscall : null };
		}
		at = at.cause;
	}
	return { code: null, syscall: null };
}
