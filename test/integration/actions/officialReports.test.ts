import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { loadSchema, violations } from '../../unit/items/schema';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';

const official = JSON.parse(
	readFileSync(join(__dirname, '../../vectors/official-reports.json'), 'utf8'),
);
const UUID = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
const PATH = '/v2/reports/records';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

const run = async (parameters: INodeParameters) =>
	await runNode({
		parameters: { resource: 'message', ...parameters },
		credential: credentialFor(simulator),
	});

/** Makes Vonage answer each request in turn with these records. */
const answer = (...answers: Array<Array<Record<string, unknown>>>) => {
	for (const records of answers) {
		const body = { request_status: 'SUCCESS', items_count: records.length, records };
		simulator.fail({ endpoint: PATH, status: 200, body });
	}
};

const status = async (messageIds: string): Promise<IDataObject[]> =>
	(await run({ operation: 'getStatus', messageIds })).items.map(({ json }) => json);

const requests = () => simulator.requests.filter(({ path }) => path === PATH);

describe("Vonage's own records of sent messages", () => {
	it('of the SMS API become receipts, whichever of the two ids has the format of the send response', async () => {
		const id = '12000000E506AC66';
		const records = [
			{ ...official.smsOutbound, id },
			{ ...official.smsOutbound, message_id: id },
		];
		for (const record of records) {
			answer([record]);
			const [item] = await status(id);
			expect(item).toMatchObject({
				id,
				found: true,
				status: 'delivered',
				final: true,
				errorCode: '0',
				errorText: 'Delivered',
				from: '+447700900001',
				to: '+447700900000',
				network: '12345',
				price: 0.036,
				currency: null,
				clientRef: 'my-personal-reference',
				sentAt: '2024-02-02T13:50:00.000Z',
				receivedAt: '2024-02-02T13:50:00.000Z',
				api: 'sms',
			});
			expect(violations(loadSchema('v1.0.0/message/getStatus.json'), item)).toEqual([]);
		}
	});

	it('of the Messages API become receipts, with the meaning of the code, which the records do not explain', async () => {
		const id = official.messagesOutbound.message_id;
		answer([
			{ ...official.messagesOutbound, status: 'rejected', error_code: '1240', total_price: '' },
		]);
		expect(await status(id)).toMatchObject([
			{
				id,
				api: 'messages',
				status: 'rejected',
				final: true,
				errorCode: '1240',
				errorText: 'Recipient opted out of these messages',
				// The estimated price until the receipt arrives.
				price: 0.036,
				currency: 'EUR',
			},
		]);
	});

	it('are found under the other API if the format of the id is misleading', async () => {
		answer([], [official.smsOutbound]);
		expect(await status(UUID)).toMatchObject([{ id: UUID, api: 'sms', found: true }]);
		expect(requests().map(({ query }) => query.product)).toEqual(['MESSAGES', 'SMS']);
	});

	it.each([
		...official.request.statuses.SMS.map((each: string) => ['sms', each]),
		...official.request.statuses.MESSAGES.map((each: string) => ['messages', each]),
	])('of the %s API can have the status %s', async (api, given) => {
		const record = api === 'sms' ? official.smsOutbound : official.messagesOutbound;
		const id = api === 'sms' ? '12000000E506AC66' : record.message_id;
		answer([{ ...record, message_id: id, status: given }]);
		const others: Record<string, string> = { read: 'delivered', deleted: 'failed' };
		const open = ['accepted', 'buffered', 'submitted', 'unknown'];
		expect(await status(id)).toMatchObject([
			{ status: others[given] ?? given, final: !open.includes(given) },
		]);
	});

	it('are requested with the parameters that Vonage accepts together with ids', async () => {
		await status(`${UUID} 12000000E506AC66`);
		const names = new Set(requests().flatMap(({ query }) => Object.keys(query)));
		expect([...names].filter((name) => !official.request.withId.includes(name))).toEqual([]);
	});
});

describe("Vonage's own records of received messages", () => {
	const received = async (receivedThrough: string) =>
		(
			await run({
				operation: 'getReceived',
				receivedThrough,
				receivedAfter: '2024-02-02T00:00:00Z',
				receivedBefore: '2024-02-02T20:00:00Z',
				leaveOutKnown: false,
			})
		).items.map(({ json }) => json);

	it('become items with the same id as a webhook', async () => {
		answer([official.smsInbound]);
		expect(await received('SMS')).toMatchObject([
			{
				id: '1D000000A657F123',
				text: 'Hello World!',
				from: '+447700900001',
				receivedAt: '2024-02-02T13:50:00.000Z',
				accountId: '12aa3456',
			},
		]);
		answer([{ ...official.messagesInbound, provider: 'sms' }]);
		expect(await received('MESSAGES')).toMatchObject([
			{ id: official.messagesInbound.message_id, api: 'messages', text: 'Hello World!' },
		]);
	});
});

test("the simulator's records have only fields that Vonage's records have", async () => {
	const ids: string[] = [];
	for (const api of ['sms', 'messages']) {
		const { items } = await run({ ...message, api });
		ids.push(String(items[0]?.json.id));
	}
	const { apiKey, apiSecret } = simulator.account;
	const ask = async (query: Record<string, string>) => {
		const response = await fetch(
			`${simulator.apiUrl}${PATH}?${new URLSearchParams({ account_id: apiKey, ...query })}`,
			{ headers: { authorization: `Basic ${btoa(`${apiKey}:${apiSecret}`)}` } },
		);
		const { records } = (await response.json()) as { records: Array<Record<string, string>> };
		expect(records).toHaveLength(1);
		return Object.keys(records[0] ?? {});
	};
	const at = Date.now();
	for (const product of ['SMS', 'MESSAGES'] as const) {
		const text = { from: '447700900123', to: '447700900001', text: 'Hi', at };
		simulator.received.push({ product, messageId: `M${product}`, ...text });
	}
	const outbound = { direction: 'outbound', include_message: 'false' };
	const inbound = { direction: 'inbound', include_message: 'true' };
	const fields = {
		smsOutbound: await ask({ product: 'SMS', ...outbound, id: ids[0] ?? '' }),
		messagesOutbound: await ask({ product: 'MESSAGES', ...outbound, id: ids[1] ?? '' }),
		smsInbound: await ask({ product: 'SMS', ...inbound }),
		messagesInbound: await ask({ product: 'MESSAGES', ...inbound }),
	};
	for (const [name, known] of Object.entries(fields)) {
		expect([name, known.filter((field) => !(field in official[name]))]).toEqual([name, []]);
	}
});
