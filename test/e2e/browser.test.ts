import type { Browser, BrowserContext } from 'playwright-core';
import type { N8n } from '../n8n';
import { linkExecutions } from '../n8n/start/executionLinks';
import type { Simulator } from '../simulator';
import { describeInBrowser, launchChromium } from './browser/chromium';
import { Editor } from './browser/editor';
import { PhonePage } from './browser/phonePage';
import { importAutoReply } from './examples/autoReply';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, TRIGGER } from './workflows';

/** Three parts of UCS-2, with an emoji at the first part boundary. */
const LONG =
	'Price? Wir stehen vor dem Dom in Köln, wo es nach frischen Brezeln riecht 😀🎉 Danach gehen wir an den Rhein 🚢 und warten dort auf euch. Wann kommt ihr an?';

describeInBrowser('in a browser', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let workflowId: string;
	let browser: Browser;
	let context: BrowserContext;

	useStage((stage) => ({ n8n, simulator } = stage), { n8n: { editor: true } });
	beforeAll(async () => {
		browser = await launchChromium();
		workflowId = await importAutoReply(n8n, await createVonageCredential(n8n, simulator));
	});
	afterAll(async () => await browser?.close());
	beforeEach(async () => {
		context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	});
	afterEach(async () => await context.close());

	test('the phone page sends a long SMS with emoji, shows its parts as it is typed, and the reply as a bubble', async () => {
		await n8n.publish(workflowId);
		const phone = await PhonePage.open(context, simulator.url);
		const stopLinking = linkExecutions(n8n, simulator);

		await phone.type(LONG);
		expect(await phone.parts.count()).toBe(3);
		await phone.send();

		await phone.replies.getByText('A haircut is 25 EUR').waitFor();
		await phone.conversation.getByText('3 of 3 acknowledged').waitFor();
		expect(await phone.conversation.locator('.typed .text').innerText()).toBe(LONG);

		const link = phone.conversation.getByRole('link', { name: 'started execution' });
		await link.waitFor();
		const [execution] = await n8n.executions(workflowId);
		expect(await link.getAttribute('href')).toBe(
			`${n8n.url}/workflow/${workflowId}/executions/${execution?.id}`,
		);

		await phone.page.setViewportSize({ width: 320, height: 640 });
		await phone.showsWhole(phone.replies.last());
		await stopLinking();
		await n8n.unpublish(workflowId);
	});

	test('the editor shows what to do with the trigger, and lists the numbers of the account', async () => {
		const editor = await Editor.signIn(context, n8n.url);
		await editor.openWorkflow(workflowId);
		await editor.node(TRIGGER).getByText('SMS received').waitFor();
		await editor.openNode(TRIGGER);

		await editor.part('trigger-header').getByText('Receive an SMS from Vonage').waitFor();
		expect(await editor.choicesOf('numbers')).toEqual([
			'United Kingdom: +44 7700 900001',
			'United States: +1 415 555 0100',
		]);
	});

	test('the editor asks for the credential before the parameters that need it', async () => {
		const editor = await Editor.signIn(context, n8n.url);
		await editor.openWorkflow(workflowId);
		await editor.openNode(TRIGGER);

		const credential = await editor.part('credentials-label').first().boundingBox();
		const events = await editor.parameter('events').boundingBox();
		expect(credential!.y).toBeLessThan(events!.y);
	});

	test('the editor shows the fields of a sent message before one is sent', async () => {
		const { id } = await n8n.createWorkflow({
			name: 'Schema',
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{
					name: 'Vonage SMS',
					type: 'n8n-nodes-vonage-sms.vonageSms',
					parameters: { resource: 'message', operation: 'send' },
				},
				{ name: AFTER, type: 'n8n-nodes-base.noOp' },
			],
		});
		const editor = await Editor.signIn(context, n8n.url);
		await editor.openWorkflow(id);
		await editor.openNode(AFTER);

		const input = editor.part('ndv-input-panel');
		await input.getByText('Usually outputs the following fields').waitFor();
		for (const field of ['ids', 'segments', 'remainingBalance', 'clientRef']) {
			await input.getByText(field, { exact: true }).waitFor();
		}
	});

	test('a test run in the editor shows a message of three parts as one item', async () => {
		const editor = await Editor.signIn(context, n8n.url);
		await editor.openWorkflow(workflowId);
		await editor.openNode(TRIGGER);
		await editor.listen();

		await simulator.sendInbound({
			from: PHONE,
			to: NUMBER,
			content: { text: LONG },
			order: 'shuffled',
		});

		const output = await editor.outputAsJson();
		const shown = await output.innerText();
		expect(shown).toContain(LONG);
		expect(shown).toMatch(/"partsReceived":\s*3/);
		await editor.part('output-panel').getByText('1 item').waitFor();
	});
});
