import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { authorization, call, callAtOneMoment, callJson } from './account';

interface Problem {
	type: string;
	title: string;
	detail: string;
}

const vectors = join(__dirname, '../../vectors');
const official = JSON.parse(readFileSync(join(vectors, 'official-answers.json'), 'utf8'));
const schemas = JSON.parse(readFileSync(join(vectors, 'official-answer-schemas.json'), 'utf8'));
const ajv = addFormats(new Ajv({ allErrors: true, strict: false }));
const validators = new Map(
	Object.entries<object | string>(schemas)
		.filter(([name]) => name !== 'about')
		.map(([name, schema]) => [name, ajv.compile(schema as object)] as const),
);

function expectValid(name: string, body: unknown): void {
	const validate = validators.get(name);
	if (!validate) throw new Error(`no schema ${name}`);
	expect({ body, valid: validate(body), errors: validate.errors }).toMatchObject({ valid: true });
}

/** The problem document of an official answer. */
function problemOf(id: string): Problem {
	const { answer } = official.cases.find((vector: { id: string }) => vector.id === id);
	const { type, title, detail } = JSON.parse(answer.body);
	return { type, title, detail };
}

const send = {
	...{ message_type: 'text', channel: 'sms', text: 'Hello' },
	...{ to: '447700900123', from: '447700900001' },
};
const smsSend = { to: '447700900123', from: '447700900001', text: 'Hello' };

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

type Answer = Awaited<ReturnType<typeof callJson>>;
const wrong = { Authorization: `Basic ${Buffer.from('abcd1234:wrong').toString('base64')}` };
const get = async (path: string, headers: Record<string, string> = authorization(simulator)) =>
	await callJson(simulator, path, undefined, { method: 'GET', headers });
const reports = (query: Record<string, string> = {}) =>
	`/v2/reports/records?${new URLSearchParams({
		...{ account_id: simulator.account.apiKey, product: 'SMS', direction: 'inbound' },
		...query,
	})}`;

/** Every successful response of every API. */
const successes: Array<[schema: string, status: number, ask: () => Promise<Answer>]> = [
	['smsAnswer', 200, async () => await call(simulator, '/sms/json', smsSend)],
	[
		'smsAnswer',
		200,
		async () => await call(simulator, '/sms/json', { ...smsSend, text: 'x'.repeat(400) }),
	],
	['messagesAnswer', 202, async () => await callJson(simulator, '/v1/messages', send)],
	[
		'messagesAnswer',
		202,
		async () =>
			await callJson(simulator, '/v1/messages', {
				...{ ...send, channel: 'mms', failover: [send] },
			}),
	],
	['ownedNumbers', 200, async () => await call(simulator, '/account/numbers')],
	['ownedNumbers', 200, async () => await call(simulator, '/account/numbers?pattern=999')],
	[
		'numberUpdate',
		200,
		async () => await call(simulator, '/number/update', { country: 'GB', msisdn: '447700900001' }),
	],
	['balance', 200, async () => await call(simulator, '/account/get-balance')],
	['accountSettings', 200, async () => await call(simulator, '/account/settings', {})],
	['applicationList', 200, async () => await get('/v2/applications')],
	['application', 200, async () => await get(`/v2/applications/${simulator.applications[0]?.id}`)],
	['application', 201, async () => await callJson(simulator, '/v2/applications', { name: 'Shop' })],
	[
		'application',
		200,
		async () =>
			await callJson(
				simulator,
				`/v2/applications/${simulator.applications[0]?.id}`,
				{ name: 'Shop', keys: simulator.applications[0]?.keys },
				{ method: 'PUT' },
			),
	],
	['report', 200, async () => await get(reports())],
	['report', 200, async () => await get(reports({ direction: 'outbound', id: 'none' }))],
];

describe("the simulator's successful responses match Vonage's schemas", () => {
	it.each(successes)('%s, HTTP %i', async (schema, status, ask) => {
		const answer = await ask();
		expect(answer.status).toBe(status);
		expectValid(schema, answer.body);
	});

	it('every status of the SMS API is returned with HTTP 200', async () => {
		const refusals: Array<[status: string, form: Record<string, string>]> = [
			['2', { from: smsSend.from, to: smsSend.to }],
			['3', { ...smsSend, ttl: '1' }],
			['6', { ...smsSend, type: 'binary', body: 'xyz', udh: '00' }],
			['12', { ...smsSend, type: 'binary', body: '00'.repeat(141), udh: '00' }],
			['15', { ...smsSend, from: 'A sender that is too long' }],
			['23', { ...smsSend, callback: 'nowhere' }],
			['32', { ...smsSend, sig: 'a', api_key: 'abcd1234' }],
		];
		for (const [status, form] of refusals) {
			const answer = await call(simulator, '/sms/json', form);
			expectValid('smsAnswer', answer.body);
			expect(answer).toMatchObject({ status: 200, body: { messages: [{ status }] } });
		}
		for (const status of Object.keys(schemas.smsAnswer.$defs.statuses.properties)) {
			simulator.failSend({ status });
			const answer = await call(simulator, '/sms/json', smsSend);
			expectValid('smsAnswer', answer.body);
			expect(answer).toMatchObject({ status: 200, body: { messages: [{ status }] } });
		}
	});

	it('records of the Reports API', async () => {
		await call(simulator, '/sms/json', smsSend);
		const [id = ''] = simulator.sent[0]?.ids ?? [];
		const answer = await get(reports({ direction: 'outbound', id }));
		expectValid('report', answer.body);
		expect(answer.body).toMatchObject({ items_count: 1 });
	});
});

