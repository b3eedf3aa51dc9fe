import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode, INodeExecutionData, WorkflowExecuteMode } from 'n8n-workflow';

import {
	openSqliteStore,
	Reassembler,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';
import { withTicket } from '../../../nodes/VonageSms/trigger/begin';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { whole } from '../../unit/reassembly/builders';
import { executeContext } from '../contexts';
import { CREDENTIAL, PARAMETERS } from './webhookServer';

const SCOPE = 'workflow-1/node-1/production';
const POLICY = { partTimeout: 600, deduplicationHours: 48, onIncomplete: 'emit' } as const;
const ITEM: INodeExecutionData = { json: { text: 'Hello' }, pairedItem: { item: 0 } };

describe('execute() of the trigger', () => {
	let folder: string;
	let store: MessageStore;
	let lines: string[];

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-begin-'));
		process.env.N8N_USER_FOLDER = folder;
		store = await openSqliteStore(join(folder, '.n8n', 'vonage-sms.sqlite'));
		lines = [];
	});
	afterEach(async () => {
		await store.close();
		delete process.env.N8N_USER_FOLDER;
		rmSync(folder, { recursive: true });
	});

	/** A message that the dispatcher has claimed. */
	async function claimed(): Promise<string> {
		const reassembler = new Reassembler(store, POLICY);
		await reassembler.register(SCOPE);
		await reassembler.receive(SCOPE, whole('A', 'Hello'));
		const [delivery] = await reassembler.claim(SCOPE);
		return delivery!.ticket;
	}

	async function execute(
		items: INodeExecutionData[],
		executionId: string,
		{ mode = 'trigger', settings }: { mode?: WorkflowExecuteMode; settings?: Partial<INode> } = {},
	): Promise<INodeExecutionData[][]> {
		const write = (line: string) => void lines.push(line);
		const nodeType = new VonageSmsTrigger();
		const node = {
			nodeType,
			parameters: PARAMETERS,
			credential: CREDENTIAL,
			executionId,
			settings,
			logger: { debug: write, info: write, warn: write, error: write },
		};
		return await nodeType.execute.call(executeContext(node, items, mode));
	}

	test('passes the item to the first execution and to its repetition, and to no other', async () => {
		const input = [withTicket(ITEM, await claimed())];
		expect(await execute(input, '1')).toEqual([[ITEM]]);
		expect(await execute(input, '2')).toEqual([[]]);
		expect(await execute(input, '1')).toEqual([[ITEM]]);
		expect(lines).toEqual([
			expect.stringMatching(/execution 2: Another execution has already started/),
		]);
	});

	test.each<WorkflowExecuteMode>(['manual', 'retry', 'evaluation', 'webhook', 'integrated'])(
		'passes an execution of mode %s through, without the ticket',
		async (mode) => {
			const input = [withTicket(ITEM, await claimed())];
			await execute(input, '1');
			expect(await execute(input, '2', { mode })).toEqual([[ITEM]]);
		},
	);

	test('passes through an item that no dispatcher sent', async () => {
		expect(await execute([ITEM], '1')).toEqual([[ITEM]]);
	});

	test("fails an execution that would run without items because of 'Always Output Data'", async () => {
		const input = [withTicket(ITEM, await claimed())];
		await execute(input, '1');
		const settings = { alwaysOutputData: true };
		await expect(execute(input, '2', { settings })).rejects.toThrow('ends without items');
	});

	test('passes the item on if the process has a separate file, and warns once', async () => {
		const input = [withTicket(ITEM, await claimed())];
		process.env.N8N_USER_FOLDER = join(folder, 'worker');
		expect(await execute(input, '1')).toEqual([[ITEM]]);
		expect(await execute(input, '2')).toEqual([[ITEM]]);
		expect(lines).toEqual([
			expect.stringMatching(
				/a message may be processed twice after a crash or restart\. Set 'Storage' to 'PostgreSQL'/,
			),
		]);
	});

	describe('if the store cannot be reached', () => {
		beforeEach(() => {
			jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] });
			writeFileSync(join(folder, 'file'), '');
		});
		afterEach(() => void jest.useRealTimers());

		/** A folder that can't be created until `back` is called. */
		async function executeWithoutStore(ticket: string, settings?: Partial<INode>) {
			process.env.N8N_USER_FOLDER = join(folder, 'file');
			const running = execute([withTicket(ITEM, ticket)], '1', { settings });
			const settled = running.then(
				(output) => ({ output, message: '' }),
				({ message }: Error) => ({ output: null, message }),
			);
			await jest.advanceTimersByTimeAsync(2_000);
			return settled;
		}

		test('fails after some seconds, and the message has not begun', async () => {
			const ticket = await claimed();
			const settled = executeWithoutStore(ticket);
			await jest.advanceTimersByTimeAsync(20_000);
			const { message } = await settled;
			expect(message).toMatch(/^The SMS store couldn't be reached, so this execution didn't start/);
			expect(lines).toEqual([expect.stringMatching(/didn't start.*can't be opened/)]);
			expect(await new Reassembler(store, POLICY).begin(ticket, '2')).toBe(true);
		});

		test("waits for the store if 'On Error' is set to continue, because n8n would go on without it", async () => {
			const settled = executeWithoutStore(await claimed(), { onError: 'continueRegularOutput' });
			await jest.advanceTimersByTimeAsync(600_000);
			process.env.N8N_USER_FOLDER = folder;
			await jest.advanceTimersByTimeAsync(1_000);
			expect((await settled).output).toEqual([[ITEM]]);
		});

		test('begins if the store is back in time', async () => {
			const settled = executeWithoutStore(await claimed());
			process.env.N8N_USER_FOLDER = folder;
			await jest.advanceTimersByTimeAsync(20_000);
			expect((await settled).output).toEqual([[ITEM]]);
		});
	});
});
