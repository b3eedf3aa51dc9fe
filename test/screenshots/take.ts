import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../e2e/browser/chromium';
import { Editor } from '../e2e/browser/editor';
import { PhonePage } from '../e2e/browser/phonePage';
import { importAutoReply } from '../e2e/examples/autoReply';
import { createVonageCredential, NUMBER, TRIGGER } from '../e2e/workflows';
import { startN8n, type N8n } from '../n8n';
import { linkExecutions } from '../n8n/start/executionLinks';
import { startSimulator, type Simulator } from '../simulator';
import { importApproval, takeWaiting } from './waiting';

const folder = join(__dirname, '../../docs/images');
const VIEWPORT = { width: 1360, height: 820 };
/** From a range that is never assigned, and whose country is known. */
const SENDER = '+14155550142';
const LONG =
	'Price please! We are standing at the pier 😀🎉 and would like to come by with the whole family this afternoon, five heads in all 💇 Do you have time for us before six?';

type Theme = 'light' | 'dark';

/** `npm run screenshots`: takes the screenshots in docs/images again, in light and dark mode. */
async function main(): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const browser = await launchChromium();
	const simulator = await startSimulator({ account: { signInbound: true } });
	const n8n = await startN8n({ editor: true });
	try {
		const { signatureSecret } = simulator.account;
		const vonage = await createVonageCredential(n8n, simulator, { signatureSecret });
		const workflowId = await importAutoReply(n8n, vonage);
		const approvalId = await importApproval(n8n, vonage);
		for (const theme of ['light', 'dark'] as const) {
			await takeEditor(browser, n8n, simulator, workflowId, theme);
			await simulator.reset();
			await n8n.publish(workflowId);
			simulator.showEditor(`${n8n.url}/home/workflows`);
			const stopLinking = linkExecutions(n8n, simulator);
			await takePhone(browser, simulator, theme);
			await stopLinking();
			await n8n.unpublish(workflowId);
			await simulator.reset();
			await takeWaiting(browser, n8n, simulator, approvalId, {
				viewport: VIEWPORT,
				theme,
				file: (name) => file(name, theme),
			});
			await simulator.reset();
		}
	} finally {
		await n8n.stop();
		await simulator.close();
		await browser.close();
	}
}

/** The workflow, and the item of a long message that arrived in a test run. */
async function takeEditor(
	browser: Browser,
	n8n: N8n,
	simulator: Simulator,
	workflowId: string,
	theme: Theme,
): Promise<void> {
	const context = await browser.newContext({ viewport: VIEWPORT, colorScheme: theme });
	const editor = await Editor.signIn(context, n8n.url);
	await editor.openWorkflow(workflowId);
	await editor.part('zoom-to-fit').click();
	await editor.settle();
	await editor.page.screenshot({ path: file('workflow', theme) });

	await editor.openNode(TRIGGER);
	await editor.parameter('numbers').getByText('900001').waitFor();

	await editor.listen();
	await simulator.sendInbound({
		from: SENDER,
		to: NUMBER,
		content: { text: LONG },
		order: 'shuffled',
	});
	await editor.outputAsJson();
	await editor.settle();
	await editor.part('ndv').screenshot({ path: file('item', theme) });
	await context.close();
}

/** A long message with emoji, and the reply that n8n sent. */
async function takePhone(browser: Browser, simulator: Simulator, theme: Theme): Promise<void> {
	const context = await browser.newContext({ viewport: VIEWPORT, colorScheme: theme });
	const phone = await PhonePage.open(context, simulator.url);
	await phone.chooseSender(SENDER);
	await phone.type(LONG);
	await phone.send();
	await phone.replies.getByText('A haircut').waitFor();
	await phone.conversation.getByText('3 of 3 acknowledged').waitFor();
	await phone.conversation.getByRole('link', { name: 'started execution' }).waitFor();
	await phone.page.mouse.move(0, 0);
	await phone.page.screenshot({ path: file('phone', theme) });
	await context.close();
}

function file(name: string, theme: Theme): string {
	return join(folder, `${name}-${theme}.png`);
}

void main();
