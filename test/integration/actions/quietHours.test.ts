import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { executeContext } from '../contexts';
import { credentialFor, message, runNode } from './runNode';
import type { NodeResult } from './runNode';

const LONDON = '447911123456';
const BERLIN = '4915123456789';
const PARIS = '33612345678';
/** 22:30 in London, 23:30 in Berlin and Paris, 17:30 in New York. */
const EVENING = Date.parse('2026-01-10T22:30:00Z');

let simulator: Simulator;
let folder: string;
let now = EVENING;
beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'vonage-sms-quiet-hours-'));
	process.env.N8N_USER_FOLDER = folder;
	now = EVENING;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(async () => {
	jest.restoreAllMocks();
	delete process.env.N8N_USER_FOLDER;
	rmSync(folder, { recursive: true });
	await simulator.reset();
});
afterAll(async () => await simulator.close());

const nights = { from: '23:00', to: '08:00', behavior: 'wait' };

async function send(
	to: string[],
	values: IDataObject = nights,
	{ settings = {}, options = {} }: { settings?: Partial<INode>; options?: IDataObject } = {},
): Promise<NodeResult> {
	return await runNode({
		parameters: {
			...message,
			to: '={{ $json.phone }}',
			text: '=Hello {{ $json.name }}',
			options: { ...options, quietHours: { values } } as INodeParameters,
		},
		items: to.map((phone, index) => ({ phone, name: `person ${index}` })),
		credential: credentialFor(simulator),
		settings,
	});
}

const shown = ({ items }: NodeResult) =>
	items.map(({ json, pairedItem }) => [json.status, json.to, pairedItem]);
const sent = () => simulator.sent.map(({ to, text }) => [to, text]);

/** Does the same as n8n's timer when it fires. */
async function resumeInTime({ waiting }: NodeResult): Promise<NodeResult> {
	if (!waiting) throw new Error('The execution does not wait');
	now = waiting.till.getTime();
	return await waiting.resume();
}

