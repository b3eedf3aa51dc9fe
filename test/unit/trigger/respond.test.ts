import type { IWebhookFunctions } from 'n8n-workflow';

import { logRefused } from '../../../nodes/VonageSms/trigger/respond';

describe('the log of rejected webhooks', () => {
	let lines: string[];
	let now: number;
	let context: IWebhookFunctions;
	let node = 0;

	beforeEach(() => {
		lines = [];
		now = 0;
		node += 1;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		const write = (line: string) => lines.push(line);
		context = {
			getRequestObject: () => ({ ip: '192.0.2.1' }),
			getWorkflow: () => ({ id: 'workflow' }),
			getNode: () => ({ id: `node ${node}` }),
			logger: { error: write, warn: write },
		} as unknown as IWebhookFunctions;
	});
	afterEach(() => jest.restoreAllMocks());

	function refuseAt(time: number, status: 200 | 400 | 503, kind: string): void {
		now = time;
		logRefused(context, { kind: 'refused', status, message: '', reason: `at ${time}` }, kind);
	}

	it('has one line of each kind per ten seconds, and then the number of omitted lines', () => {
		for (const time of [0, 1, 9_999]) refuseAt(time, 400, 'flood');
		expect(lines).toEqual(['Webhook from 192.0.2.1 rejected: at 0']);
		refuseAt(10_000, 400, 'flood');
		refuseAt(20_000, 400, 'flood');
		expect(lines.slice(1)).toEqual([
			'Webhook from 192.0.2.1 rejected: at 10000 (and 2 more like it)',
			'Webhook from 192.0.2.1 rejected: at 20000',
		]);
	});

	it('limits each kind and each node separately', () => {
		refuseAt(0, 503, 'one');
		refuseAt(0, 503, 'two');
		node += 1;
		refuseAt(0, 503, 'one');
		expect(lines).toHaveLength(3);
		expect(lines[0]).toMatch(/rejected: at 0 \(answered with 503, so Vonage retries/);
	});

	it('has a line about ignored webhooks once a day', () => {
		for (const time of [0, 86_399_999, 86_400_000]) refuseAt(time, 200, 'channel');
		expect(lines).toEqual([
			'Webhook from 192.0.2.1 ignored: at 0',
			'Webhook from 192.0.2.1 ignored: at 86400000 (and 1 more like it)',
		]);
	});

	it('forgets kinds if there are too many of them', () => {
		for (let kind = 0; kind < 1_001; kind++) refuseAt(0, 400, `kind ${kind}`);
		refuseAt(1, 400, 'kind 0');
		expect(lines).toHaveLength(1_002);
	});
});
