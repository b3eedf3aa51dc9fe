import type { Browser } from 'playwright-core';
import { MANAGER, stopExecutions, withStatus } from '../e2e/asking';
import { Editor } from '../e2e/browser/editor';
import { PhonePage } from '../e2e/browser/phonePage';
import { inOurNodes, setUpExample } from '../e2e/examples/example';
import { NUMBER, TRIGGER } from '../e2e/workflows';
import type { CredentialReference, N8n } from '../n8n';
import type { Simulator } from '../simulator';

/** Imports the example that asks a manager by SMS and sets it up, unpublished; resolves with the workflow's id. */
export async function importApproval(n8n: N8n, vonage: CredentialReference): Promise<string> {
	const from = { __rl: true, mode: 'name', value: `+${NUMBER}` };
	const example = setUpExample('approve-order-by-text', {
		credentials: inOurNodes(vonage),
		parameters: {
			[TRIGGER]: { numbers: [NUMBER] },
			'Ask the Manager': { from, to: `+${MANAGER}` },
		},
	});
	const { id } = await n8n.createWorkflow(example);
	return id;
}

interface Shot {
	viewport: { width: number; height: number };
	theme: 'light' | 'dark';
	/** Path of the screenshot with this name. */
	file: (name: string) => string;
}

/** An execution waiting for the manager's reply, and the manager's phone with the question and the reply. */
export async function takeWaiting(
	browser: Browser,
	n8n: N8n,
	simulator: Simulator,
	workflowId: string,
	{ viewport, theme, file }: Shot,
): Promise<void> {
	const context = await browser.newContext({ viewport, colorScheme: theme });
	await n8n.publish(workflowId);
	await simulator.sendInbound({
		from: '14155550142',
		to: NUMBER,
		content: { text: 'Order two pumps, please' },
	});
	const [{ id = '' } = {}] = await withStatus(n8n, workflowId, 'waiting');

	const editor = await Editor.signIn(context, n8n.url);
	await editor.page.goto(`${n8n.url}/workflow/${workflowId}/executions/${id}`);
	await editor.node('Ask the Manager').waitFor();
	const checklist = editor.page.getByText('Production Checklist');
	await checklist.waitFor();
	await editor.page.keyboard.press('Escape');
	await editor.page.mouse.click(1250, 740);
	await checklist.waitFor({ state: 'hidden' });
	await editor.settle();
	await editor.part('execution-preview-host').screenshot({ path: file('waiting') });

	const phone = await PhonePage.open(context, simulator.url);
	await phone.chooseSender(`+${MANAGER}`);
	await phone.replies.getByText('May I accept this order?').waitFor();
	await phone.type('Yes, ship it');
	await phone.send();
	await withStatus(n8n, workflowId, 'success');
	await phone.page.mouse.move(0, 0);
	await phone.page.screenshot({ path: file('reply') });

	await stopExecutions(n8n, workflowId);
	await n8n.unpublish(workflowId);
	await context.close();
}
