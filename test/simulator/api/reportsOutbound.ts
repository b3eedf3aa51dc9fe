import { randomUUID } from 'node:crypto';
import type { Core, SentMessage } from '../core';
import { networkOf, partPrice } from './prices';

/** Reports API records of sent messages, by their IDs. */
export function outboundRecords(core: Core, query: Record<string, string>) {
	const ids = query.id?.split(',') ?? [];
	return core.journal
		.since(0)
		.flatMap(({ event, at }) => (event.type === 'sent' ? [{ message: event.message, at }] : []))
		.filter(({ message }) => (message.api === 'sms') === (query.product === 'SMS'))
		.flatMap(({ message, at }) =>
			message.ids
				.filter((id) => ids.includes(id))
				.map((id) => outboundRecord(core, message, id, at)),
		);
}

/** The fields of the records in official-reports.json, without the text, which the nodes don't ask for. */
function outboundRecord(
	core: Core,
	message: SentMessage,
	id: string,
	at: string,
): Record<string, string> {
	const date = at.replace(/\.\d{3}Z$/, '+00:00');
	const step = core.outcomes.receiptsFor(message.to).at(-1);
	const code = step?.errCode ?? '0';
	const shared = {
		account_id: core.state.account.apiKey,
		message_id: id,
		client_ref: message.clientRef ?? '',
		direction: 'outbound',
		from: message.from,
		to: message.to,
		network: networkOf(message.to),
		network_name: 'Simulated network',
		country: 'GB',
		country_name: 'United Kingdom',
		date_received: date,
		date_finalized: step ? date : '',
		latency: '500',
		status: step?.status ?? 'submitted',
		total_price: String(partPrice),
		id: randomUUID(),
		tier_volume: '1-10000',
	};
	if (message.api === 'sms') {
		return { ...shared, error_code: code, error_code_description: '', currency: '', dcs: '0' };
	}
	return {
		...shared,
		provider: 'sms',
		...(code !== '0' && { error_code: code }),
		currency: 'EUR',
		estimated_price: String(partPrice),
	};
}
