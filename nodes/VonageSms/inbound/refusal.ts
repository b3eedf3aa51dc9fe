/**
 * 400 and 413: the request can never become readable. 503: a mistake in our own settings may have caused it, so Vonage
 * must send it again. 200: rightly sent, but not for this node, so that Vonage need not send it again.
 */
export type RefusalStatus = 200 | 400 | 413 | 503;

/** A request that is not stored. Thrown inside this folder only; `examine` turns it into a verdict. */
export class Refusal extends Error {
	/**
	 * @param message for the caller
	 * @param reason for the log and for a test run's output panel, with the remedy, without content or secrets; the
	 * message where that says enough. One of a few sentences that a caller cannot vary: the log is limited by reason
	 */
	constructor(
		readonly status: RefusalStatus,
		message: string,
		readonly reason: string = message,
	) {
		super(message);
		this.name = 'Refusal';
	}
}

/**
 * A missing or wrong signature. 503, because Vonage's guide asks for a 5xx when a callback is unsigned, and because a
 * wrong secret in the credential then costs no message. The caller learns only that; the log has the reason.
 */
export function unauthorised(reason: string): Refusal {
	return new Refusal(503, 'The signature of this webhook is missing or invalid.', reason);
}

export const COMPARE_SECRET =
	"Compare 'Signature Secret' and 'Signature Method' in the credential with the API settings in the Vonage dashboard";

/** A parameter's name as an answer may show it; anything but a plain name is left out. */
export function nameForErrors(name: string): string {
	return /^[\w-]{1,40}$/.test(name) ? `parameter '${name}'` : 'a parameter';
}
