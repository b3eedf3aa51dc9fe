import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeParameters, INodePropertyOptions } from 'n8n-workflow';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { loadSchema, violations } from '../../unit/items/schema';
import { credentialFor, message, runNode } from './runNode';

const mms = { api: 'messages', channel: 'mms', mediaUrls: 'https://example.com/menu.png' };
const optedOut = { optOut: true, from: '60777', to: '+447700900001' };
const person = { phoneNumber: '+447700900123', ownNumber: '+447700900001', storage: 'sqlite' };
const received = {
	...{ receivedAfter: '2026-01-10T00:00:00Z', receivedBefore: '2026-01-10T12:00:00Z' },
	...{ returnAll: true, leaveOutKnown: false },
};

/** Each operation with input that returns items. Send and Wait is tested in test/unit/questions/outcome.test.ts. */
const runs: Array<[operation: string, what: string, INodeParameters, IDataObject?]> = [
	['message/send', 'GSM-7', message],
	['message/send', 'UCS-2', { ...message, text: '=Привет' }],
	['message/send', 'binary', { ...message, messageType: 'binary', body: '4869', udh: '00' }],
	['message/send', 'the Messages API', { ...message, api: 'messages' }],
	['message/send', 'an MMS', { ...message, ...mms }],
	[
		'message/reply',
		'GSM-7',
		{ ...message, to: '={{ $json.from }}' },
		{ from: '+447700900123', id: 'aaaaaaaa' },
	],
	['message/reply', 'a skipped item', { ...message, options: { respectOptOut: true } }, optedOut],
	['message/reply', 'a skipped item without numbers', message, { optOut: true }],
	['message/getReceived', 'an SMS', received],
	['message/getStatus', 'a known and an unknown message', { messageIds: 'known, 0C00' }],
	['message/erase', 'a number', person],
	['optOut/add', 'a person', person],
	['optOut/check', 'a person', person],
	['optOut/getMany', 'people', { storage: 'sqlite', returnAll: true }],
	['optOut/remove', 'a person', person],
	['account/getBalance', 'the balance', {}],
	['number/getMany', 'numbers', { returnAll: true }],
];

let simulator: Simulator;
let folder: string;
beforeAll(async () => {
	simulator = await startSimulator();
	folder = mkdtempSync(join(tmpdir(), 'vonage-sms-schemas-'));
	process.env.N8N_USER_FOLDER = folder;
	simulator.received.push({
		...{ product: 'SMS', messageId: '0C00000000000100', text: 'Stop' },
		...{ from: '447700900123', to: '447700900001', at: Date.parse('2026-01-10T01:00:00Z') },
	});
});
afterAll(async () => {
	delete process.env.N8N_USER_FOLDER;
	rmSync(folder, { recursive: true });
	await simulator.close();
});

describe('items match what the editor shows before the first run', () => {
	it.each(runs)('%s: %s', async (name, _what, parameters, json = {}) => {
		const [resource, operation] = name.split('/');
		const known = simulator.sent[0]?.ids[0] ?? '';
		const { items, error } = await runNode({
			parameters: {
				...parameters,
				...(resource && operation && { resource, operation }),
				...(parameters.messageIds && {
					messageIds: String(parameters.messageIds).replace('known', known),
				}),
			},
			items: [json],
			credential: credentialFor(simulator),
		});
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(0);
		const schema = loadSchema(`v1.0.0/${name}.json`);
		for (const item of items) expect(violations(schema, item.json)).toEqual([]);
	});

	it('there is a schema for every operation', () => {
		const { properties, version } = new VonageSms().description;
		expect(version).toBe(1);
		const lists = properties.filter(({ name }) => name === 'operation');
		const names = lists.flatMap(({ displayOptions, options }) =>
			((options ?? []) as INodePropertyOptions[]).map(
				({ value }) => `${String(displayOptions?.show?.resource?.[0])}/${String(value)}`,
			),
		);
		expect(names.length).toBeGreaterThan(10);
		const folderOfSchemas = join(__dirname, '../../../nodes/VonageSms/__schema__/v1.0.0');
		expect(names.filter((name) => !existsSync(join(folderOfSchemas, `${name}.json`)))).toEqual([]);
	});
});
