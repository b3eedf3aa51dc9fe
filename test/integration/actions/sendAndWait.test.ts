import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';

let simulator: Simulator;
let folder: string;
const before = process.env.N8N_USER_FOLDER;

beforeAll(async () => {
	simulator = await startSimulator({ settings: { receipts: false } });
	folder = mkdtempSync(join(tmpdir(), 'vonage-sms-user-'));
	process.env.N8N_USER_FOLDER = folder;
});
afterAll(async () => {
	await simulator.close();
	process.env.N8N_USER_FOLDER = before;
	rmSync(folder, { recursive: true });
});

const ask = async (parameters: INodeParameters, items?: IDataObject[]) =>
	await runNode({
		parameters: {
			...message,
			operation: 'sendAndWait',
			message: 'May I ship it?',
			...parameters,
		},
		items,
		credential: credentialFor(simulator),
	});

describe('asking by SMS is refused before anything is sent', () => {
	afterEach(() => expect(simulator.sent).toEqual([]));

	test.each<[string, INodeParameters, RegExp]>([
		[
			'from a sender ID, to which nobody can reply',
			{ from: { __rl: true, mode: 'name', value: 'ACME' } },
			/^'From' is a sender ID \(ACME\)/,
		],
		['without a text', { message: '={{ "" }}' }, /Message.* is empty/],
		[
			'with a time limit that is no date',
			{ limitWaitTime: { values: { limitType: 'atSpecifiedTime', maxDateAndTime: 'soon' } } },
			/^'Max Date and Time' in 'Limit Wait Time' isn't a date/,
		],
		[
			'with a reminder that says nothing',
			{ options: { reminders: { values: [{ amount: 1, unit: 'hours', message: '' }] } } },
			/^'Message' in 'Reminders' is empty/,
		],
		[
			'with an escalation to what is no phone number',
			{ options: { escalation: { values: { amount: 1, unit: 'hours', to: 'the boss' } } } },
			/^'To' in 'Escalation' isn't a valid phone number \(the boss\)/,
		],
	])('%s', async (_, parameters, expected) => {
		const { error } = await ask(parameters);
		expect(error?.message).toMatch(expected);
	});

	test('in the tenth item as in the first', async () => {
		const items = Array.from({ length: 10 }, (_, index) => ({
			to: index === 9 ? '' : '447700900123',
		}));
		const { error } = await ask({ to: '={{ $json.to }}' }, items);
		expect(error?.message).toMatch(/To.* is empty/);
	});

	test('where nobody receives the replies, which takes a while to know', async () => {
		const { error } = await ask({});
		expect(error?.message).toBe(
			"Nobody receives replies to +447700900001, so nothing was sent. Publish a workflow with a Vonage SMS Trigger that receives the messages to this number and has 'Storage' set to SQLite, as in this node.",
		);
	}, 20_000);
});

test('people who opted out are not asked', async () => {
	const { items } = await ask({ options: { respectOptOut: true } }, [{ optOut: true }]);
	expect(items).toEqual([
		{
			json: {
				data: expect.objectContaining({ answered: false, optOut: true, reason: 'optOut' }),
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(simulator.sent).toEqual([]);
});