describe("the simulator's problems match Vonage's files", () => {
	it.each<[string, () => Promise<Answer>]>([
		['Messages', async () => await callJson(simulator, '/v1/messages', send, { headers: wrong })],
		['Account', async () => await get('/account/get-balance', wrong)],
		['Applications', async () => await get('/v2/applications', wrong)],
		['Reports', async () => await get(reports(), wrong)],
	])('401 of the %s API', async (_api, ask) => {
		const answer = await ask();
		expectValid('problem', answer.body);
		expect(answer.headers.get('content-type')).toContain('application/problem+json');
		const { type, title, detail } = problemOf('401 unathorized (basic)');
		expect(answer).toMatchObject({ status: 401, body: { type, title, detail } });
	});

	it('401 of the Numbers API', async () => {
		const answer = await get('/account/numbers', wrong);
		expectValid('numberUpdate', answer.body);
		expect(answer).toMatchObject({
			status: 401,
			body: { 'error-code': '401', 'error-code-label': 'authentication failed' },
		});
	});

	it('420 of the Numbers and Account APIs', async () => {
		const form = { country: 'GB', msisdn: '447700900099' };
		const number = await call(simulator, '/number/update', form);
		const account = await call(simulator, '/account/settings', { moCallBackUrl: 'nowhere' });
		for (const answer of [number, account]) {
			expectValid('numberUpdate', answer.body);
			expect(answer).toMatchObject({
				status: 420,
				body: { 'error-code': '420', 'error-code-label': 'method failed' },
			});
		}
	});

	it.each<[string, unknown]>([
		['ErrorChannel #1100', { ...send, channel: 'fax' }],
		['ErrorChannelParams #1110', { ...send, sms: { encoding_type: 'morse' } }],
		['ErrorSender #1120', { ...send, from: '' }],
		['ErrorRecipient #110', { ...send, to: '+447700900123' }],
		['ErrorMessageType #1140', { ...send, message_type: 'image' }],
		['ErrorMessageParams #1150', { ...send, text: '' }],
		['ErrorClientReference #1060', { ...send, client_ref: 'x'.repeat(101) }],
		['ErrorInvalidJson', []],
	])('422 of the Messages API: %s', async (id, body) => {
		const answer = await callJson(simulator, '/v1/messages', body);
		expectValid('problem', answer.body);
		expect(answer).toMatchObject({ status: 422, body: problemOf(id) });
	});

	it('402 of the Messages API', async () => {
		simulator.account.balance = 0;
		const answer = await callJson(simulator, '/v1/messages', send);
		expectValid('problem', answer.body);
		expect(answer).toMatchObject({ status: 402, body: problemOf('ErrorPaymentRequired') });
	});

	it('404, 400 of the Applications API', async () => {
		const missing = await get('/v2/applications/00000000-0000-4000-8000-000000000000');
		expectValid('problem', missing.body);
		expect(missing).toMatchObject({
			status: 404,
			body: { type: 'https://developer.vonage.com/api-errors#not-found', title: 'Not Found' },
		});
		const invalid = await callJson(simulator, '/v2/applications', { name: '' });
		expectValid('problem', invalid.body);
		expect(invalid).toMatchObject({
			status: 400,
			body: { invalid_parameters: [{ name: 'name' }] },
		});
	});

	it('403, 422 of the Reports API', async () => {
		const other = await get(reports({ account_id: 'another1' }));
		expectValid('problem', other.body);
		expect(other.status).toBe(403);
		const invalid = await get(reports({ date_start: 'today' }));
		expectValid('problem', invalid.body);
		expect(invalid).toMatchObject({
			status: 422,
			body: { invalid_parameters: [{ name: 'date_start' }] },
		});
	});

	it('404 of the media server', async () => {
		const answer = await get('/v3/media/none');
		expectValid('problem', answer.body);
		expect(answer.status).toBe(404);
	});
});

describe('too many requests', () => {
	it.each<[string, number, () => Promise<Answer>]>([
		['Messages', 30, async () => await callJson(simulator, '/v1/messages', send)],
		['Numbers', 1, async () => await call(simulator, '/account/numbers')],
		['Account', 3, async () => await call(simulator, '/account/get-balance')],
		['Applications', 3, async () => await get('/v2/applications')],
		['Reports', 10, async () => await get(reports())],
	])("to the %s API: 429 with Vonage's headers", async (_api, perSecond, ask) => {
		const before = Date.now();
		const limited = await startSimulator({ settings: { limits: 'real' } });
		const free = simulator;
		simulator = limited;
		try {
			const answers = await callAtOneMoment(perSecond + 1, ask);
			const refused = answers.find(({ status }) => status === 429);
			if (!refused) throw new Error('no 429');
			expectValid('problem', refused.body);
			const { type, title, detail } = problemOf('ErrorThrottled');
			expect(refused.body).toMatchObject({ type, title, detail });
			expect(refused.headers.get('retry-after')).toBe('1');
			expect(refused.headers.get('x-ratelimit-limit')).toBe(String(perSecond));
			expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
			// Unix time in milliseconds, as in Vonage's example.
			const reset = Number(refused.headers.get('x-ratelimit-reset'));
			expect(reset).toBeGreaterThan(before);
			expect(reset).toBeLessThanOrEqual(Date.now() + 1000);
		} finally {
			simulator = free;
			await limited.close();
		}
	});

	it('to the SMS API: status 1 with the time to wait', async () => {
		const limited = await startSimulator({ settings: { limits: 'real' } });
		const answers = await callAtOneMoment(
			31,
			async () => await call(limited, '/sms/json', smsSend),
		);
		await limited.close();
		for (const { body } of answers) expectValid('smsAnswer', body);
		expect(answers.map(({ body }) => body)).toContainEqual(
			expect.objectContaining({
				messages: [
					{ status: '1', 'error-text': expect.stringMatching(/please wait \[ \d+ \] and retry$/) },
				],
			}),
		);
	});
});
