import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeParameters, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { openSqliteStore, type MessageStore } from '../../../nodes/VonageSms/reassembly';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { reassemblerOn, SCOPE } from '../../unit/reassembly/builders';
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

const ask = async (
	parameters: INodeParameters,
	items?: IDataObject[],
	additionalData?: Partial<IWorkflowExecuteAdditionalData>,
) =>
	await runNode({
		parameters: {
			...message,
			operation: 'sendAndWait',
			message: 'May I ship it?',
			...parameters,
		},
		items,
		additionalData,
		credential: credentialFor(simulator),
	});

describe('asking by SMS is rejected before anything is sent', () => {
	afterEach(() => expect(simulator.sent).toEqual([]));

	test.each<[string, INodeParameters, RegExp]>([
		[
			'from a sender ID, to which no one can reply',
			{ from: { __rl: true, mode: 'name', value: 'ACME' } },
			/^'From' is a sender ID \(ACME\)/,
		],
		['without a text', { message: '={{ "" }}' }, /Message.* is empty/],
		[
			'with a time limit that is not a date',
			{ limitWaitTime: { values: { limitType: 'atSpecifiedTime', maxDateAndTime: 'soon' } } },
			/^'Max Date and Time' in 'Limit Wait Time' isn't a date/,
		],
		[
			'with a reminder without a text',
			{ options: { reminders: { values: [{ amount: 1, unit: 'hours', message: '' }] } } },
			/^'Message' in 'Reminders' is empty/,
		],
		[
			'with an escalation to an invalid phone number',
			{ options: { escalation: { values: { amount: 1, unit: 'hours', to: 'the boss' } } } },
			/^'To' in 'Escalation' isn't a valid phone number with its country code \(the boss\)/,
		],
	])('%s', async (_, parameters, expected) => {
		const { error } = await ask(parameters);
		expect(error?.message).toMatch(expected);
	});

	test('if only the tenth item is invalid', async () => {
		const items = Array.from({ length: 10 }, (_, index) => ({
			to: index === 9 ? '' : '447700900123',
		}));
		const { error } = await ask({ to: '={{ $json.to }}' }, items);
		expect(error?.message).toMatch(/To.* is empty/);
	});

	test('if no trigger receives the required delivery receipt', async () => {
		// Reminders are not read: nothing is asked again.
		const options = { reminders: { values: [{ amount: 1, unit: 'hours', message: '' }] } };
		const { error } = await ask({ responseType: 'receipt', options });
		expect(error?.message).toBe(
			"No workflow receives delivery receipts, so nothing was sent. Publish a workflow with a Vonage SMS Trigger that has 'Trigger On' set to Delivery Receipt, 'Receive From' set to Whole Account (SMS API) or Application (Messages API), and 'Storage' set to SQLite, as in this node.",
		);
	});

	test('if no trigger receives the replies, after a few seconds', async () => {
		const { error } = await ask({});
		expect(error?.message).toBe(
			"No workflow receives replies to +447700900001, so nothing was sent. Publish a workflow with a Vonage SMS Trigger that receives messages to this number and has 'Storage' set to SQLite, as in this node.",
		);
	});
});

describe('asking by SMS with a trigger that receives the replies', () => {
	let store: MessageStore;
	let server: Server;
	/** Null: no answer. */
	let answer: { status: number; body: string } | null;
	/** For a wrong signature, if it differs. */
	let answerToForged: typeof answer = null;

	beforeAll(async () => {
		store = await openSqliteStore(join(folder, '.n8n', 'vonage-sms.sqlite'));
		await reassemblerOn(store, { seconds: Date.now() / 1000 }).register(SCOPE);
		server = createServer((request, response) => {
			const isForged = request.url?.includes('signature=forged');
			const given = (isForged && answerToForged) || answer;
			if (given === null) return;
			response.statusCode = given.status;
			response.end(given.body);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		process.env.N8N_PORT = String((server.address() as AddressInfo).port);
	});
	afterEach(async () => await simulator.reset());
	afterAll(async () => {
		delete process.env.N8N_PORT;
		server.close();
		await store.close();
	});

	const rounds = async () => await store.database.all('SELECT state, url FROM question_round');

	test.each([
		[{ status: 401, body: '' }, /n8n doesn't serve the resume URL.*N8N_ENCRYPTION_KEY/],
		[
			{ status: 404, body: 'Cannot POST /webhook-waiting/1' },
			/reverse proxy sends \/webhook-waiting\//,
		],
	])(
		'is rejected before anything is sent if n8n answers %j at its own resume URL',
		async (given, why) => {
			answer = given;
			const { error } = await ask({});
			expect(error?.message).toMatch(why);
			expect(simulator.sent).toEqual([]);
			expect(await rounds()).toEqual([]);
		},
	);

	test('asks if n8n is too busy to answer at its own resume URL in time', async () => {
		answer = null;
		const timeout = AbortSignal.timeout.bind(AbortSignal);
		const sooner = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(100));
		const { error } = await ask({}).finally(() => sooner.mockRestore());
		expect(error).toBeUndefined();
		expect(simulator.sent).toHaveLength(1);
		await store.database.run('DELETE FROM question_round');
	});

	describe('if n8n serves the resume URL', () => {
		beforeEach(() => {
			answer = { status: 409, body: '{"message":"The execution \\"1\\" is running already."}' };
		});

		describe('below a path', () => {
			const below = { webhookWaitingBaseUrl: 'https://n8n.example.com/n8n/webhook-waiting' };
			afterEach(() => {
				answerToForged = null;
			});

			test('is refused if n8n checks the signature only later, when it would reject its own', async () => {
				const { error } = await ask({}, undefined, below);
				expect(error?.message).toMatch(
					/^Nothing was sent.*set WEBHOOK_URL to a URL without a path/,
				);
				expect(simulator.sent).toEqual([]);
				expect(await rounds()).toEqual([]);
			});

			test('asks if n8n has checked the signature', async () => {
				answerToForged = { status: 401, body: '' };
				const { error } = await ask({}, undefined, below);
				expect(error).toBeUndefined();
				expect(simulator.sent).toHaveLength(1);
				await store.database.run('DELETE FROM question_round');
			});
		});

		test('stores the question with the signed URL while the execution waits', async () => {
			const { error } = await ask({});
			expect(error).toBeUndefined();
			expect(simulator.sent).toMatchObject([{ to: '447700900123', text: 'May I ship it?' }]);
			expect(await rounds()).toEqual([
				{ state: 'open', url: expect.stringMatching(/\/webhook-waiting\/1\/.*signature=/) },
			]);
		});

		test('does not store a question if its SMS was not sent', async () => {
			simulator.failSend({ status: '9' });
			const { error } = await ask({});
			expect(error?.message).toContain('credit');
			// The next run of the same execution ended the question of the previous test.
			const urls = (await rounds()).map(({ state, url }) => [state, url]);
			expect(urls).toEqual([
				['closed', null],
				['closed', null],
			]);
		});
	});
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