describe("'Wait' in 'Quiet Hours'", () => {
	it('sends messages immediately outside quiet hours, the others when the hours end, and returns the items in order', async () => {
		const first = await send([BERLIN, LONDON, PARIS]);
		expect(first.waiting?.till).toEqual(new Date('2026-01-11T07:00:00Z'));
		expect(shown(first)).toEqual([
			['waiting', `+${BERLIN}`, { item: 0 }],
			['submitted', `+${LONDON}`, { item: 1 }],
			['waiting', `+${PARIS}`, { item: 2 }],
		]);
		expect(sent()).toEqual([[LONDON, 'Hello person 1']]);

		const last = await resumeInTime(first);
		expect(last.waiting).toBeNull();
		expect(last.error).toBeUndefined();
		expect(shown(last)).toEqual([
			['submitted', `+${BERLIN}`, { item: 0 }],
			['submitted', `+${LONDON}`, { item: 1 }],
			['submitted', `+${PARIS}`, { item: 2 }],
		]);
		expect(last.items[1]).toEqual(first.items[1]);
		expect(sent()).toEqual([
			[LONDON, 'Hello person 1'],
			[BERLIN, 'Hello person 0'],
			[PARIS, 'Hello person 2'],
		]);
		expect(last.runs).toBe(1);
	});

	it('waits once for each time at which hours end', async () => {
		now = Date.parse('2026-01-10T23:30:00Z');
		const first = await send([LONDON, BERLIN]);
		expect(first.waiting?.till).toEqual(new Date('2026-01-11T07:00:00Z'));
		const second = await resumeInTime(first);
		expect(second.waiting?.till).toEqual(new Date('2026-01-11T08:00:00Z'));
		expect(shown(second).map(([status]) => status)).toEqual(['waiting', 'submitted']);
		const third = await resumeInTime(second);
		expect(third.waiting).toBeNull();
		expect(shown(third).map(([status]) => status)).toEqual(['submitted', 'submitted']);
		expect(simulator.sent.map(({ to }) => to)).toEqual([BERLIN, LONDON]);
		// n8n would show it for each run.
		const metadata = [first, second, third].map((each) => each.metadata ?? {});
		expect(metadata).toEqual([{}, {}, {}]);
	});

	it('waits again if n8n resumes too early', async () => {
		const first = await send([BERLIN]);
		now = (first.waiting?.till.getTime() ?? 0) - 1;
		const second = await first.waiting!.resume();
		expect(second.waiting?.till).toEqual(first.waiting?.till);
		expect(simulator.sent).toHaveLength(0);
		expect((await resumeInTime(second)).items[0]?.json.status).toBe('submitted');
		expect(simulator.sent).toHaveLength(1);
	});

	it('does not wait if a message fails and the node does not continue on errors', async () => {
		simulator.failSend({ status: '2', times: 1 });
		const { error, waiting } = await send([LONDON, BERLIN]);
		expect(error?.message).not.toContain('already been sent');
		expect(waiting).toBeNull();
	});

	it('after the wait, retries only failed messages', async () => {
		const settings: Partial<INode> = { retryOnFail: true, waitBetweenTries: 1 };
		const first = await send([LONDON, BERLIN, PARIS], nights, { settings });
		simulator.failSend({ status: '2', times: 1, to: PARIS });
		const last = await resumeInTime(first);
		expect(shown(last).map(([status]) => status)).toEqual(['submitted', 'submitted', 'submitted']);
		expect(simulator.sent.map(({ to }) => to)).toEqual([LONDON, BERLIN, PARIS]);
	});

	it('keeps the errors of items if the node continues on errors, even with Retry On Fail', async () => {
		simulator.failSend({ status: '2', times: 1 });
		const settings: Partial<INode> = {
			onError: 'continueErrorOutput',
			retryOnFail: true,
			maxTries: 3,
		};
		const first = await send([LONDON, BERLIN], nights, { settings });
		expect(shown(first).map(([status]) => status)).toEqual(['failed', 'waiting']);
		const last = await resumeInTime(first);
		expect(last.items.map(({ json }) => [json.status, json.to])).toEqual([
			['submitted', `+${BERLIN}`],
		]);
		expect(last.errorItems.map(({ json }) => json.error)).toHaveLength(1);
		expect(simulator.sent.map(({ to }) => to)).toEqual([BERLIN]);
	});

	it('skips a person who opted out during the wait', async () => {
		const register = { options: { respectOptOut: 'register' } };
		const first = await send([BERLIN], nights, register);
		await runNode({
			parameters: { resource: 'optOut', operation: 'add', phoneNumber: `+${BERLIN}` },
			credential: credentialFor(simulator),
		});
		const last = await resumeInTime(first);
		expect(shown(last)).toEqual([['skipped', `+${BERLIN}`, { item: 0 }]]);
		expect(simulator.sent).toHaveLength(0);
	});

	it('checks every message before it waits', async () => {
		const { error, waiting } = await send([BERLIN, '12']);
		expect(error?.message).toContain("'To' is");
		expect(waiting).toBeNull();
	});

	it('sends nothing if the execution cannot wait, such as in a tool run by an agent', async () => {
		const parameters = { ...message, options: { quietHours: { values: nights } } };
		const credential = credentialFor(simulator);
		const nodeType = new VonageSms();
		const context = executeContext({ nodeType, parameters, credential });
		const agent = { ...context.getNode(), name: 'AI Agent' };
		const entry = { ...context.getExecuteData(), node: agent };
		jest.spyOn(context, 'getExecuteData').mockReturnValue(entry);
		await expect(nodeType.execute.call(context)).rejects.toThrow("This execution can't wait");
		expect(simulator.sent).toHaveLength(0);
	});

	it('rejects hours that never end', async () => {
		const { error } = await send([BERLIN], { ...nights, from: '00:00', to: '24:00' });
		expect(error?.message).toContain("'Quiet Hours' from 00:00 to 24:00 never end");
	});
});
