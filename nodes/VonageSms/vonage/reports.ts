import { NodeOperationError } from 'n8n-workflow';
import { readVonageCredential } from './credential';
import { isRecord, recordsOf, textOf } from './json';
import type { VonageSession } from './session';

/** Vonage's SMS product that a record belongs to. */
export type ReportProduct = 'SMS' | 'MESSAGES';

/** A time window with filters. */
export interface ReceivedQuery {
	product: ReportProduct;
	/** Milliseconds since the epoch, inclusive. */
	start: number;
	/** Milliseconds since the epoch, exclusive. */
	end: number;
	/** Digits without `+`. */
	from?: string;
	/** Digits without `+`. */
	to?: string;
}

/** One record as Vonage sends it (Reports API 3.1.4); all values are text. */
export type ReportRecord = Record<string, unknown>;

/**
 * Vonage's files contradict each other about the longest time window of one request: 24 hours or 13 months. 24
 * hours satisfy all of them.
 */
const LONGEST_WINDOW_MS = 86_400_000;

/** Maximum number of IDs per request. */
export const MOST_IDS = 20;

const PATH = '/v2/reports/records';

/**
 * The inbound records of a time window, page by page, the oldest day first. Vonage charges for every returned
 * record, so the caller stops reading once it has enough.
 *
 * @throws NodeApiError for a refusal, VonageUnreachable if there is no response
 */
export async function* receivedRecords(
	session: VonageSession,
	query: ReceivedQuery,
): AsyncGenerator<ReportRecord[]> {
	for (let start = query.start; start < query.end; start += LONGEST_WINDOW_MS) {
		const end = Math.min(start + LONGEST_WINDOW_MS, query.end);
		yield* pages(session, {
			...(await accountAnd(session, query.product, 'inbound')),
			// Other channels of the Messages API are not SMS.
			...(query.product === 'MESSAGES' && { provider: 'sms' }),
			date_start: new Date(start).toISOString(),
			date_end: new Date(end).toISOString(),
			...(query.from !== undefined && { from: query.from }),
			...(query.to !== undefined && { to: query.to }),
		});
	}
}

/**
 * The outbound records of these messages. Messages that Vonage doesn't know have none.
 *
 * @param ids at most `MOST_IDS`
 * @throws NodeApiError for a refusal, VonageUnreachable if there is no response
 */
export async function sentRecords(
	session: VonageSession,
	product: ReportProduct,
	ids: readonly string[],
): Promise<ReportRecord[]> {
	const records: ReportRecord[] = [];
	const query = await accountAnd(session, product, 'outbound');
	for await (const page of pages(session, { ...query, id: ids.join(',') })) records.push(...page);
	return records;
}

async function accountAnd(
	session: VonageSession,
	product: ReportProduct,
	direction: 'inbound' | 'outbound',
): Promise<Record<string, string>> {
	const { apiKey } = await readVonageCredential(session.context);
	// The texts aren't needed. Leaving them out saves data and keeps them out of memory.
	const include_message = String(direction === 'inbound');
	return { account_id: apiKey, product, direction, include_message };
}

async function* pages(
	session: VonageSession,
	query: Record<string, string>,
): AsyncGenerator<ReportRecord[]> {
	let next: Record<string, string> | null = {};
	while (next !== null) {
		const page = await session.ask(
			{ host: 'api', method: 'GET', path: PATH, query: { ...query, ...next } },
			'get records from the Reports API',
			'reports',
		);
		// An empty account has an answer too: anything else must not look like one.
		if (!isRecord(page) || !(Array.isArray(page.records) || 'request_status' in page)) {
			throw session.notVonage('it contains no records');
		}
		yield recordsOf(page.records);
		const following = nextPage(page);
		if (following === null && page.request_status === 'TRUNCATED') throw truncated(session);
		// The same page again would cost money without end.
		if (following !== null && following.cursor === next.cursor) throw truncated(session);
		next = following;
	}
}

/** `cursor` and `iv` belong together. Without them, there are no more pages. */
function nextPage(page: Record<string, unknown>): Record<string, string> | null {
	const cursor = textOf(page.cursor);
	const iv = textOf(page.iv);
	return cursor === null || iv === null ? null : { cursor, iv };
}

function truncated(session: VonageSession): NodeOperationError {
	return new NodeOperationError(
		session.context.getNode(),
		"Vonage truncated the report, so records would be missing. Choose a shorter time between 'Received After' and 'Received Before'.",
	);
}
