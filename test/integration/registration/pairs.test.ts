import { startRig, type Life, type Rig } from './rig';

const ID = '11111111-2222-3333-4444-555555555555';

let rig: Rig;
let inbox: Life;
let reports: Life;
beforeEach(async () => {
	rig = await startRig({
		applications: [
			{
				id: ID,
				name: 'Shop',
				keys: { public_key: 'A' },
				capabilities: {},
				privacy: { improve_ai: false },
			},
		],
	});
	const on = (workflowId: string, ...events: string[]) =>
		rig.node(
			{ registration: 'application', events, application: { __rl: true, mode: 'id', value: ID } },
			{ workflowId },
		);
	inbox = on('inbox', 'message');
	reports = on('reports', 'deliveryReceipt');
});
afterEach(async () => await rig.close());

const urls = () => {
	const webhooks = rig.simulator.applications[0]?.capabilities.messages?.webhooks;
	return [webhooks?.inbound_url?.address, webhooks?.status_url?.address];
};

const lives = () => ({ inbox, reports });

describe.each([
	['inbox', 'reports'],
	['reports', 'inbox'],
] as const)(
	'one workflow for messages and one for receipts: %s first, then %s',
	(first, second) => {
		test('each gets its own URL, even after n8n restarted in any order', async () => {
			await lives()[first].publish();
			expect(urls()).toEqual([lives()[first].url(), lives()[first].url()]);
			await lives()[second].publish();
			const each = [inbox.url(), reports.url()];
			expect(urls()).toEqual(each);
			await inbox.restart();
			await reports.restart();
			expect(urls()).toEqual(each);
			await reports.restart();
			await inbox.restart();
			expect(urls()).toEqual(each);
		});

		test.each([
			['inbox', 'reports'],
			['reports', 'inbox'],
		] as const)('unpublishing %s, then %s leaves nothing', async (one, other) => {
			const before = rig.simulator.snapshot();
			await lives()[first].publish();
			await lives()[second].publish();
			await lives()[one].unpublish();
			// Vonage accepts the two URLs only as a pair.
			expect(urls()).toEqual([lives()[other].url(), lives()[other].url()]);
			await lives()[other].restart();
			await lives()[other].unpublish();
			expect(rig.simulator.snapshot()).toEqual(before);
			expect(rig.notes.size).toBe(0);
		});

		test('a test run of one does not affect the other', async () => {
			await lives()[first].publish();
			await lives()[second].publish();
			await inbox.startTest();
			expect(urls()).toEqual([inbox.url('test'), reports.url()]);
			await inbox.endTest();
			expect(urls()).toEqual([inbox.url(), reports.url()]);
		});
	},
);
