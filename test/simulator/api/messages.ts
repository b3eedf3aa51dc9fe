import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import type { Request, Response } from 'express';
import { applicationOfToken } from './applicationToken';
import { areRight, basicCredentials, refuseWithProblem } from './authentication';
import type { Core, SentMessage } from '../core';
import { limitRequests, RateLimit } from './limits';
import { sendStatuses } from '../webhooks/messageStatuses';
import { invalidJson, invalidSend } from './messagesProblems';
import { parseSend } from './messagesValidation';
import type { MessagesSend } from './messagesValidation';
import { jsonObject } from './parameters';
import { charge, partPrice } from './prices';
import { sendProblem } from './problems';
import { encodingOf, forceGsm7, splitText } from '../phone/splitting';
import type { Application } from '../state';

/** Messages API: `POST /v1/messages`, SMS and MMS. */
export function messagesApi(core: Core): Router {
	const router = Router();
	const limited = limitRequests(core.settings, new RateLimit(30));
	router.post('/v1/messages', limited, (request, response) => {
		response.set('X-Request-Id', randomUUID());
		const sender = senderOf(core, request);
		if (sender?.application && !mayUseMessages(sender.application)) refuseProduct(response);
		else if (sender) send(core, sender, request, response);
		else refuseWithProblem(response);
	});
	return router;
}

/** Who sends: an application by its token, or the account by key and secret. */
interface Sender {
	application?: Application;
}

function senderOf(core: Core, request: Request): Sender | undefined {
	const token = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
	if (token !== undefined) {
		const application = applicationOfToken(token, core.state.applications);
		return application && { application };
	}
	const credentials = basicCredentials(request);
	return credentials && areRight(core.state.account, credentials) ? {} : undefined;
}

function send(core: Core, sender: Sender, request: Request, response: Response): void {
	const body = jsonObject(request);
	if (!body) return sendProblem(response, 422, invalidJson);
	const parsed = parseSend(body);
	if (parsed.kind === 'invalid') {
		return sendProblem(response, 422, invalidSend(parsed.parameters));
	}
	const outcome = core.outcomes.take(parsed.send.to);
	if (outcome) return refuseWithCode(response, outcome.status, outcome.errorText);
	const message = toMessage(parsed.send);
	if (core.state.account.balance < partPrice * message.parts) return refuseForBalance(response);
	const { failover, webhookUrl } = parsed.send;
	const workflow = failover ? { id: randomUUID(), item: 1, items: 2 } : undefined;
	response.status(202).json({
		message_uuid: message.ids[0],
		...(workflow && { workflow_id: workflow.id }),
	});
	accept(core, message);
	const { application } = sender;
	const failure = message.channel === 'mms' ? core.outcomes.takeMmsFailure(message.to) : undefined;
	const steps = failure === undefined ? undefined : [{ status: 'rejected', errCode: failure }];
	sendStatuses(core, message, { application, webhookUrl, workflow, steps });
	if (failure === undefined || !failover || !workflow) return;
	const second = toMessage(failover);
	accept(core, second);
	sendStatuses(core, second, {
		application,
		webhookUrl: failover.webhookUrl,
		workflow: { ...workflow, item: 2 },
	});
}

function accept(core: Core, message: SentMessage): void {
	charge(core.state.account, partPrice * message.parts);
	core.sent.push(message);
	core.journal.add({ type: 'sent', message });
}

/**
 * An MMS is one message, regardless of its characters. The encoding of an SMS is selected automatically, unless the
 * request sets it. In that case, characters that `text` can't contain arrive as `?`.
 */
function toMessage({ channel, from, to, text, encoding, clientRef }: MessagesSend): SentMessage {
	const isMms = channel === 'mms';
	const coding =
		!isMms && encoding === 'text' ? 'GSM-7' : encoding === 'unicode' ? 'UCS-2' : encodingOf(text);
	const arrives = coding === 'GSM-7' ? forceGsm7(text) : text;
	const split = splitText(arrives, { cutSurrogates: true, encoding: coding });
	return {
		api: 'messages',
		channel,
		ids: [randomUUID()],
		from,
		to,
		type: coding === 'GSM-7' ? 'text' : 'unicode',
		text: arrives,
		data: null,
		udh: null,
		clientRef,
		parts: isMms ? 1 : split.parts.length,
	};
}

/**
 * An application without the Messages capability but with others, such as calls. Applications without any
 * capability are accepted.
 */
function mayUseMessages({ capabilities }: Application): boolean {
	return capabilities.messages !== undefined || Object.keys(capabilities).length === 0;
}

/** Vonage's own words, with its spelling. */
function refuseProduct(response: Response): void {
	sendProblem(response, 401, {
		type: '/#unprovisioned',
		title: 'The crendentials provided do not have access to the requested product',
		detail: 'Check your API key is correct and has been whitelisted',
	});
}

function refuseForBalance(response: Response): void {
	sendProblem(response, 402, {
		type: '/#low-balance',
		title: 'Low balance',
		detail: 'This request could not be performed due to your account balance being low.',
	});
}

/** HTTP status that Vonage gives with a code of its Messages API; 422 for most. */
const statusOfCode: Readonly<Record<string, number>> = { '1000': 429, '1030': 500, '1070': 402 };

function refuseWithCode(
	response: Response,
	code: string,
	detail = 'The message was not accepted.',
): void {
	sendProblem(response, statusOfCode[code] ?? 422, {
		type: `/messages#${code}`,
		title: code,
		detail,
	});
}
