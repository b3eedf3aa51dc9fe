import type { Browser, BrowserContext } from 'playwright-core';
import type { N8n } from '../n8n';
import type { Simulator } from '../simulator';
import { describeInBrowser, launchChromium } from './browser/chromium';
import { Editor } from './browser/editor';
import { useStage } from './stage';
import { createVonageCredential, NUMBER, PHONE, TRIGGER, triggerWorkflow } from './workflows';

describeInBrowser('the first failure, in the editor', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let browser: Browser;
	let context: BrowserContext;
	let editor: Editor;

	useStage((stage) => ({ n8n, simulator } = stage), { n8n: { editor: true } });
	beforeAll(async () => {
		browser = await launchChromium();
	});
	afterAll(async () => await browser?.close());
	beforeEach(async () => {
		context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		editor = await Editor.signIn(context, n8n.url);
	});
	afterEach(async () => await context.close());

	test.each([
		['Vonage does not sign yet', false, ['Ask Vonage support', "'Check if Present'"]],
		['the signature secret is wrong', true, ["Compare 'Signature Secret'", 'Vonage dashboard']],
	])(
		'a test run shows in the output panel that an SMS was refused: %s',
		async (_, signed, shown) => {
			await openTrigger({ signatureSecret: 'not-that-of-the-account' });
			await editor.listen();
			await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: 'Hi' }, signed });
			const error = editor.part('output-panel').locator('[data-test-id="node-error-message"]');
			for (const words of shown) await error.getByText(words).waitFor();
		},
	);

	test('executing the step names a number from another account', async () => {
		await openTrigger({}, { numbers: ['447700900999'] });
		await editor.part('trigger-execute-button').click();
		// A single read, because the notification closes by itself.
		await editor.notification.getByText(/447700900999.*from the list/).waitFor();
	});

	test('the list of numbers shows that the API secret is wrong', async () => {
		await openTrigger({ apiSecret: 'rotated' });
		await editor.part('parameter-issues').first().hover();
		await editor.page.getByText("'API Secret'").first().waitFor();
	});

	test('an error names the setting to change if Vonage cannot reach n8n', async () => {
		// If Vonage were on this machine, n8n's local URL would be accepted.
		await openTrigger({ restUrl: 'https://vonage.invalid' });
		await editor.part('trigger-execute-button').click();
		await editor.notification.getByText('N8N_WEBHOOK_URL').waitFor();
	});

	async function openTrigger(
		credential: Record<string, unknown>,
		parameters: Record<string, unknown> = {},
	): Promise<void> {
		const vonage = await createVonageCredential(n8n, simulator, credential);
		const { id } = await n8n.createWorkflow(triggerWorkflow(vonage, parameters));
		await editor.openWorkflow(id);
		await editor.openNode(TRIGGER);
	}
});
