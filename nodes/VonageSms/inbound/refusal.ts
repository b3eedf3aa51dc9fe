export type RefusalStatus = 400 | 401 | 403 | 413;

/** A request that is answered with an error. Thrown inside this folder alone; `examine` turns it into a verdict. */
export class Refusal extends Error {
	/**
	 * @param message for the caller
	 * @param reason one line for the log, without content or secrets; the message where it says enough. One of a
	 * few sentences that a caller cannot vary: the log is limited by reason
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

/** A missing or wrong signature. The caller learns no more than that; the log says which. */
export function unauthorised(reason: string): Refusal {
	return new Refusal(401, 'The signature of this webhook is missing or wrong.', reason);
}

/** A parameter's name as an answer may show it; anything but a plain name stays unsaid. */
export function nameForErrors(name: string): string {
	return /^[\w-]{1,40}$/.test(name) ? `parameter "${name}"` : 'a parameter';
}
