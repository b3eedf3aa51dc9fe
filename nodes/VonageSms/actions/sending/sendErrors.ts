import { NodeApiError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { SendAnswer } from '../../vonage/answer';
import type { Outgoing } from './outgoing';
import { failedDetails } from './result';

type Failure = Exclude<SendAnswer, { kind: 'submitted' }>;

/** The error for a message that did not go, went in part, or may have gone; its `context.data` holds what is known. */
export function sendError(
	context: IExecuteFunctions,
	message: Outgoing,
	failure: Failure,
	itemIndex: number,
): NodeApiError {
	const { code, status, ...told } = explain(failure);
	const parts = failure.kind === 'partial' ? failure.parts : [];
	const error = new NodeApiError(context.getNode(), {}, { ...told, itemIndex });
	error.context.data = { ...failedDetails(message, parts, status), code };
	return error;
}

function explain(failure: Failure): {
	code: string | null;
	status: 'failed' | 'partial' | 'unknown';
	message: string;
	description: string;
} {
	switch (failure.kind) {
		case 'refused': {
			const { code, message, description } = failure.refusal;
			return { code, status: 'failed', message, description };
		}
		case 'partial': {
			const { parts, refusals } = failure;
			const [first] = refusals;
			const ids = parts.map(({ id }) => id).join(', ');
			return {
				code: first?.code ?? null,
				status: 'partial',
				message: `Vonage took ${parts.length} of ${parts.length + refusals.length} parts: ${first?.message ?? ''}`,
				description: `Sending the message again would repeat the parts that went (${ids}) and cost them twice. ${first?.description ?? ''}`,
			};
		}
		case 'unknown':
			return {
				code: null,
				status: 'unknown',
				message: 'It is not known whether the SMS was sent',
				description: `${failure.what}. It was not sent again, since a second SMS would cost money and confuse its recipient. Look for it in the logs of Vonage's dashboard, or wait for its delivery receipt, before repeating`,
			};
	}
}
