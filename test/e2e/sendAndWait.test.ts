import { itemsOf, until, type CredentialReference, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import {
	answersOf,
	ASK,
	askNode,
	createAsking,
	executionOf,
	limit,
	MANAGER,
	post,
	rows,
	stopExecutions,
	summaries,
	withStatus,
} from './asking';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, TRIGGER, triggerNode } from './workflows';

const OTHER = '447700900777';
const LONG = `No, ${'because of the price and the color and the weather '.repeat(17)}`.trim();

describe('Send and Wait for Reply on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let vonage: CredentialReference;
	let workflow: string;

	useStage((stage) => ({ n8n, simulator } = stage), {
		n8n: { env: { N8N_LOG_LEVEL: 'debug', N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } },
	});
	beforeAll(async () => {
		vonage = await createVonageCredential(n8n, simulator);
	});

	const text = async (from: string, content: string, more: object = {}) =>
		await simulator.sendInbound({ from, to: NUMBER, content: { text: content }, ...more });
	const sentTexts = () => simulator.sent.map(({ to, text: content }) => [to, content]);

	/** Publishes a workflow that an SMS starts and that asks. */
	async function publishAsking(...given: [parameters?: Record<string, unknown>, before?: never[]]) {
		workflow = await createAsking(n8n, vonage, ...given);
		await n8n.publish(workflow);
	}

	afterEach(async () => {
		if (!workflow) return;
		await stopExecutions(n8n, workflow);
		await n8n.unpublish(workflow);
		workflow = '';
		await simulator.reset();
	});

	test('nothing is sent without a published trigger on the number, and the error says what to publish', async () => {
		const { id } = await n8n.createWorkflow({
			name: 'Alone',
			nodes: [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, askNode(vonage)],
		});
		await n8n.rest.editor('POST', `/workflows/${id}/run`, {
			workflowData: await n8n.readWorkflow(id),
			triggerToStartFrom: { name: 'Start' },
		});
		const [{ id: execution = '' } = {}] = await withStatus(n8n, id, 'error');
		const { data } = await executionOf(n8n, id, execution);
		expect(data.resultData.error?.message).toBe(
			"No workflow receives replies to +447700900001, so nothing was sent. Publish a workflow with a Vonage SMS Trigger that receives messages to this number and has 'Storage' set to SQLite, as in this node.",
		);
		expect(simulator.sent).toEqual([]);
	});

	describe('one person', () => {
		test('is asked, and the typed reply continues the same execution, while other messages start their own', async () => {
			await publishAsking();
			await text(PHONE, 'a pump');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			expect(sentTexts()).toEqual([[MANAGER, 'May I ship "a pump"?']]);

			await text(OTHER, 'a valve');
			await withStatus(n8n, workflow, 'waiting', 2);
			// The newest question is answered first: the long reply goes to the valve, the short one to the pump.
			const delivery = await text(MANAGER, LONG, {
				order: 'shuffled',
				parallel: true,
				repeat: [1, 2, 3, 4, 5, 6],
			});
			expect(delivery.message.parts).toBeGreaterThan(5);
			await withStatus(n8n, workflow, 'success', 1);
			await text(MANAGER, 'Yes please');
			await withStatus(n8n, workflow, 'success', 2);

			const [first, second] = await summaries(n8n, workflow);
			expect([first?.id, first?.status, second?.status]).toEqual([id, 'success', 'success']);
			expect(await summaries(n8n, workflow)).toHaveLength(2);
			expect(await answersOf(n8n, workflow, second?.id ?? '')).toMatchObject([{ text: LONG }]);
			expect(await answersOf(n8n, workflow, id)).toEqual([
				{
					answered: true,
					approved: null,
					text: 'Yes please',
					keyword: 'YES',
					from: `+${MANAGER}`,
					to: `+${NUMBER}`,
					messageId: expect.any(String),
					respondedAt: expect.any(String),
					timedOut: false,
					optOut: false,
					chatInput: 'Yes please',
					reason: null,
				},
			]);
			const [item] = itemsOf(await executionOf(n8n, workflow, id), AFTER);
			expect(item).toMatchObject({ pairedItem: { item: 0 } });
		});

		test('can reply before n8n has saved the wait', async () => {
			await publishAsking();
			const asking = text(PHONE, 'quick');
			await until('the question', async () => simulator.sent.length > 0 || undefined);
			await text(MANAGER, 'instant');
			await asking;
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([{ text: 'instant' }]);
			expect(await summaries(n8n, workflow)).toHaveLength(1);
		});

		test('is not waited for longer than the time limit, and a late reply starts the workflow', async () => {
			await publishAsking(limit(3));
			await text(PHONE, 'timeout');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([
				{ answered: false, timedOut: true, reason: 'timeout', text: null, from: `+${MANAGER}` },
			]);
			await text(MANAGER, 'too late');
			await until(
				'the workflow that the late reply starts',
				async () => (await summaries(n8n, workflow)).length === 2 || undefined,
			);
		});

		test('who opts out ends the wait, and the message starts the workflow as well', async () => {
			await publishAsking({ responseType: 'approval' });
			await text(PHONE, 'a pump');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			await text(MANAGER, 'Stop.');
			await withStatus(n8n, workflow, 'success', 1);
			expect(await answersOf(n8n, workflow, id)).toMatchObject([
				{ answered: false, approved: null, optOut: true, text: null },
			]);
			await until(
				'the workflow that STOP starts',
				async () => (await summaries(n8n, workflow)).length === 2 || undefined,
			);
		});

		test('is asked once more after a reply that is neither yes nor no, and must include the code', async () => {
			await publishAsking({
				responseType: 'approval',
				approvalOptions: { requireCode: true },
			});
			await text(PHONE, 'a pump');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			const code = /reply YES (\d{4}) or NO \1\.$/.exec(simulator.sent[0]?.text ?? '')?.[1];
			expect(code).toBeDefined();
			await text(MANAGER, 'yes');
			await until('the second SMS', async () => simulator.sent.length === 2 || undefined);
			expect(sentTexts()[1]).toEqual([MANAGER, `Please reply YES ${code} or NO ${code}.`]);
			await text(MANAGER, `Yes ${code}`);
			await withStatus(n8n, workflow, 'success', 1);
			expect(await answersOf(n8n, workflow, id)).toMatchObject([{ approved: true, text: 'Yes' }]);
			expect(await summaries(n8n, workflow)).toHaveLength(1);
		});
	});

	describe('several people', () => {
		const people = [MANAGER, '447700900556', '447700900557'];

		test('are asked by one node, which continues at the time limit with those who replied', async () => {
			const { id } = await n8n.createWorkflow({
				name: 'Poll',
				nodes: [
					triggerNode(vonage),
					{
						name: 'People',
						type: 'n8n-nodes-base.code',
						typeVersion: 2,
						parameters: {
							jsCode: `return ${JSON.stringify(people)}.map((to) => ({ json: { to, text: 'Party?' } }))`,
						},
					},
					askNode(vonage, { to: '={{ $json.to }}', responseType: 'approval', ...limit(12) }),
					{ name: AFTER, type: 'n8n-nodes-base.noOp' },
				],
			});
			workflow = id;
			await n8n.publish(workflow);
			await text(PHONE, 'Party on Friday?');
			const [{ id: poll = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			await text(people[2] ?? '', 'No');
			await text(people[0] ?? '', 'yes!');
			await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, poll)).toMatchObject([
				{ approved: true, from: `+${people[0]}`, timedOut: false },
				{ approved: null, from: `+${people[1]}`, timedOut: true },
				{ approved: false, from: `+${people[2]}`, timedOut: false },
			]);
			expect(await summaries(n8n, workflow)).toHaveLength(1);
		});
	});

	describe('an execution', () => {
		test.each(['deleted', 'stopped'])('no longer gets a reply after it was %s', async (how) => {
			await publishAsking();
			await text(PHONE, 'forget it');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			if (how === 'deleted') await n8n.rest.editor('POST', '/executions/delete', { ids: [id] });
			else await n8n.rest.editor('POST', `/executions/${id}/stop`, {});
			await text(MANAGER, 'a reply to no one');
			await withStatus(n8n, workflow, 'waiting', 1);
			expect(sentTexts().at(-1)).toEqual([MANAGER, 'May I ship "a reply to no one"?']);
		});

		test('in a loop asks twice, and the first reply does not answer the second question', async () => {
			const main = (node: string) => [{ node, type: 'main', index: 0 }];
			const { id } = await n8n.createWorkflow({
				name: 'Loop',
				nodes: [
					triggerNode(vonage),
					askNode(vonage, { message: '=Round {{ $runIndex }}?' }),
					{
						name: 'Again',
						type: 'n8n-nodes-base.if',
						typeVersion: 2.2,
						parameters: {
							conditions: {
								options: {
									caseSensitive: true,
									leftValue: '',
									typeValidation: 'loose',
									version: 2,
								},
								combinator: 'and',
								conditions: [
									{
										id: 'a',
										leftValue: '={{ $runIndex }}',
										rightValue: 1,
										operator: { type: 'number', operation: 'lt' },
									},
								],
							},
						},
					},
					{ name: AFTER, type: 'n8n-nodes-base.noOp' },
				],
				connections: {
					[TRIGGER]: { main: [main(ASK)] },
					[ASK]: { main: [main('Again')] },
					Again: { main: [main(ASK), main(AFTER)] },
				},
			});
			workflow = id;
			await n8n.publish(workflow);
			await text(PHONE, 'loop');
			await withStatus(n8n, workflow, 'waiting');
			const first = rows(n8n, 'SELECT url FROM question_round WHERE url IS NOT NULL').at(-1);
			await text(MANAGER, 'answer 1');
			await until('the second question', async () => simulator.sent.length === 2 || undefined);
			await withStatus(n8n, workflow, 'waiting');
			await post(String(first?.['url']), { kind: 'end', lease: 'made up' });
			await text(MANAGER, 'answer 2');
			const [{ id: execution = '' } = {}] = await withStatus(n8n, workflow, 'success');
			const items = itemsOf(await executionOf(n8n, workflow, execution), ASK);
			const texts = items.map(({ json }) => (json.data as { text: string }).text);
			expect(texts).toEqual(['answer 1', 'answer 2']);
			expect(await summaries(n8n, workflow)).toHaveLength(1);
		});

		test('is continued by another trigger if it was started manually or its workflow was unpublished', async () => {
			const { id: inbox } = await n8n.createWorkflow({
				name: 'Inbox',
				nodes: [triggerNode(vonage), { name: AFTER, type: 'n8n-nodes-base.noOp' }],
			});
			workflow = inbox;
			const asking = await createAsking(n8n, vonage);
			await n8n.publish(asking);
			await text(PHONE, 'unpublish');
			await withStatus(n8n, asking, 'waiting');
			await n8n.unpublish(asking);
			await n8n.publish(inbox);
			await text(MANAGER, 'yes all the same');
			await withStatus(n8n, asking, 'success');

			const { id: byHand } = await n8n.createWorkflow({
				name: 'By hand',
				nodes: [
					{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
					askNode(vonage, { message: 'Test?' }),
					{ name: AFTER, type: 'n8n-nodes-base.noOp' },
				],
			});
			await n8n.rest.editor('POST', `/workflows/${byHand}/run`, {
				workflowData: await n8n.readWorkflow(byHand),
				triggerToStartFrom: { name: 'Start' },
			});
			await withStatus(n8n, byHand, 'waiting');
			await text(MANAGER, 'test answer');
			const [{ id = '' } = {}] = await withStatus(n8n, byHand, 'success');
			expect(await answersOf(n8n, byHand, id)).toMatchObject([{ text: 'test answer' }]);
			expect(await summaries(n8n, inbox)).toEqual([]);
		});

		test('continues once, even after n8n was killed, and its URL is stored only while it waits', async () => {
			await publishAsking();
			await text(PHONE, 'a crash');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			const round = rows(n8n, 'SELECT id, url FROM question_round WHERE url IS NOT NULL').at(-1);
			const url = String(round?.['url']);
			expect((await post(url.replace(/signature=./, 'signature=x'), {})).status).toBe(401);
			expect((await post(url.replace(/round=./, 'round=x'), {})).status).toBe(401);
			const forged = await post(url, { kind: 'end', lease: 'made up' });
			expect(await forged.json()).toEqual({ vonageSmsQuestions: 'refused', round: round?.['id'] });

			await n8n.kill();
			await n8n.restart();
			await until(
				'the webhook to be served',
				async () => (await (await text(MANAGER, 'still yes')).acknowledged) || undefined,
			);
			await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([{ text: 'still yes' }]);
			const [closed] = rows(
				n8n,
				`SELECT url, state FROM question_round WHERE id = '${round?.['id']}'`,
			);
			expect(closed).toEqual({ url: null, state: 'closed' });
			expect(await n8n.logs()).not.toMatch(/signature=\w/);
		});
	});

	test('waits for the delivery of an SMS, until all parts are final', async () => {
		await publishAsking({
			responseType: 'receipt',
			message: `=${'A long text in two parts, of which each gets a receipt. '.repeat(4)}`,
		});
		const { id: receipts } = await n8n.createWorkflow({
			name: 'Receipts',
			nodes: [
				triggerNode(vonage, { registration: 'account', events: ['deliveryReceipt'] }),
				{ name: AFTER, type: 'n8n-nodes-base.noOp' },
			],
		});
		await n8n.publish(receipts);
		await text(PHONE, 'go');
		const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'success');
		expect(await answersOf(n8n, workflow, id)).toMatchObject([
			{ answered: true, status: 'delivered', delivered: true, to: `+${MANAGER}` },
		]);
		await n8n.unpublish(receipts);
	});
});
