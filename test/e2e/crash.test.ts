import { itemsOf, traits, until, type Execution, type Item, type N8n, type Workflow } from '../n8n';
import type { Simulator } from '../simulator';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, slowWorkflow } from './workflows';

const TEXT = 'A long text whose parts come one after the other, '.repeat(8);

describe('a real n8n that is killed', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let workflow: Workflow;

	useStage((stage) => ({ n8n, simulator } = stage), { n8n: { env: { N8N_LOG_LEVEL: 'debug' } } });
	beforeAll(async () => {
		const credential = await createVonageCredential(n8n, simulator);
		workflow = await n8n.createWorkflow(slowWorkflow(credential, 4));
		await n8n.publish(workflow.id);
	}, 120_000);

	/** Sends the message without some of its parts; the reference and the ids make the rest belong to it. */
	async function send(name: string, drop: number[]): Promise<void> {
		const delivery = await simulator.sendInbound({
			from: PHONE,
			to: NUMBER,
			content: { text: `${name}: ${TEXT}` },
			concatRef: name,
			messageIds: [1, 2, 3].map((part) => `${name}-${part}`),
			drop,
		});
		expect(await delivery.acknowledged).toBe(true);
	}

	async function written(pattern: RegExp, timeoutMs: number): Promise<void> {
		await until(
			`n8n to write ${String(pattern)}`,
			async () => pattern.test(await n8n.logs()) || undefined,
			timeoutMs,
		);
	}

	/** Between the parts of C1, after the last part of C2, while the workflow runs for C3. */
	async function killThrice(): Promise<void> {
		await send('C1', [3]);
		await n8n.kill();
		await n8n.restart();
		await send('C1', [1, 2]);
		await n8n.waitForExecutions(workflow.id, 1);

		await send('C2', []);
		await n8n.kill();
		await n8n.restart();

		await send('C3', []);
		await written(/SMS C3-\d: claimed/, 30_000);
		await until('the execution to be running', isRunning, 30_000);
		await n8n.kill();
		await n8n.restart();
	}

	if (traits.deduplicates) {
		test('runs each message once: killed between parts, after the last part, while the workflow runs', async () => {
			await killThrice();
			// A minute after the dispatcher died its lease runs out, and n8n refuses the second emit.
			await written(/duplicate deduplication key/, 150_000);

			const executions = await until(
				'all three executions',
				async () => {
					const all = await n8n.executions(workflow.id);
					return all.length >= 3 ? all : undefined;
				},
				150_000,
			);
			// One execution for each of the three messages. What had begun and died with n8n is marked as crashed and
			// not run again; what was only stored runs when the lease of the dead dispatcher is over.
			const statuses = executions.map(({ status }) => status);
			expect(statuses.filter((status) => status === 'success').length).toBeGreaterThanOrEqual(1);
			expect(statuses.filter((status) => status === 'crashed').length).toBe(
				3 - endedTexts(executions).length,
			);
			expect(executions).toHaveLength(3);
			expect([[`C1: ${TEXT}`], [`C1: ${TEXT}`, `C2: ${TEXT}`]]).toContainEqual(
				endedTexts(executions),
			);
		}, 600_000);
	} else {
		test('without deduplication in n8n: runs each message to its end, a second time as redelivered, killed at the same moments', async () => {
			await killThrice();
			const executions = await until(
				'all three messages to have come to their end',
				async () => {
					const all = await n8n.executions(workflow.id);
					return new Set(endedTexts(all)).size === 3 ? all : undefined;
				},
				300_000,
			);

			expect(endedTexts(executions)).toEqual(
				expect.arrayContaining(['C1', 'C2', 'C3'].map((name) => `${name}: ${TEXT}`)),
			);
			const ended = executions.flatMap((execution) => itemsOf(execution, AFTER));
			const firstTimes = textsOf(ended.filter(({ json }) => json.redelivered === false));
			expect(firstTimes).toEqual([...new Set(firstTimes)]);
			expect(textsOf(ended.filter(({ json }) => json.redelivered === true))).toContain(
				`C3: ${TEXT}`,
			);
			expect(firstTimes).not.toContain(`C3: ${TEXT}`);
		}, 600_000);
	}

	/** Whether an execution of the workflow is under way. */
	async function isRunning(): Promise<true | undefined> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow.id }));
		const { results } = await n8n.rest.editor<{ results: { status: string }[] }>(
			'GET',
			`/executions?filter=${filter}`,
		);
		return results.some(({ status }) => ['running', 'waiting'].includes(status)) || undefined;
	}
});

function endedTexts(executions: Execution[]): unknown[] {
	return textsOf(executions.flatMap((execution) => itemsOf(execution, AFTER)));
}

function textsOf(items: Item[]): unknown[] {
	return items.map(({ json }) => json.text).sort();
}
