import { itemsOf, traits, until, type CredentialReference, type Execution, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import { MANAGER, withStatus } from './asking';
import { DataTable } from './examples/dataTable';
import {
	exampleNames,
	inOurNodes,
	readExample,
	setUpExample,
	type SetUp,
} from './examples/example';
import { startLanguageModel, startToolCallingModel } from './examples/languageModel';
import { useStage } from './stage';
import { createVonageCredential, NUMBER, PHONE, TRIGGER } from './workflows';

const FROM = `+${PHONE}`;
const TO = `+${NUMBER}`;
const LONG = 'Guten Tag, der Zug hat Verspätung 🚆 und wir kommen erst am Abend an. '.repeat(3);

describe('the examples, imported into a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let vonage: CredentialReference;
	let workflowId: string;

	useStage((stage) => ({ n8n, simulator } = stage), {
		simulator: { settings: { timeScale: 0.01 } },
	});
	beforeAll(async () => {
		vonage = await createVonageCredential(n8n, simulator);
	});

	const chosenNumber = { [TRIGGER]: { numbers: [NUMBER] } };
	const fromNumber = { from: { __rl: true, mode: 'name', value: TO } };

	/** Imports an example, with the setup steps of its sticky notes done. */
	async function importExample(name: string, setUp: Partial<SetUp> = {}): Promise<void> {
		const example = setUpExample(name, {
			...setUp,
			credentials: { ...inOurNodes(vonage), ...setUp.credentials },
		});
		({ id: workflowId } = await n8n.createWorkflow(example));
	}

	async function text(content: string, from = PHONE): Promise<void> {
		await simulator.sendInbound({ from, to: NUMBER, content: { text: content } });
	}

	/** All executions so far, in order, each without an error. */
	async function succeeded(count: number): Promise<Execution[]> {
		const executions = await n8n.waitForExecutions(workflowId, count);
		expect(executions.map(({ data }) => data.resultData.error?.message)).toEqual(
			Array.from({ length: count }, () => undefined),
		);
		return executions;
	}

	/** "Execute workflow" with a manual trigger. */
	async function runByHand(trigger: string): Promise<void> {
		await n8n.rest.editor('POST', `/workflows/${workflowId}/run`, {
			workflowData: await n8n.readWorkflow(workflowId),
			triggerToStartFrom: { name: trigger },
		});
	}

	/** Until then, n8n hasn't ended the test run, and n8n 1 doesn't accept another one. */
	function isFree(): boolean {
		return !simulator.numbers.some(({ moHttpUrl }) => moHttpUrl?.includes('/webhook-test/'));
	}

	function sentTexts(): string[][] {
		return simulator.sent.map(({ from, to, text: content }) => [from, to, content]);
	}

	/** An SMS sent by another program from the same account. */
	async function send(fields: Record<string, string>): Promise<void> {
		const { apiKey, apiSecret } = simulator.account;
		const body = { api_key: apiKey, api_secret: apiSecret, from: NUMBER, ...fields };
		await fetch(`${simulator.restUrl}/sms/json`, {
			method: 'POST',
			body: new URLSearchParams(body),
		});
	}

	/** n8n 1 has no human review of tools. */
	const known = exampleNames.filter(
		(name) => name !== 'agent-asks-before-refund' || traits.publishesInBackground,
	);
	test.each(known)('%s: n8n knows its nodes and their parameters', async (name) => {
		for (const { name: node, type, typeVersion = 1, parameters = {} } of readExample(name).nodes) {
			const { properties } = await n8n.describeNode(type, typeVersion);
			const known = properties.map((property) => property.name);
			const unknown = Object.keys(parameters).filter((key) => !known.includes(key));
			expect({ node, unknown }).toEqual({ node, unknown: [] });
		}
	});

	describe('and set up', () => {
		afterEach(async () => {
			await n8n.unpublish(workflowId);
			await until('the number to be restored', async () => isFree() || undefined);
			await simulator.idle();
			await simulator.reset();
		});

		test('auto-reply: answers by keyword, but not people who opted out or cannot get replies', async () => {
			await importExample('auto-reply-keywords', { parameters: chosenNumber });
			await n8n.publish(workflowId);

			for (const content of ['hours please', 'Price?', LONG, 'STOP']) await text(content);
			await text('Your parcel is on its way', 'ACME');

			await succeeded(5);
			expect(sentTexts().sort()).toEqual([
				[
					NUMBER,
					PHONE,
					'A haircut is 25 EUR, with washing 32 EUR. Text HOURS for our opening hours.',
				],
				[
					NUMBER,
					PHONE,
					'Thank you for your message! Text HOURS for our opening hours, PRICE for our prices.',
				],
				[NUMBER, PHONE, 'We are open Monday to Friday 9 to 18, Saturday 10 to 14.'],
			]);
		});

		test('auto-reply: answers a binary message, which has no keyword, with the help text', async () => {
			await importExample('auto-reply-keywords', { parameters: chosenNumber });
			await n8n.publish(workflowId);

			await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { data: '00ff10' } });

			await succeeded(1);
			expect(sentTexts()).toEqual([[NUMBER, PHONE, expect.stringContaining('Thank you')]]);
		});

		test('spreadsheet: maps a long message to one row', async () => {
			await importExample('spreadsheet-google-sheets', {
				parameters: chosenNumber,
				standIns: ['Add or Update Row'],
			});
			await n8n.publish(workflowId);

			await text(LONG);

			const [execution] = await succeeded(1);
			const [received] = itemsOf(execution!, TRIGGER);
			expect(itemsOf(execution!, 'Add or Update Row').map(({ json }) => json)).toEqual([
				{
					columns: {
						value: {
							id: received?.json.id,
							receivedAt: received?.json.receivedAt,
							from: FROM,
							to: TO,
							text: LONG,
							complete: 'true',
						},
					},
				},
			]);
		});

		test.each([
			{ sender: 'known', found: { id: '101' }, created: [], contact: '101' },
			{ sender: 'new', found: {}, created: [{ json: { id: '102' } }], contact: '102' },
		])('CRM: notes an SMS on a $sender contact', async ({ found, created, contact }) => {
			await importExample('crm-hubspot', {
				parameters: chosenNumber,
				pinData: { 'Find Contact': [{ json: found }], 'Create Contact': created },
				standIns: ['Add Note'],
			});
			await n8n.listenForTestEvent(workflowId, TRIGGER, 'Add Note');

			await text('Is <b>Ann</b> there & well?');

			const [execution] = await succeeded(1);
			const [{ json } = { json: {} }] = itemsOf(execution!, 'Add Note');
			expect(JSON.parse(String(json.jsonBody))).toEqual({
				properties: {
					hs_timestamp: itemsOf(execution!, TRIGGER)[0]?.json.receivedAt,
					hs_note_body: `SMS to ${TO}: Is &lt;b&gt;Ann&lt;/b&gt; there &amp; well?`,
				},
				associations: [
					{
						to: { id: contact },
						types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 202 }],
					},
				],
			});
		});

		test('opt-out list: a campaign skips people who texted STOP, until they text START', async () => {
			await importExample('opt-out-list', {
				parameters: { ...chosenNumber, Send: fromNumber },
			});
			await n8n.publish(workflowId);

			await text('stop');
			await succeeded(1);
			await runByHand('Start Campaign');
			await succeeded(2);
			expect(sentTexts()).toEqual([]);
			await text('Start');
			await succeeded(3);
			await runByHand('Start Campaign');
			await succeeded(4);
			expect(sentTexts()).toEqual([[NUMBER, PHONE, expect.stringContaining('Hello Ann')]]);
		});

		test('catch up after downtime: recovered messages are handled like received ones', async () => {
			await importExample('catch-up-after-downtime', { parameters: chosenNumber });
			await n8n.publish(workflowId);
			await text('On time');
			await succeeded(1);
			const hoursAgo = (hours: number) => Date.now() - hours * 3_600_000;
			const onTime = simulator.received.at(-1);
			simulator.received.push(
				{ ...onTime!, at: hoursAgo(30) },
				{ ...onTime!, at: hoursAgo(36), messageId: '0C000000538BA945', text: 'Missed' },
				{ ...onTime!, at: hoursAgo(2), messageId: '0C000000538BA946', text: 'Still retried' },
			);
			await runByHand('Every Day');
			const executions = await succeeded(2);
			const texts = executions.flatMap((execution) =>
				itemsOf(execution, 'Handle Message').map(({ json }) => [json.text, json.recovered]),
			);
			expect(texts.sort()).toEqual([
				['Missed', true],
				['On time', undefined],
			]);
		});

		test('AI agent: answers messages one at a time and remembers the conversation', async () => {
			const model = await startLanguageModel();
			const openAi = await n8n.createCredential({
				name: 'OpenAI',
				type: 'openAiApi',
				data: { apiKey: 'none', url: model.url },
			});
			await importExample('ai-agent', {
				parameters: chosenNumber,
				credentials: { '@n8n/n8n-nodes-langchain.lmChatOpenAi': { openAiApi: openAi } },
			});
			await n8n.publish(workflowId);

			await text('My name is Ann');
			await text('Who am I?');
			await text('And I?', '14155550142');

			await succeeded(3);
			await model.close();
			const answers = sentTexts();
			expect(answers.filter(([, to]) => to === PHONE)).toEqual([
				[NUMBER, PHONE, 'said: My name is Ann'],
				[NUMBER, PHONE, 'said: My name is Ann | Who am I?'],
			]);
			expect(answers).toContainEqual([NUMBER, '14155550142', 'said: And I?']);
		});

		test('approve an order: the manager is asked by SMS, and the customer gets the answer', async () => {
			await importExample('approve-order-by-text', {
				parameters: { ...chosenNumber, 'Ask the Manager': { ...fromNumber, to: MANAGER } },
			});
			await n8n.publish(workflowId);

			for (const [reply, answer] of [
				['Yes, ship it', 'Thank you for your order! It is on its way.'],
				['no', "We can't accept your order right now. We'll call you."],
			] as const) {
				await text('Order two pumps');
				await withStatus(n8n, workflowId, 'waiting');
				expect(sentTexts().at(-1)).toEqual([
					NUMBER,
					MANAGER,
					`${FROM} writes: Order two pumps\n\nMay I accept this order? Please reply YES or NO.`,
				]);
				const sent = simulator.sent.length;
				await text(reply, MANAGER);
				await until('the answer', async () => simulator.sent.length > sent || undefined);
				expect(sentTexts().at(-1)).toEqual([NUMBER, PHONE, answer]);
			}
			await succeeded(2);
		});

		(traits.publishesInBackground ? test : test.skip)(
			'refund: the agent asks by SMS before it uses the tool',
			async () => {
				const model = await startToolCallingModel();
				const openAi = await n8n.createCredential({
					name: 'OpenAI',
					type: 'openAiApi',
					data: { apiKey: 'none', url: model.url },
				});
				await importExample('agent-asks-before-refund', {
					parameters: { ...chosenNumber, 'Ask Me First': { ...fromNumber, to: MANAGER } },
					credentials: {
						'@n8n/n8n-nodes-langchain.lmChatOpenAi': { openAiApi: openAi },
						'n8n-nodes-vonage-sms.vonageSmsHitlTool': { vonageSmsApi: vonage },
					},
				});
				await n8n.publish(workflowId);

				await text('I want my money back');
				await withStatus(n8n, workflowId, 'waiting');
				const [, , asked = ''] = sentTexts().at(-1) ?? [];
				const code = /^The agent wants to use Refund: .*reply YES (\d{4}) or NO \1\.$/s.exec(
					asked,
				)?.[1];
				await text(`No, only half of it ${code}`, MANAGER);
				await withStatus(n8n, workflowId, 'success');
				await model.close();
				expect(sentTexts().at(-1)).toEqual([
					NUMBER,
					PHONE,
					expect.stringContaining('No, only half of it'),
				]);
			},
		);

		test('failed delivery: alerts only about final failures', async () => {
			await importExample('failed-delivery-alert', { standIns: ['Post Alert'] });
			await n8n.publish(workflowId);
			simulator.planReceipts(PHONE, [{ status: 'buffered' }, { status: 'failed', errCode: '2' }]);

			await send({ to: PHONE, text: 'Your order is ready', 'client-ref': 'A-1001' });
			await send({ to: '14155550142', text: 'Your order is ready' });

			const executions = await succeeded(4);
			const alerts = executions.flatMap((execution) => itemsOf(execution, 'Post Alert'));
			expect(alerts.map(({ json }) => json.text)).toEqual([
				expect.stringMatching(
					/^SMS to \+447700900123 wasn't delivered: failed, .+ \(message \w+, reference A-1001\)$/,
				),
			]);
		});

		test('email: forwards a long message as a whole, and an incomplete one with the missing parts', async () => {
			await importExample('forward-to-email', {
				parameters: { [TRIGGER]: { numbers: [NUMBER], options: { partTimeout: 1 } } },
				standIns: ['Send Email'],
			});
			await n8n.publish(workflowId);

			await text(LONG);
			await succeeded(1);
			await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: LONG }, drop: [3] });

			const mails = (await succeeded(2)).flatMap((execution) => itemsOf(execution, 'Send Email'));
			expect(mails.map(({ json }) => json.subject)).toEqual([
				`SMS from ${FROM}`,
				`SMS from ${FROM} (incomplete)`,
			]);
			expect(mails[0]?.json.text).toContain(`${LONG}\n\nFrom ${FROM} to ${TO}, 2`);
			expect(mails[1]?.json.text).toContain('Parts still missing: 3 of 4');
		});

		test('delivery tracking: matches sent messages with their receipts', async () => {
			const column = 'string';
			const table = await DataTable.create(n8n, 'sms_sent', {
				messageId: column,
				clientRef: column,
				phone: column,
				status: column,
				errorText: column,
				receiptAt: column,
			});
			const dataTableId = table.locator;
			await importExample('delivery-tracking', {
				parameters: {
					'Remember Sent': { dataTableId },
					'Remember Receipt': { dataTableId },
					Send: fromNumber,
				},
			});
			await n8n.publish(workflowId);

			await runByHand('Send Now');

			// The manual run, and the receipts "accepted" and "delivered".
			await succeeded(3);
			expect(await table.rows()).toMatchObject([
				{
					messageId: simulator.sent[0]?.ids[0],
					clientRef: 'A-1001',
					phone: FROM,
					status: 'delivered',
					receiptAt: expect.any(String),
				},
			]);
		});
	});
});
