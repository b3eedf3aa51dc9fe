import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeExecutionData, ITriggerResponse, WorkflowActivateMode } from 'n8n-workflow';

import { openSqliteStore, Reassembler } from '../../../nodes/VonageSms/reassembly';
import { forgetCredentials } from '../../../nodes/VonageSms/storage';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { whole } from '../../unit/reassembly/builders';
import { triggerContext } from '../contexts';
import { CREDENTIAL, PARAMETERS } from './webhookServer';

const SCOPE = 'workflow-1/node-1/production';
const POLICY = { partTimeout: 600, deduplicationHours: 48, onIncomplete: 'emit' } as const;

describe('trigger()', () => {
	let folder: string;
	let response: ITriggerResponse | undefined;
	let emitted: Array<{ item: INodeExecutionData; key: string | undefined }>;
	let whenEmitted: () => void;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-dispatch-'));
		process.env.N8N_USER_FOLDER = folder;
		emitted = [];
		response = undefined;
		whenEmitted = () => undefined;
	});
	afterEach(async () => {
		await response?.closeFunction?.();
		forgetCredentials();
		delete process.env.N8N_USER_FOLDER;
		rmSync(folder, { recursive: true });
	});

	/** n8n reads its own settings from the same folder when the first context is created. */
	function prepare(activation: WorkflowActivateMode): () => Promise<void> {
		const nodeType = new VonageSmsTrigger();
		const node = { nodeType, parameters: PARAMETERS, credential: CREDENTIAL };
		const context = triggerContext(node, activation, (data, _response, done, key) => {
			emitted.push({ item: data[0]![0]!, key });
			whenEmitted();
			// n8n reports the end of the execution.
			done?.resolve({ status: 'success' } as Parameters<typeof done.resolve>[0]);
		});
		return async () => {
			response = await nodeType.trigger.call(context);
		};
	}

	/** A file is where the folder of the store has to be. */
	function takeStoreAway(): void {
		rmSync(join(folder, '.n8n'), { recursive: true, force: true });
		writeFileSync(join(folder, '.n8n'), '');
	}

	function bringStoreBack(): void {
		renameSync(join(folder, '.n8n'), join(folder, 'away'));
		mkdirSync(join(folder, '.n8n'));
	}

	async function receive(): Promise<void> {
		const store = await openSqliteStore(join(folder, '.n8n', 'vonage-sms.sqlite'));
		const reassembler = new Reassembler(store, POLICY);
		await reassembler.register(SCOPE);
		await reassembler.receive(SCOPE, whole('A', 'Hello'));
		await store.close();
	}

	test('rejects if the store fails while a person publishes', async () => {
		const start = prepare('activate');
		takeStoreAway();
		await expect(start()).rejects.toThrow("can't be opened");
	});

	test.each<WorkflowActivateMode>(['init', 'leadershipChange'])(
		'starts without the store in mode %s, and delivers as soon as it is back',
		async (mode) => {
			const start = prepare(mode);
			takeStoreAway();
			await start();
			bringStoreBack();
			const waiting = new Promise<void>((resolve) => (whenEmitted = resolve));
			await receive();
			await waiting;
			expect(emitted.map(({ item }) => item.json.text)).toEqual(['Hello']);
		},
	);

	test('adds the attempt to the key and next to the item, not to its JSON', async () => {
		await receive();
		const waiting = new Promise<void>((resolve) => (whenEmitted = resolve));
		await prepare('activate')();
		await waiting;
		const [{ item, key } = { item: undefined, key: '' }] = emitted;
		expect(key).toMatch(/^vonageSms\/workflow-1\/node-1\/production\/message\/A\/complete\/1$/);
		expect(Object.keys(item ?? {})).toEqual(['json', 'vonageSmsTicket']);
		expect(JSON.stringify(item?.json)).not.toContain(String(item?.vonageSmsTicket));
	});
});
