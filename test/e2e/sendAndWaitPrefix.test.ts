import { startN8n, type N8n, type N8nOptions } from '../n8n';
import { startSimulator, type Simulator } from '../simulator';
import { answersOf, createAsking, executionOf, MANAGER, post, rows, withStatus } from './asking';
import { startPrefixProxy, type PrefixProxy } from './prefixProxy';
import { createVonageCredential, NUMBER, PHONE } from './workflows';

describe('Send and Wait for Reply on an n8n under a path', () => {
	let proxy: PrefixProxy | undefined;
	let simulator: Simulator | undefined;
	let n8n: N8n | undefined;

	afterEach(async () => {
		await n8n?.stop();
		await simulator?.close();
		await proxy?.close();
	});

	/** An SMS starts a workflow that asks. Webhooks are public below `path`. */
	async function askBelow(path: string, options: N8nOptions = {}) {
		proxy = await startPrefixProxy(path);
		simulator = await startSimulator();
		n8n = await startN8n({ webhookBase: proxy.url, ...options });
		proxy.forwardTo(n8n.url);
		const workflow = await createAsking(n8n, await createVonageCredential(n8n, simulator));
		await n8n.publish(workflow);
		await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: 'a pump' } });
		return { workflow, simulator, n8n, proxy };
	}

	test('sends nothing if webhooks have the path, and says what to set', async () => {
		const asked = await askBelow('/n8n');
		const [{ id = '' } = {}] = await withStatus(asked.n8n, asked.workflow, 'error');
		const { data } = await executionOf(asked.n8n, asked.workflow, id);
		expect(data.resultData.error?.message).toMatch(
			/^Nothing was sent.*set WEBHOOK_URL to a URL without a path/,
		);
		expect(asked.simulator.sent).toEqual([]);
		expect(rows(asked.n8n, 'SELECT id FROM question_round')).toEqual([]);
	});

	test('works if only the editor has the path, even at the public address', async () => {
		const env = { N8N_PATH: '/n8n/', N8N_EDITOR_BASE_URL: 'https://n8n.example.com/n8n/' };
		const asked = await askBelow('', { env });
		const [{ id = '' } = {}] = await withStatus(asked.n8n, asked.workflow, 'waiting');
		const [round] = rows(asked.n8n, 'SELECT id, url FROM question_round');
		expect(round?.['url']).toContain(`${asked.proxy.url}/webhook-waiting/`);
		const forged = await post(String(round?.['url']), { kind: 'end', lease: 'made up' });
		expect(await forged.json()).toEqual({ vonageSmsQuestions: 'refused', round: round?.['id'] });

		await asked.simulator.sendInbound({ from: MANAGER, to: NUMBER, content: { text: 'Yes' } });
		await withStatus(asked.n8n, asked.workflow, 'success');
		expect(await answersOf(asked.n8n, asked.workflow, id)).toMatchObject([{ text: 'Yes' }]);
	});
});
