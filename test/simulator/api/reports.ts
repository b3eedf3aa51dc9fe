import { randomBytes, randomUUID } from 'node:crypto';
import { Router } from 'express';
import type { Response } from 'express';
import { basicCredentials, refuseWithProblem, requireAccount } from './authentication';
import type { Core, ReceivedRecord } from '../core';
import { limitRequests, RateLimit } from './limits';
import { formParameters } from './parameters';
import { networkOf } from './prices';
import { sendProblem, type InvalidParameter } from './problems';
import { outboundRecords } from './reportsOutbound';

/** A page that is still to be read. */
interface Rest {
	cursor: string;
	iv: string;
	records: Record<string, string>[];
}

/**
 * Reports API 3.1.4, synchronous: `GET /v2/reports/records` by time or by id, 10 requests a second. Of Vonage's two
 * statements about the longest window, 24 hours is the stricter one.
 */
export function reportsApi(core: Core): Router {
	const router = Router();
	const authenticated = requireAccount(core.state.account, { legacy: false }, refuseWithProblem);
	const limited = limitRequests(core.settings, new RateLimit(10));
	const rests: Rest[] = [];

	router.get('/v2/reports/records', authenticated, limited, (request, response) => {
		const query = formParameters(request);
		if (query.account_id !== basicCredentials(request)?.key) return refuseAccount(response);
		const invalid = faultsOf(query);
		if (invalid.length > 0) return refuseParameters(response, invalid);
		const { cursor, iv } = query;
		const rest = rests.find((known) => known.cursor === cursor && known.iv === iv);
		if (cursor !== undefined && !rest) {
			return refuseParameters(response, [{ name: 'cursor', reason: 'is not known' }]);
		}
		const found = rest?.records ?? recordsFor(core, query);
		const page = found.slice(0, core.settings.reportPageSize);
		const more = found.slice(page.length);
		const next = more.length > 0 ? newRest(more) : undefined;
		if (next) rests.push(next);
		response.json({
			_links: { self: { href: `https://api.nexmo.com${request.originalUrl}` } },
			request_id: randomUUID(),
			request_status: next ? 'TRUNCATED' : 'SUCCESS',
			received_at: new Date().toISOString(),
			items_count: page.length,
			product: query.product,
			...(next && { cursor: next.cursor, iv: next.iv }),
			...idsNotFound(query, found),
			records: page,
		});
	});
	return router;
}

function newRest(records: Record<string, string>[]): Rest {
	const random = () => randomBytes(12).toString('base64url');
	return { cursor: random(), iv: random(), records };
}

function idsNotFound(query: Record<string, string>, found: Record<string, string>[]) {
	const missing = (query.id?.split(',') ?? []).filter(
		(id) => !found.some(({ message_id }) => message_id === id),
	);
	return missing.length > 0 && { ids_not_found: missing.join(',') };
}

const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:?\d\d)$/;
const isDigits = (value: string) => /^\d+$/.test(value);
const isDate = (value: string) => date.test(value);

const checks: Readonly<Record<string, (value: string) => boolean>> = {
	account_id: () => true,
	product: (value) => value === 'SMS' || value === 'MESSAGES',
	direction: (value) => value === 'inbound' || value === 'outbound',
	date_start: isDate,
	date_end: isDate,
	include_message: (value) => value === 'true' || value === 'false',
	provider: (value) => value === 'sms' || value === 'mms',
	from: isDigits,
	to: isDigits,
	id: (value) => value.split(',').length <= 20,
	cursor: () => true,
	iv: () => true,
};

function faultsOf(query: Record<string, string>): InvalidParameter[] {
	const missing = ['product', 'direction']
		.filter((name) => query[name] === undefined)
		.map((name) => ({ name, reason: 'is required' }));
	const wrong = Object.entries(query)
		.filter(([name, value]) => !checks[name]?.(value))
		.map(([name]) => ({ name, reason: 'is not valid' }));
	const { date_start: start = '', date_end: end = '' } = query;
	const tooLong = Date.parse(end) - Date.parse(start) > 86_400_000;
	return [
		...missing,
		...wrong,
		...(tooLong ? [{ name: 'date_end', reason: 'is more than 24 hours after date_start' }] : []),
	];
}

function recordsFor(core: Core, query: Record<string, string>): Record<string, string>[] {
	if (query.direction === 'outbound') return outboundRecords(core, query);
	const start = query.date_start ? Date.parse(query.date_start) : Date.now() - 7 * 86_400_000;
	const end = query.date_end ? Date.parse(query.date_end) : Date.now();
	const ids = query.id?.split(',');
	return core.received
		.filter(({ product }) => product === query.product)
		.filter(({ from }) => query.from === undefined || query.from === from)
		.filter(({ to }) => query.to === undefined || query.to === to)
		.filter(({ at, messageId }) => ids?.includes(messageId) ?? (at >= start && at < end))
		.map((record) => inboundRecord(core, record, query.include_message === 'true'));
}

/** The fields of the record in official-schemas.json; an inbound record does not say how its text was encoded. */
function inboundRecord(
	core: Core,
	{ product, messageId, from, to, text, at }: ReceivedRecord,
	withText: boolean,
): Record<string, string> {
	return {
		account_id: core.state.account.apiKey,
		message_id: messageId,
		direction: 'inbound',
		from,
		to,
		network: networkOf(from),
		network_name: 'Simulated network',
		...(product === 'SMS'
			? { country: 'GB', country_name: 'United Kingdom' }
			: { provider: 'sms' }),
		date_received: new Date(at).toISOString().replace(/\.\d{3}Z$/, '+00:00'),
		currency: '',
		total_price: '0.036',
		id: messageId,
		...(withText && { message_body: text ?? '' }),
		tier_volume: '1-10000',
	};
}

function refuseAccount(response: Response): void {
	sendProblem(response, 403, {
		type: '#forbidden',
		title: 'Forbidden',
		detail: 'User not authorized to query the requested data.',
	});
}

function refuseParameters(response: Response, invalid_parameters: InvalidParameter[]): void {
	sendProblem(response, 422, {
		type: '/reports#invalid-request-parameters',
		title: 'Invalid request parameter',
		detail: 'Invalid request parameter.',
		invalid_parameters,
	});
}
