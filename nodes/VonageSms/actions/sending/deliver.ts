import type { IExecuteFunctions } from 'n8n-workflow';
import type { SendResult } from '../../vonage/sendResult';
import { sendMessage } from '../../vonage/messages';
import type { MessagesApiMessage } from '../../vonage/messages';
import { sendSms } from '../../vonage/sms';
import type { SendingAuth } from './auth';
import type { Outgoing } from './message';
import type { Pacer } from './pacer';

/** Attempts for one message, the first included. */
const mostAttempts = 5;

/** Milliseconds: a longer wait than this is left to the user. */
const longestWait = 60_000;

/**
 * Sends one message, and again after the wait that Vonage names if Vonage says that it accepted nothing:
 * throttling, HTTP 429, no connection. All other messages wait too, since the limit is the account's. Never again if
 * the message may have been sent.
 *
 * @throws the signal's reason if the execution was stopped; nothing was sent then
 */
export async function deliver(
	context: IExecuteFunctions,
	message: Outgoing,
	auth: SendingAuth,
	pacer: Pacer,
): Promise<SendResult> {
	for (let attempt = 1; ; attempt += 1) {
		await pacer.turn();
		// n8n itself ends only requests with the credential's own authentication, not signed ones or those with a token.
		context.getExecutionCancelSignal()?.throwIfAborted();
		const answer = await attemptOnce(context, message, auth);
		const wait = answer.kind === 'refused' ? answer.retryAfter : null;
		if (wait === null || wait > longestWait || attempt === mostAttempts) return answer;
		pacer.pause(wait);
	}
}

async function attemptOnce(
	context: IExecuteFunctions,
	message: Outgoing,
	auth: SendingAuth,
): Promise<SendResult> {
	const { content, fields, from, to, timeoutMs } = message;
	if (content.kind === 'binary') {
		const { body, udh } = content;
		const binary = { ...fields, from, to, content: { type: 'binary' as const, body, udh } };
		return await sendSms(context, binary, auth.sms(message.signed), timeoutMs);
	}
	if (message.api === 'sms' && content.kind === 'encoded') {
		const type = content.encoding === 'GSM-7' ? ('text' as const) : ('unicode' as const);
		const text = { ...fields, from, to, content: { type, text: content.text } };
		return await sendSms(context, text, auth.sms(message.signed), timeoutMs);
	}
	return await sendMessage(context, toMessage(message), auth.messages(), timeoutMs);
}

/** The message for the Messages API. */
function toMessage({ content, fields, from, to, encodingChoice }: Outgoing): MessagesApiMessage {
	const { callback, trustedNumber, clientRef, ttl, contentId, entityId, poolId } = fields;
	const shared = {
		from,
		to,
		clientRef,
		trustedRecipient: trustedNumber,
		ttl,
		webhookUrl: callback,
	};
	if (content.kind === 'mms') {
		const { text, media, failoverText } = content;
		return { ...shared, channel: 'mms', text, media, failoverText };
	}
	return {
		...shared,
		channel: 'sms',
		text: content.kind === 'encoded' ? content.text : '',
		encoding: encodingChoice === 'gsm7' ? 'text' : encodingChoice,
		contentId,
		entityId,
		poolId,
	};
}
