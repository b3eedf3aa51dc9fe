import { NodeApiError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { SendResult } from '../../vonage/sendResult';
import type { Outgoing } from './message';
import { failedDetails } from './result';

type Failure = Exclude<SendResult, { kind: 'submitted' }>;

/** The error for a message that was not sent, was sent in part, or may have been sent; `context.data` contains what is
 * known. */
export function sendError(
	context: IExecuteFunctions,
	message: Outgoing,
	failure: Failure,
	itemIndex: number,
): NodeApiError {
	const { code, status, requestId, message: text } = explain(failure);
	const parts = failure.kind === 'partial' ? failure.parts : [];
	const error = new NodeApiError(context.getNode(), {}, { message: text, itemIndex });
	// n8n replaces a message that contains a code such as ECONNREFUSED by one of its own.
	error.message = text;
	error.context.data = { ...failedDetails(message, parts, status), code, requestId };
	return error;
}

/** n8n 2 doesn't show an error's description, so the message says what to do as well. */
function explain(failure: Failure): {
	code: string | null;
	status: 'failed' | 'partial' | 'unknown';
	/** `x-request-id` of Vonage's answer, for its support; null where it sent none. */
	requestId: string | null;
	message: string;
} {
	const { requestId = null } = failure;
	switch (failure.kind) {
		case 'refused':
			return {
				code: failure.refusal.code,
				status: 'failed',
				requestId,
				message: sentences(failure.refusal.message, failure.refusal.description),
			};
		case 'partial': {
			const { parts, refusals } = failure;
			const [first] = refusals;
			const ids = parts.map(({ id }) => id).join(', ');
			return {
				code: first?.code ?? null,
				status: 'partial',
				requestId,
				message: sentences(
					`Vonage accepted ${parts.length} of ${parts.length + refusals.length} parts: ${first?.message ?? ''}`,
					first?.description ?? '',
					`Resending the message would send the accepted parts (${ids}) again and charge for them twice`,
				),
			};
		}
		case 'unknown':
			return {
				code: null,
				status: 'unknown',
				requestId,
				message: sentences(
					"It's unknown whether the SMS was sent",
					failure.what,
					"It wasn't resent, because a duplicate would cost money and confuse the recipient. Before you resend it, check the logs in the Vonage dashboard or wait for the delivery receipt",
				),
			};
	}
}

function sentences(...clauses: string[]): string {
	return clauses
		.filter((clause) => clause !== '')
		.map((clause) => (/[.!?]$/.test(clause) ? clause : `${clause}.`))
		.join(' ');
}
