import { Router } from 'express';
import type { Request } from 'express';
import { splitBinary } from '../phone/binary';
import type { Core, SentMessage } from '../core';
import { newMessageId } from '../webhooks/identifiers';
import { RateLimit } from './limits';
import type { SendOutcome } from './outcomes';
import { formParameters, jsonObject } from './parameters';
import { charge, euros, networkOf, partPrice } from './prices';
import { sendReceipts } from '../webhooks/receipts';
import { checkSender } from './smsCredentials';
import { errorEntry, smsAnswer } from './smsEntries';
import type { SmsEntry } from './smsEntries';
import { validateSend } from './smsValidation';
import { forceGsm7, splitText } from '../phone/splitting';

/** SMS API: `GET` or `POST /sms/json`. Errors too are HTTP 200. */
export function smsApi(core: Core): Router {
	const router = Router();
	const limit = new RateLimit(30);
	router.all('/sms/json', (request, response) => {
		response.json(smsAnswer(send(core, request, limit)));
	});
	return router;
}

function send(core: Core, request: Request, limit: RateLimit): SmsEntry[] {
	const parameters = sendParameters(request);
	const refusal =
		checkSender(request, parameters, core.state.account) ??
		checkThroughput(core, limit) ??
		validateSend(parameters);
	if (refusal) return [refusal];
	const outcome = core.outcomes.take(parameters.to ?? '');
	if (outcome && !outcome.parts) return [errorEntry(outcome.status, outcome.errorText)];
	const message = toMessage(parameters);
	if (core.state.account.balance < partPrice * message.parts) return [errorEntry('9')];
	return accept(core, message, parameters, outcome);
}

/** JSON bodies may contain numbers; Vonage reads all values as strings. */
function sendParameters(request: Request): Record<string, string> {
	const json = request.is('application/json') ? (jsonObject(request) ?? {}) : {};
	const texts = Object.entries(json).map(([name, value]) => [name, String(value)] as const);
	return { ...formParameters(request), ...Object.fromEntries(texts) };
}

function checkThroughput(core: Core, limit: RateLimit): SmsEntry | undefined {
	const wait = core.settings.limits === 'real' ? limit.take() : 0;
	if (wait === 0) return undefined;
	return errorEntry('1', `Throughput Rate Exceeded - please wait [ ${wait} ] and retry`);
}

/** The caller names the type: characters that plain `text` cannot contain arrive as `?`. */
function toMessage(parameters: Readonly<Record<string, string>>): SentMessage {
	const { from = '', to = '', text = '', type = 'text' } = parameters;
	const common = {
		api: 'sms',
		channel: 'sms',
		from,
		to,
		clientRef: parameters['client-ref'] ?? null,
	} as const;
	if (type === 'binary') {
		const { body: data = '', udh = '' } = parameters;
		const parts = splitBinary({ data, udh }, 0).length;
		return { ...common, ids: newIds(parts), type, text: '', data, udh, parts };
	}
	const encoding = type === 'unicode' ? 'UCS-2' : 'GSM-7';
	const arrives = type === 'unicode' ? text : forceGsm7(text);
	const parts = splitText(arrives, { cutSurrogates: true, encoding }).parts.length;
	const kind = type === 'unicode' ? 'unicode' : 'text';
	return { ...common, ids: newIds(parts), type: kind, text: arrives, data: null, udh: null, parts };
}

function newIds(count: number): string[] {
	return Array.from({ length: count }, newMessageId);
}

/** One entry per part. Parts planned to fail aren't charged and get no receipts. */
function accept(
	core: Core,
	message: SentMessage,
	parameters: Readonly<Record<string, string>>,
	failure: SendOutcome | undefined,
): SmsEntry[] {
	const { account } = core.state;
	const taken: string[] = [];
	const entries = message.ids.map((id, index) => {
		if (failure?.parts?.includes(index + 1)) return errorEntry(failure.status, failure.errorText);
		taken.push(id);
		charge(account, partPrice);
		return {
			to: message.to,
			'message-id': id,
			status: '0',
			'remaining-balance': euros(account.balance),
			'message-price': euros(partPrice),
			network: networkOf(message.to),
			...pick(parameters, ['client-ref', 'account-ref']),
		};
	});
	const sent = { ...message, ids: taken };
	core.sent.push(sent);
	core.journal.add({ type: 'sent', message: sent });
	sendReceipts(core, sent, parameters.callback);
	return entries;
}

function pick(from: Readonly<Record<string, string>>, names: string[]): Record<string, string> {
	return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
