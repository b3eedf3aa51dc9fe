import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { itemsOf, type N8n, type Workflow } from '../n8n';
import type { Simulator } from '../simulator';
import { useStage } from './stage';
import {
	AFTER,
	createVonageCredential,
	NUMBER,
	PHONE,
	TRIGGER,
	triggerNode,
	triggerWorkflow,
} from './workflows';

const LINKED_NUMBER = '14155550100';
/** Past the five minutes after which the messages of a replaced trigger node are adopted. */
const SIX_MINUTES_MS = 6 * 60_000;

describe('no acknowledged SMS is lost on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let workflow: Workflow;

	useStage((stage) => ({ n8n, simulator } = stage), {
		// Vonage retries after 0.5 s, 1 s, 2 s and so on.
		simulator: { settings: { timeScale: 0.1 } },
	});
	afterEach(async () => await n8n.unpublish(workflow.id));

	async function publish(
		parameters: Record<string, unknown> = {},
		credential: Record<string, unknown> = {},
	): Promise<void> {
		const vonage = await createVonageCredential(n8n, simulator, credential);
		workflow = await n8n.createWorkflow(triggerWorkflow(vonage, parameters));
		await n8n.publish(workflow.id);
	}

	/** Resolves with the response to one of two parts. */
	async function sendPart(part: 1 | 2, text: string, messageId: string): Promise<number> {
		const { production } = await n8n.webhookUrls(workflow.id, TRIGGER);
		const query = new URLSearchParams({
			msisdn: PHONE,
			to: NUMBER,
			messageId,
			text,
			type: 'text',
			concat: 'true',
			'concat-ref': '7',
			'concat-total': '2',
			'concat-part': String(part),
		});
		return (await fetch(`${production}?${query}`)).status;
	}

	/** Input of the node after the trigger, once `count` executions have ended. */
	async function received(count: number): Promise<Record<string, unknown>[]> {
		const executions = await n8n.waitForExecutions(workflow.id, count);
		return executions.flatMap((each) => itemsOf(each, AFTER)).map(({ json }) => json);
	}

	test.each([
		['as they are', ''],
		['with a space after them', ' '],
	])(
		'when the credential names another application than the trigger, IDs %s',
		async (_, behind) => {
			const [sending] = simulator.applications;
			const listening = { ...structuredClone(sending!), id: randomUUID(), name: 'Listening' };
			simulator.applications.push(listening);
			const number = simulator.numbers.find(({ msisdn }) => msisdn === LINKED_NUMBER)!;
			number.app_id = listening.id;
			simulator.account.smsSetting = 'messages';
			try {
				await publish(
					{
						registration: 'application',
						// n8n itself refuses an ID with a space, but not an expression that results in one.
						application: { __rl: true, mode: 'id', value: `=${listening.id}${behind}` },
					},
					{
						signatureSecret: simulator.account.signatureSecret,
						applicationId: sending!.id + behind,
						privateKey: simulator.privateKey,
					},
				);
				const sms = { from: PHONE, to: LINKED_NUMBER, content: { text: 'to the other one' } };
				const { deliveries, cancel } = await simulator.sendInbound(sms);
				cancel();
				expect(deliveries.map(({ attempts }) => attempts[0]?.answer)).toEqual([
					expect.objectContaining({ kind: 'answered', status: 200 }),
				]);
				expect(await received(1)).toEqual([
					expect.objectContaining({ text: 'to the other one', verified: true }),
				]);
			} finally {
				simulator.account.smsSetting = 'sms';
				delete number.app_id;
			}
		},
	);

	test('when two parts have the same messageId', async () => {
		await publish();
		expect(await sendPart(1, 'first half, ', 'same')).toBe(200);
		expect(await sendPart(2, 'second half', 'same')).toBe(200);
		expect(await received(1)).toEqual([
			expect.objectContaining({
				text: 'first half, second half',
				complete: true,
				missingParts: [],
			}),
		]);
	});

	test('when the trigger node is replaced while a part waits', async () => {
		await publish({ options: { partTimeout: 600 } });
		expect(await sendPart(1, 'before, ', 'part before')).toBe(200);

		const [replaced, ...rest] = (await n8n.readWorkflow(workflow.id)).nodes;
		const { vonageSmsApi } = replaced!.credentials!;
		const replacement = { ...triggerNode(vonageSmsApi!, replaced!.parameters), id: randomUUID() };
		await n8n.updateWorkflow(workflow.id, { nodes: [replacement, ...rest] });
		await n8n.publish(workflow.id);
		expect(await sendPart(2, 'after', 'part after')).toBe(200);

		letTimePass(replaced!.id, replacement.id);
		expect(await received(1)).toEqual([
			expect.objectContaining({ text: 'before, after', complete: true, missingParts: [] }),
		]);
	});

	test('when another process locks the SQLite file while SMS arrive', async () => {
		await publish();
		const texts = ['1', '2', '3', '4', '5', '6', '7', '8'];
		const unlock = await lock();
		let answered = false;
		let slowest = 0;
		const arriving = Promise.all(
			texts.map(async (text) => {
				return await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text } });
			}),
		).finally(() => (answered = true));
		try {
			while (!answered) {
				const asked = performance.now();
				expect((await fetch(`${n8n.url}/healthz`)).status).toBe(200);
				slowest = Math.max(slowest, performance.now() - asked);
			}
		} finally {
			await arriving.finally(unlock);
		}
		const sms = await arriving;
		const first = sms.flatMap(({ deliveries }) => deliveries.map(({ attempts }) => attempts[0]!));
		expect(first.map(({ answer }) => answer)).toEqual(
			texts.map(() => expect.objectContaining({ kind: 'answered', status: 503 })),
		);
		expect(Math.max(...first.map(({ milliseconds }) => milliseconds))).toBeLessThan(12_000);
		// A write that waits for the lock inside SQLite blocks n8n's thread for as long.
		expect(slowest).toBeLessThan(3_000);

		expect(await Promise.all(sms.map(({ acknowledged }) => acknowledged))).toEqual(
			texts.map(() => true),
		);
		await received(texts.length);
		// A repeated message would have been delivered before this one.
		await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: 'last' } });
		const all = await received(texts.length + 1);
		expect(all.map(({ text }) => text).sort()).toEqual([...texts, 'last']);
	});

	function storeFile(): string {
		return join(n8n.userFolder, '.n8n', 'vonage-sms.sqlite');
	}

	/** As if the node had been replaced six minutes ago. */
	function letTimePass(replaced: string, replacement: string): void {
		const store = new DatabaseSync(storeFile(), { timeout: 10_000 });
		try {
			const earlier = (column: string, node: string) =>
				store
					.prepare(`UPDATE dispatcher SET ${column} = ${column} - ? WHERE scope LIKE ?`)
					.run(SIX_MINUTES_MS, `%/${node}/%`).changes;
			expect(earlier('seen_at', replaced)).toBe(1);
			expect(earlier('serving_since', replacement)).toBe(1);
		} finally {
			store.close();
		}
	}

	/** Starts another process that writes to the store. Once it has the lock, resolves with a function that ends it. */
	async function lock(): Promise<() => Promise<void>> {
		const program = `
			const store = new (require('node:sqlite').DatabaseSync)(process.argv[1], { timeout: 10000 });
			store.exec('BEGIN IMMEDIATE');
			process.stdout.write('locked');
			process.stdin.on('end', () => store.close()).resume();`;
		const stdio = ['pipe', 'pipe', 'inherit'] as const;
		const writer = spawn(process.execPath, ['-e', program, storeFile()], { stdio: [...stdio] });
		const ended = once(writer, 'exit');
		await Promise.race([
			once(writer.stdout!, 'data'),
			ended.then(([code]) => Promise.reject(new Error(`The writer ended with ${code}.`))),
		]);
		return async () => {
			writer.stdin!.end();
			await ended;
		};
	}
});
