import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';
import type { NodeRun } from './runNode';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ settings: { receipts: false } });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

const send = async (parameters: INodeParameters = {}, run: Partial<NodeRun> = {}) =>
	await runNode({
		parameters: { ...message, ...parameters },
		credential: credentialFor(simulator),
		...run,
	});

/** Fields of an item that replaces a failed one. */
const details = (json: IDataObject | undefined) => json?.details;

describe('a message that Vonage rejects with HTTP 200', () => {
	it.each([
		['2', 'A required parameter is missing'],
		['3', "Vonage doesn't accept the value of a parameter"],
		['4', "Vonage doesn't accept the API key and secret"],
		['5', 'Vonage could not process the message for an internal reason'],
		['6', 'Vonage could not process the message in this form'],
		['7', "The number is barred (blacklisted) and can't receive messages"],
		['8', 'The Vonage account is barred from sending'],
		['9', "The Vonage account doesn't have enough credit"],
		['10', 'Too many connections to Vonage are open for this account'],
		['11', 'The Vonage account is not enabled for sending over HTTP'],
		['12', 'The message is too long'],
		['14', "Vonage doesn't accept the signature"],
		['15', "Vonage doesn't accept this sender"],
		['17', 'The message was blocked by the provider before delivery'],
		['22', "The network code isn't valid or isn't allowed"],
		['23', "Vonage doesn't accept the callback URL"],
		['29', 'A trial account can only send to its test numbers'],
		['32', 'Vonage received both a signature and an API secret'],
		['33', "The recipient's number has been deactivated"],
		['101', 'Vonage refused the message with status 101'],
	])(
		'fails with an error that says what happened and what to do: status %s',
		async (status, wanted) => {
			simulator.failSend({ status, errorText: 'As Vonage puts it' });
			const { error, items } = await send();
			expect(error).toMatchObject({
				name: 'NodeApiError',
				message: expect.stringMatching(/ Vonage says: As Vonage puts it\. .{20,}\.$/),
				context: { itemIndex: 0, data: { status: 'failed', code: status, ids: [] } },
			});
			expect(error?.message.startsWith(`${wanted}. `)).toBe(true);
			expect(items).toEqual([]);
			expect(simulator.requests).toHaveLength(1);
		},
	);

	it('fails with an error that contains no secrets and no text', async () => {
		simulator.failSend({ status: '9' });
		const items = [{ text: 'the launch code is 0000' }];
		const { error } = await send({ text: '={{ $json.text }}' }, { items });
		expect(simulator.requests[0]?.body).toContain('launch');
		const shown = JSON.stringify([error, error?.message, error?.stack]);
		expect(shown).not.toContain('launch');
		expect(shown).not.toContain(simulator.account.apiSecret);
	});
});

describe('throttling', () => {
	it('waits as long as Vonage says, and sends again', async () => {
		simulator.failSend({
			status: '1',
			errorText: 'Throughput Rate Exceeded - please wait [ 300 ] and retry',
			times: 2,
		});
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('submitted');
		const times = simulator.requests.map(({ at }) => Date.parse(at));
		expect(times).toHaveLength(3);
		expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(290);
		expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(290);
	});

	it('gives up after five attempts, and the error says how to send less', async () => {
		simulator.failSend({ status: '1', errorText: 'please wait [ 10 ] and retry', times: 9 });
		const { error } = await send();
		expect(error).toMatchObject({
			message: expect.stringMatching(/^Vonage is throttling this account\. .*Batching/),
		});
		expect(simulator.requests).toHaveLength(5);
	});

	it('waits for the time in Retry-After after HTTP 429', async () => {
		simulator.fail({ endpoint: '/sms/json', status: 429, headers: { 'Retry-After': '0.3' } });
		const { items } = await send();
		expect(items[0]?.json.status).toBe('submitted');
		const [first = 0, second = 0] = simulator.requests.map(({ at }) => Date.parse(at));
		expect(second - first).toBeGreaterThanOrEqual(290);
	});

	it('does not wait if Vonage asks for more than a minute', async () => {
		simulator.fail({ endpoint: '/sms/json', status: 429, headers: { 'Retry-After': '3600' } });
		expect((await send()).error).toMatchObject({ context: { data: { code: 'HTTP 429' } } });
		expect(simulator.requests).toHaveLength(1);
	});

	it('delays the other items too', async () => {
		simulator.failSend({ to: '447700900001', status: '1', errorText: 'wait [ 400 ]' });
		const items = [1, 2, 3].map((n) => ({ to: `44770090000${n}` }));
		await send({ to: '={{ $json.to }}', options: { batching: 100 } }, { items });
		const last = simulator.requests.at(-1);
		expect(
			Date.parse(last?.at ?? '') - Date.parse(simulator.requests[0]?.at ?? ''),
		).toBeGreaterThan(390);
		expect(simulator.sent).toHaveLength(3);
	});
});

describe('a message with only some parts sent', () => {
	const partly = () => simulator.failSend({ status: '1', parts: [2] });

	it('fails, names the parts that were sent, and is not resent', async () => {
		partly();
		const { error } = await send({ text: 'x'.repeat(400) });
		const ids = simulator.sent[0]?.ids ?? [];
		expect(ids).toHaveLength(2);
		expect(error).toMatchObject({
			message: expect.stringMatching(
				`^Vonage accepted 2 of 3 parts: Vonage is throttling this account\\. .*${ids.join(', ')}`,
			),
			context: { data: { status: 'partial', id: ids[0], ids, price: 0.0666, code: '1' } },
		});
		expect(simulator.requests).toHaveLength(1);
	});

	it('keeps the ids in the item of the error output', async () => {
		partly();
		const { items, errorItems } = await send(
			{ text: 'x'.repeat(400) },
			{ items: [{ customer: 7 }], settings: { onError: 'continueErrorOutput' } },
		);
		expect(items).toEqual([]);
		expect(errorItems[0]?.json).toMatchObject({
			customer: 7,
			error: expect.stringContaining('Vonage accepted 2 of 3 parts'),
			details: { status: 'partial', ids: simulator.sent[0]?.ids },
		});
	});
});

