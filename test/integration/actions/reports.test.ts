import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { openSqliteStore, Reassembler } from '../../../nodes/VonageSms/reassembly';
import { part as partOf, whole } from '../../unit/items/messages';
import { loadSchema, violations } from '../../unit/items/schema';
import { startSimulator } from '../../simulator';
import type { ReceivedRecord, Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-10T00:00:00Z');

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ settings: { limits: 'real' } });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

const run = async (parameters: INodeParameters) =>
	await runNode({
		parameters: { resource: 'message', ...parameters },
		credential: credentialFor(simulator),
	});

const getReceived = async (parameters: INodeParameters = {}) =>
	await run({
		operation: 'getReceived',
		receivedAfter: '2026-01-10T00:00:00Z',
		receivedBefore: '2026-01-10T12:00:00Z',
		returnAll: true,
		leaveOutKnown: false,
		...parameters,
	});

function received(hours: number, changes: Partial<ReceivedRecord> = {}): ReceivedRecord {
	return {
		product: 'SMS',
		messageId: `0C0000000000${String(Math.round(hours * 100)).padStart(4, '0')}`,
		from: '447700900123',
		to: '447700900001',
		text: `Hour ${hours}`,
		at: START + hours * HOUR,
		...changes,
	};
}

const requests = () => simulator.requests.filter(({ path }) => path === '/v2/reports/records');

describe('getting received messages', () => {
	it("returns the trigger's item, marked as recovered", async () => {
		simulator.received.push(received(1, { text: 'Stop' }));
		const { items } = await getReceived();
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({
			event: 'message',
			id: '0C00000000000100',
			from: '+447700900123',
			to: '+447700900001',
			text: 'Stop',
			keyword: 'STOP',
			optOut: true,
			type: 'text',
			receivedAt: '2026-01-10T01:00:00.000Z',
			complete: true,
			accountId: 'abcd1234',
			api: 'sms',
			verified: true,
			recovered: true,
			sessionId: '+447700900123 +447700900001',
		});
		const { recovered, ...rest } = items[0]?.json ?? {};
		expect(recovered).toBe(true);
		expect(violations(loadSchema('v1.1.0.json'), rest)).toEqual([]);
	});

	it.each(['+44 (0)7700 900123', '\u2068tel:+447700900123\u2069', '0044 7700\u2011900123'])(
		'filters by numbers written in any way: %j',
		async (from) => {
			await getReceived({ filters: { from, to: '60777' } });
			expect(requests()[0]?.query).toMatchObject({ from: '447700900123', to: '60777' });
		},
	);

	it('rejects a filter that is not a phone number', async () => {
		const { error } = await getReceived({ filters: { from: 'ACME' } });
		expect(error?.message).toContain("'From' in 'Filters' isn't a valid phone number");
		expect(requests()).toHaveLength(0);
	});

	it('includes the start of the time window and excludes its end', async () => {
		simulator.received.push(...[-1, 0, 11.99, 12].map((hours) => received(hours)));
		const { items } = await getReceived();
		expect(items.map(({ json }) => json.text)).toEqual(['Hour 0', 'Hour 11.99']);
	});

	it('never requests more than 24 hours at a time, and returns the oldest message first', async () => {
		simulator.received.push(received(60), received(30), received(2));
		const { items } = await getReceived({ receivedBefore: '2026-01-13T00:00:00Z' });
		expect(items.map(({ json }) => json.text)).toEqual(['Hour 2', 'Hour 30', 'Hour 60']);
		expect(requests().map(({ query }) => query.date_start)).toEqual([
			'2026-01-10T00:00:00.000Z',
			'2026-01-11T00:00:00.000Z',
			'2026-01-12T00:00:00.000Z',
		]);
	});

	it('reads all pages, at most ten in a second', async () => {
		simulator.settings.reportPageSize = 2;
		simulator.received.push(...Array.from({ length: 25 }, (_, index) => received(index / 10)));
		const { items, error } = await getReceived();
		expect(error).toBeUndefined();
		expect(items).toHaveLength(25);
		expect(requests().map(({ status }) => status)).toEqual(Array(13).fill(200));
	});

	it('reads only as many pages as the limit needs, because each record costs money', async () => {
		simulator.settings.reportPageSize = 2;
		simulator.received.push(...Array.from({ length: 9 }, (_, index) => received(index)));
		const { items } = await getReceived({ returnAll: false, limit: 3 });
		expect(items).toHaveLength(3);
		expect(requests()).toHaveLength(2);
	});

	it('filters by sender and own number, written in any way', async () => {
		simulator.received.push(received(1), received(2, { from: '447700900999' }));
		const filters = { from: '+44 7700 900999', to: '0044 7700 900001' };
		const { items } = await getReceived({ filters });
		expect(items.map(({ json }) => json.text)).toEqual(['Hour 2']);
	});

	it('requests only SMS if the account uses the Messages API', async () => {
		const messageId = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
		simulator.received.push(received(1, { product: 'MESSAGES', messageId, text: 'Grüße 🌍' }));
		const { items } = await getReceived({ receivedThrough: 'MESSAGES' });
		expect(items[0]?.json).toMatchObject({ id: messageId, api: 'messages', type: 'unicode' });
		expect(requests()[0]?.query).toMatchObject({ product: 'MESSAGES', provider: 'sms' });
	});

	it('leaves out known messages: whole messages by ID, parts by sender and text', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-reports-'));
		process.env.N8N_USER_FOLDER = folder;
		try {
			mkdirSync(join(folder, '.n8n'));
			const store = await openSqliteStore(join(folder, '.n8n', 'vonage-sms.sqlite'));
			const policy = { partTimeout: 600, deduplicationHours: 48, onIncomplete: 'emit' } as const;
			const reassembler = new Reassembler(store, policy, () => START + 2 * HOUR);
			const scope = 'workflow/node/production';
			await reassembler.register(scope);
			const known = received(1);
			const part = received(2, { text: 'first part' });
			await reassembler.receive(scope, whole({ messageId: known.messageId, from: known.from }));
			const { from, to, text, messageId } = part;
			await reassembler.receive(scope, partOf(1, { from, to, text, messageId }));
			for (const delivery of await reassembler.claim(scope)) await delivery.confirm();
			await store.close();

			const others = [received(3), received(4, { text: 'first part', from: '447700900999' })];
			simulator.received.push(known, part, ...others);
			const parameters = { leaveOutKnown: true, storage: 'sqlite' };
			const { items } = await getReceived(parameters);
			expect(items.map(({ json }) => json.id)).toEqual(others.map((other) => other.messageId));
		} finally {
			delete process.env.N8N_USER_FOLDER;
			rmSync(folder, { recursive: true });
		}
	});

	it('rejects a time window that ends before it begins, without a request', async () => {
		const { error } = await getReceived({ receivedBefore: '2026-01-09T00:00:00Z' });
		expect(error?.message).toContain("'Received Before' must be later than 'Received After'");
		expect(requests()).toHaveLength(0);
	});

	it('rejects values that are not times, and names the parameter', async () => {
		const { error } = await getReceived({ receivedAfter: 'yesterday' });
		expect(error?.message).toContain("'Received After' is not a date and time");
	});
});

