import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	examine,
	type Verdict,
	type WebhookPolicy,
	type WebhookRequest,
	withStoredRecord,
} from '../../../nodes/VonageSms/inbound';
import { type Item, toItem } from '../../../nodes/VonageSms/items';
import {
	openSqliteStore,
	Reassembler,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';
import fieldCases from '../../vectors/field-inbound.json';
import officialCases from '../../vectors/official-inbound.json';

/** A request of a vector file. */
interface SentRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string;
	atSeconds?: number;
}

type Json = Record<string, unknown>;

/** The day for which the vectors were made, so that no token or timestamp is in the future. */
const START = Date.parse('2026-01-01T00:00:00Z');
const PART_TIMEOUT = 600;

const UNSIGNED: WebhookPolicy = {
	signatureCheck: 'enforce',
	signatureSecret: '',
	signatureMethod: 'md5hash',
	apiKey: '',
	applicationId: '',
	maxWebhookAge: 0,
	allowedIps: null,
};

describe('from the request to the item', () => {
	let folder: string;
	let store: MessageStore;
	let scope: string;
	let seconds: number;
	let reassembler: Reassembler;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-vectors-'));
		store = await openSqliteStore(join(folder, 'vonage-sms.sqlite'));
	});
	afterAll(async () => {
		await store.close();
		rmSync(folder, { recursive: true });
	});
	beforeEach(async () => {
		scope = expect.getState().currentTestName ?? '';
		seconds = 0;
		reassembler = new Reassembler(
			store,
			{ partTimeout: PART_TIMEOUT, deduplicationHours: 48, onIncomplete: 'emit' },
			() => START + seconds * 1000,
		);
		await reassembler.register(scope);
	});

	async function receive(sent: SentRequest, policy: object): Promise<Verdict> {
		seconds = sent.atSeconds ?? 0;
		const request: WebhookRequest = {
			...sent,
			body: Buffer.from(sent.body),
			ip: '192.0.2.1',
		};
		const verdict = examine(request, { ...UNSIGNED, ...policy }, START + seconds * 1000);
		if (verdict.kind === 'accepted' && verdict.inbound.kind !== 'urlCheck') {
			await reassembler.receive(scope, withStoredRecord(verdict.inbound, 'simplified'));
		}
		return verdict;
	}

	/** All items, including those of messages that stay incomplete. */
	async function items(): Promise<Item['json'][]> {
		seconds += PART_TIMEOUT + 1;
		const deliveries = await reassembler.claim(scope);
		for (const delivery of deliveries) await delivery.confirm();
		return deliveries.map(
			({ message }) =>
				toItem(message, { payloadFormat: 'auto', output: 'simplified', escapeFormulas: false })
					.json,
		);
	}

	describe("of Vonage's own files", () => {
		const cases = officialCases.cases as unknown as Array<{
			id: string;
			request: SentRequest;
			policy?: object;
			expect: { verdict: string; status?: number; item?: Json };
		}>;

		test.each(cases)('$id', async ({ request, policy = {}, expect: expected }) => {
			const verdict = await receive(request, policy);
			expect(summaryOf(verdict)).toEqual({ verdict: expected.verdict, status: expected.status });
			expect(await items()).toEqual(expected.item ? [fieldsOf(expected.item)] : []);
		});
	});

	describe('of the field', () => {
		const cases = fieldCases.cases as unknown as Array<{
			id: string;
			source: string;
			requests: SentRequest[];
			policy: object;
			expected: { verdicts?: Array<{ status: number; urlCheck?: boolean }>; items?: Json[] };
		}>;

		test.each(cases)('$id: $source', async ({ requests, policy, expected }) => {
			const verdicts: Verdict[] = [];
			for (const request of requests) verdicts.push(await receive(request, policy));
			expect(verdicts.map(statusOf)).toEqual(
				expected.verdicts?.map(({ status }) => status) ?? requests.map(() => 200),
			);
			const given = await items();
			if (expected.items) expect(given).toEqual(expected.items.map(fieldsOf));
		});
	});
});

function summaryOf(verdict: Verdict): { verdict: string; status: number | undefined } {
	if (verdict.kind === 'refused') return { verdict: 'refused', status: verdict.status };
	const isCheck = verdict.inbound.kind === 'urlCheck';
	return { verdict: isCheck ? 'urlCheck' : 'accepted', status: undefined };
}

function statusOf(verdict: Verdict): number {
	return verdict.kind === 'refused' ? verdict.status : 200;
}

/** An item with at least these fields; `{ $match: "/re/i" }` is a regular expression. */
function fieldsOf(expected: Json): unknown {
	const entries = Object.entries(expected).map(([name, value]) => [name, matcherOf(value)]);
	return expect.objectContaining(Object.fromEntries(entries) as Json);
}

function matcherOf(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || !('$match' in value)) return value;
	const [, source = '', flags] = /^\/(.*)\/(\w*)$/.exec(String(value.$match)) ?? [];
	return expect.stringMatching(new RegExp(source, flags));
}
