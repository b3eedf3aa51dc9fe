import { itemsOf, until, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import { executionOf, withStatus } from './asking';
import { publishCampaign, quietInUtc } from './campaign';
import { useStage } from './stage';
import { AFTER, createVonageCredential } from './workflows';

const MINUTE_MS = 60_000;
/** Longer than the quiet hours, n8n's check for waiting executions, and its start on a busy machine. */
const PATIENCE_MS = 8 * MINUTE_MS;
jest.setTimeout(3 * PATIENCE_MS);

describe("'Wait' in 'Quiet Hours' on a real n8n, without a trigger of the package", () => {
	let simulator: Simulator;
	let n8n: N8n;

	useStage((stage) => ({ n8n, simulator } = stage));

	test('each message is sent once, even if n8n is killed while they wait and while one is being sent', async () => {
		const vonageSmsApi = await createVonageCredential(n8n, simulator);
		const options = { quietHours: quietInUtc() };
		const publish = async (api: string) =>
			await publishCampaign(n8n, api, { vonageSmsApi }, { api, options });
		const campaign = await publish('sms');
		const slow = await publish('messages');

		const [ann, bob, cid, zoe] = ['447911123450', '447911123451', '447911123452', '447911123453'];
		await campaign.start([
			{ phone: ann, zone: 'UTC' },
			{ phone: bob, zone: 'Asia/Tokyo' },
			{ phone: cid, zone: 'UTC' },
		]);
		await slow.start([{ phone: zoe, zone: 'UTC' }]);
		const [first] = await withStatus(n8n, campaign.id, 'waiting', 1, PATIENCE_MS);
		const [second] = await withStatus(n8n, slow.id, 'waiting', 1, PATIENCE_MS);
		expect(simulator.sent.map(({ to }) => to)).toEqual([bob]);

		await n8n.kill();
		// Zoe's message gets no response before n8n is killed again.
		simulator.fail({ endpoint: 'POST /v1/messages', delay: MINUTE_MS });
		await n8n.restart();

		await withStatus(n8n, campaign.id, 'success', 1, PATIENCE_MS);
		const { [AFTER]: runs } = (await executionOf(n8n, campaign.id, first?.id ?? '')).data.resultData
			.runData;
		expect(runs).toHaveLength(1);
		const items = itemsOf(await executionOf(n8n, campaign.id, first?.id ?? ''), AFTER);
		expect(items.map(({ json }) => [json.status, json.to])).toEqual([
			['submitted', `+${ann}`],
			['submitted', `+${bob}`],
			['submitted', `+${cid}`],
		]);
		expect(simulator.sent.map(({ to }) => to)).toEqual([bob, ann, cid]);

		const requests = () => simulator.requests.filter(({ path }) => path === '/v1/messages');
		await until('the request', async () => requests().length > 0 || undefined, PATIENCE_MS);
		await n8n.kill();
		await n8n.restart();
		const [crashed] = await withStatus(n8n, slow.id, 'crashed', 1, PATIENCE_MS);
		expect(crashed?.id).toBe(second?.id);
		expect(requests()).toHaveLength(1);
	});
});
