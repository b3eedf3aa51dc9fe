import { itemsOf, until, type Item, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import { executionOf, withStatus } from './asking';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER } from './workflows';

const MINUTE_MS = 60_000;
/** Longer than the quiet hours, n8n's look for what waits, and its start on a busy machine. */
const PATIENCE_MS = 8 * MINUTE_MS;
jest.setTimeout(3 * PATIENCE_MS);

describe("'Wait' in 'Quiet Hours' on a real n8n, without a trigger of the package", () => {
	let simulator: Simulator;
	let n8n: N8n;

	useStage((stage) => ({ n8n, simulator } = stage));

	test('each message goes out once, over a kill while they wait and another while one is being sent', async () => {
		const hours = hoursAroundNow();
		const campaign = await publishCampaign(n8n, simulator, hours, 'sms');
		const slow = await publishCampaign(n8n, simulator, hours, 'messages');

		const [ann, bob, cid, zoe] = ['447911123450', '447911123451', '447911123452', '447911123453'];
		await campaign.send([
			{ phone: ann, zone: 'UTC' },
			{ phone: bob, zone: 'Asia/Tokyo' },
			{ phone: cid, zone: 'UTC' },
		]);
		await slow.send([{ phone: zoe, zone: 'UTC' }]);
		const [first] = await withStatus(n8n, campaign.id, 'waiting', 1, PATIENCE_MS);
		const [second] = await withStatus(n8n, slow.id, 'waiting', 1, PATIENCE_MS);
		expect(simulator.sent.map(({ to }) => to)).toEqual([bob]);

		await n8n.kill();
		// Zoe's message gets no answer before n8n is killed again.
		simulator.fail({ endpoint: 'POST /v1/messages', delay: MINUTE_MS });
		await n8n.restart();

		await withStatus(n8n, campaign.id, 'success', 1, PATIENCE_MS);
		const { [AFTER]: runs } = (await executionOf(n8n, campaign.id, first?.id ?? '')).data.resultData
			.runData;
		expect(runs).toHaveLength(1);
		const items = itemsOf(await executionOf(n8n, campaign.id, first?.id ?? ''), AFTER);
		expect(items.map(({ json }: Item) => [json.status, json.to])).toEqual([
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

/** In UTC, and ending in two to three minutes. */
function hoursAroundNow(): { from: string; to: string } {
	const at = (minutes: number) =>
		new Date(Date.now() + minutes * MINUTE_MS).toISOString().slice(11, 16);
	return { from: at(-1), to: at(3) };
}

/** A request with a list of people, and one message to each. */
async function publishCampaign(
	n8n: N8n,
	simulator: Simulator,
	hours: { from: string; to: string },
	api: 'sms' | 'messages',
): Promise<{ id: string; send(people: Array<{ phone: string; zone: string }>): Promise<void> }> {
	const vonage = await createVonageCredential(n8n, simulator);
	const quietHours = {
		values: { ...hours, timeZone: 'other', timeZoneName: '={{ $json.zone }}', behavior: 'wait' },
	};
	const { id } = await n8n.createWorkflow({
		name: api,
		nodes: [
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path: api, responseMode: 'onReceived' },
				webhookId: api,
			},
			{
				name: 'People',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.people' },
			},
			{
				name: 'Send',
				type: 'n8n-nodes-vonage-sms.vonageSms',
				typeVersion: 1,
				parameters: {
					operation: 'send',
					api,
					from: { __rl: true, mode: 'name', value: NUMBER },
					to: '={{ $json.phone }}',
					text: 'Good morning',
					options: { quietHours },
				},
				credentials: { vonageSmsApi: vonage },
			},
			{ name: AFTER, type: 'n8n-nodes-base.noOp' },
		],
	});
	await n8n.publish(id);
	const send = async (people: object[]) => {
		const response = await fetch(`${n8n.url}/webhook/${api}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ people }),
		});
		expect(response.status).toBe(200);
	};
	return { id, send };
}
