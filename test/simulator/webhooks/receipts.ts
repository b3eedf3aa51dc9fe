import { setTimeout as sleep } from 'node:timers/promises';
import type { Core, SentMessage } from '../core';
import { messageTimestamp } from './identifiers';
import type { ReceiptStep } from '../api/outcomes';
import { euros, networkOf, partPrice } from '../api/prices';
import { signParameters } from './signing';
import { stamp } from '../phone/smsRecords';
import { toRequest } from './wireFormats';

/** Milliseconds between two receipts of one part, before scaling. */
const pause = 1000;

/**
 * Sends the delivery receipts of a message accepted by the SMS API, one per part and step, to the message's own
 * callback URL, or otherwise to the account's URL. Numbers have no URL for receipts.
 */
export function sendReceipts(core: Core, message: SentMessage, callback?: string): void {
	const url = callback ?? core.state.account.drCallBackUrl;
	if (url === '') {
		core.journal.add({ type: 'unreported', ids: message.ids });
		return;
	}
	if (!core.settings.receipts) return;
	const steps = core.outcomes.receiptsFor(message.to);
	inBackground(core, async () => {
		for (const step of steps) {
			await sleep(pause * core.settings.timeScale, undefined, { signal: core.closing.signal });
			const deliveries = message.ids.map((id) => {
				const record = receiptRecord(core, message, id, step);
				const request = toRequest(url, record, core.state.account.forwardMethod);
				return core.courier.deliver({ kind: 'receipt', messageId: id, record, request });
			});
			await Promise.all(deliveries.map(({ firstAttempt }) => firstAttempt));
		}
	});
}

/** Runs work that continues after the response. Closing the simulator ends it. */
export function inBackground(core: Core, work: () => Promise<void>): void {
	const { signal } = core.closing;
	const task = work()
		.catch((error: unknown) => {
			if (!signal.aborted) throw error;
		})
		.finally(() => core.background.delete(task));
	core.background.add(task);
}

/** As in Vonage's receipts, the roles are swapped: `msisdn` is the recipient, `to` the sender. */
function receiptRecord(
	core: Core,
	message: SentMessage,
	id: string,
	step: ReceiptStep,
): Record<string, string> {
	const { account } = core.state;
	const now = new Date();
	const fields = {
		msisdn: message.to,
		to: message.from,
		'network-code': networkOf(message.to),
		messageId: id,
		price: euros(partPrice),
		status: step.status,
		scts: messageTimestamp(now).replace(/\D/g, '').slice(2, 12),
		'err-code': step.errCode ?? '0',
		'api-key': account.apiKey,
		...(message.clientRef === null ? {} : { 'client-ref': message.clientRef }),
	};
	const stamped = stamp(fields, now, account.signInbound);
	if (!account.signInbound) return stamped;
	const sig = signParameters(stamped, account.signatureSecret, account.signatureMethod);
	return { ...stamped, sig };
}