describe('a message that may or may not have been sent', () => {
	const unknown = {
		message: expect.stringMatching(/^It's unknown whether the SMS was sent\. /),
		context: { data: { status: 'unknown', ids: [] } },
	};

	it.each(['beforeEffect', 'afterEffect'] as const)(
		'is reported and not sent again if the connection breaks %s',
		async (drop) => {
			simulator.fail({ endpoint: '/sms/json', drop });
			expect((await send()).error).toMatchObject(unknown);
			expect(simulator.requests).toHaveLength(1);
		},
	);

	it('is reported and not sent again if the response does not arrive in time', async () => {
		simulator.fail({ endpoint: '/sms/json', delay: 600 });
		expect((await send({ options: { timeout: 100 } })).error).toMatchObject(unknown);
		// None, if a busy machine has not read it by then.
		expect(simulator.requests.length).toBeLessThanOrEqual(1);
	});

	it.each([500, 502, 503])('is reported and not sent again after HTTP %d', async (status) => {
		simulator.fail({ endpoint: '/sms/json', status, body: 'oops' });
		expect((await send()).error).toMatchObject(unknown);
		expect(simulator.requests).toHaveLength(1);
	});

	it('is reported if HTTP 200 does not contain a result', async () => {
		simulator.fail({ endpoint: '/sms/json', status: 200, body: '<html>a proxy</html>' });
		expect((await send()).error).toMatchObject(unknown);
		expect(simulator.requests).toHaveLength(1);
	});
});

describe('a Vonage that cannot be reached', () => {
	it('is retried, because nothing was sent, and then reported as unreachable', async () => {
		const gone = await startSimulator();
		const credential = credentialFor(gone);
		await gone.close();
		const { error } = await send({}, { credential });
		expect(error).toMatchObject({
			message: expect.stringMatching(/can't be reached\. .*nothing was sent/),
			context: { data: { status: 'failed', code: 'unreachable' } },
		});
	});
});

describe('errors of single items', () => {
	const items = [{ to: '447700900001' }, { to: 'nobody' }, { to: '447700900003' }];
	const perItem = { to: '={{ $json.to }}' };

	it('end the run before the first message if one item can never be sent', async () => {
		const { error } = await send(perItem, { items });
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(simulator.requests).toHaveLength(0);
	});

	it('say only once how many messages were sent, even after several tries', async () => {
		simulator.fail({ endpoint: 'POST /sms/json', drop: 'afterEffect' });
		const { error } = await send(perItem, {
			items: [{ to: '447700900001' }, { to: '447700900002' }],
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		});
		expect(error?.message.match(/1 other message had already been sent/g)).toHaveLength(1);
		expect(simulator.sent).toHaveLength(2);
	});

	it('end the run and say how many messages were sent if Vonage rejects one', async () => {
		simulator.failSend({ to: '447700900003', status: '7' });
		const good = [{ to: '447700900001' }, { to: '447700900002' }, { to: '447700900003' }];
		const { error } = await send(perItem, { items: good });
		expect(error).toMatchObject({
			context: { itemIndex: 2 },
			message: expect.stringContaining('2 other messages had already been sent in this run'),
		});
	});

	it('become items with details if the node continues on errors', async () => {
		simulator.failSend({ to: '447700900003', status: '7' });
		const { items: output, error } = await send(perItem, {
			items,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(output[0]?.json).toMatchObject({ status: 'submitted' });
		expect(output[1]?.json).toMatchObject({
			error: expect.stringContaining("'To' is an alphanumeric sender ID (nobody)"),
		});
		expect(output[2]?.json).toMatchObject({
			error: expect.stringContaining("can't receive messages"),
			message: expect.stringContaining('Remove the recipient from your list'),
		});
		expect(details(output[2]?.json)).toMatchObject({
			status: 'failed',
			code: '7',
			to: '+447700900003',
		});
	});

	it('go to the error output if the node has one, merged with their input', async () => {
		const { items: output, errorItems } = await send(perItem, {
			items,
			settings: { onError: 'continueErrorOutput' },
		});
		expect(output).toHaveLength(2);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0]?.json).toMatchObject({ to: 'nobody', error: expect.any(String) });
	});
});

describe('"Retry On Fail" of n8n', () => {
	const items = [1, 2, 3].map((n) => ({ to: `44770090000${n}` }));
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

	it('does not resend messages that were sent in an earlier attempt', async () => {
		simulator.failSend({ to: '447700900002', status: '5' });
		const { items: output, error } = await send({ to: '={{ $json.to }}' }, { items, settings });
		expect(error).toBeUndefined();
		expect(simulator.sent.map(({ to }) => to).sort()).toEqual(items.map(({ to }) => to));
		expect(output.map(({ json }) => json.to)).toEqual(items.map(({ to }) => `+${to}`));
	});

	it('does not resend a message that may have been sent', async () => {
		simulator.fail({ endpoint: '/sms/json', drop: 'afterEffect' });
		const { error } = await send({}, { settings });
		expect(error?.message).toMatch(/^It's unknown whether the SMS was sent\./);
		expect(simulator.requests.length).toBeLessThanOrEqual(1);
	});
});