describe('getting received messages in unusual cases', () => {
	const answer = (body: unknown) =>
		simulator.fail({ endpoint: '/v2/reports/records', status: 200, body });

	it('returns nothing for an account that received nothing, with or without a list in the response', async () => {
		expect(await getReceived()).toMatchObject({ items: [], error: undefined });
		answer({ request_status: 'SUCCESS', items_count: 0 });
		expect(await getReceived()).toMatchObject({ items: [], error: undefined });
	});

	it.each([['<html>Sign in</html>'], [{}], [[]], ['']])(
		'does not mistake another response for an empty account: %j',
		async (body) => {
			answer(body);
			const { error } = await getReceived();
			expect(error?.message).toContain("The response isn't from Vonage");
		},
	);

	it('waits if Vonage says so, and continues with the same page', async () => {
		simulator.settings.reportPageSize = 1;
		simulator.received.push(received(1), received(2));
		const wait = { endpoint: '/v2/reports/records', status: 429, headers: { 'retry-after': '1' } };
		simulator.fail(wait);
		simulator.fail(wait);
		const { items } = await getReceived();
		expect(items.map(({ json }) => json.text)).toEqual(['Hour 1', 'Hour 2']);
		expect(requests().map(({ status }) => status)).toEqual([429, 429, 200, 200]);
	});

	it('returns a message once if pages overlap, and ends if a page links to itself', async () => {
		const record = (id: string) => ({
			message_id: id,
			from: '447700900123',
			to: '447700900001',
			message_body: id,
			date_received: '2026-01-10T01:00:00+00:00',
		});
		const page = (ids: string[], cursor?: string) => ({
			request_status: cursor ? 'TRUNCATED' : 'SUCCESS',
			records: ids.map(record),
			...(cursor && { cursor, iv: 'iv' }),
		});
		answer(page(['A', 'B'], 'next'));
		answer(page(['B', 'C']));
		const { items } = await getReceived();
		expect(items.map(({ json }) => json.id)).toEqual(['A', 'B', 'C']);

		for (let times = 0; times < 5; times += 1) answer(page(['A'], 'same'));
		const { error } = await getReceived();
		expect(error?.message).toContain('Vonage truncated the report');
		expect(requests()).toHaveLength(4);
	});

	it('covers the days on which the clocks change without a gap or an overlap', async () => {
		// 25 hours in Berlin: clocks go back on the 25th.
		const hours = (time: string) => (Date.parse(time) - START) / HOUR;
		const times = ['2026-10-24T22:00:00Z', '2026-10-25T22:00:00Z', '2026-10-25T22:59:59Z'];
		const outside = ['2026-10-24T21:59:59Z', '2026-10-25T23:00:00Z'];
		simulator.received.push(
			...[...times, ...outside].map((time, index) =>
				received(hours(time), { text: time, messageId: `0C0000000000010${index}` }),
			),
		);
		const { items } = await runNode({
			parameters: {
				resource: 'message',
				operation: 'getReceived',
				receivedAfter: '2026-10-25T00:00:00',
				receivedBefore: '2026-10-26T00:00:00',
				leaveOutKnown: false,
			},
			credential: credentialFor(simulator),
			timezone: 'Europe/Berlin',
		});
		expect(items.map(({ json }) => json.text)).toEqual(times);
		expect(requests().map(({ query }) => [query.date_start, query.date_end])).toEqual([
			['2026-10-24T22:00:00.000Z', '2026-10-25T22:00:00.000Z'],
			['2026-10-25T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
		]);
	});

	it('rejects a time window for which Vonage has no records, which would need thousands of requests', async () => {
		const { error } = await getReceived({ receivedAfter: 0 });
		expect(error?.message).toContain('days apart');
		expect(requests()).toHaveLength(0);
	});

	it('keeps the parts of a long message apart', async () => {
		const text = 'x'.repeat(153);
		simulator.received.push(
			received(1, { text, messageId: '0C00000000000101' }),
			received(1, { text, messageId: '0C00000000000102' }),
		);
		const { items } = await getReceived();
		expect(items.map(({ json }) => json.id)).toEqual(['0C00000000000101', '0C00000000000102']);
	});
});

describe('getting the status of messages', () => {
	it('returns the latest status of each id, and says which ids Vonage does not know', async () => {
		const sent = await run({ ...message, text: 'Hello' });
		const id = String(sent.items[0]?.json.id);
		const { items } = await run({ operation: 'getStatus', messageIds: `${id}, 1400000000000000` });
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				event: 'deliveryReceipt',
				id,
				status: 'delivered',
				final: true,
				to: '+447700900123',
				from: '+447700900001',
				recovered: true,
				found: true,
			}),
			expect.objectContaining({
				id: '1400000000000000',
				status: 'unknown',
				final: false,
				errorText: 'Vonage has no record of a message with this ID',
				found: false,
			}),
		]);
	});

	it('requests the ids of both APIs if both are given', async () => {
		const viaSms = await run({ ...message, text: 'One' });
		const viaMessages = await run({ ...message, api: 'messages', text: 'Two' });
		const ids = [viaSms, viaMessages].map(({ items }) => String(items[0]?.json.id));
		const { items } = await run({ operation: 'getStatus', messageIds: ids.join('\n') });
		expect(items.map(({ json }) => [json.id, json.api, json.found])).toEqual([
			[ids[0], 'sms', true],
			[ids[1], 'messages', true],
		]);
	});

	it('rejects more ids than Vonage accepts at a time', async () => {
		const messageIds = Array.from({ length: 21 }, (_, index) => `A${index}`).join(',');
		const { error } = await run({ operation: 'getStatus', messageIds });
		expect(error?.message).toContain('21 IDs');
		expect(requests()).toHaveLength(0);
	});
});
