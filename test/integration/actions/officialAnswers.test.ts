import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import { testVonageCredential } from '../../../nodes/VonageSms/vonage/credentialTest';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { matcher } from '../../vectors/matcher';
import { credentialTestContext } from '../contexts';
import { credentialFor, runNode } from './runNode';

interface Case {
	id: string;
	api: string;
	answer: { status: number; headers: Record<string, string>; body: string };
	expect: { items?: Array<Record<string, unknown>>; error?: unknown; status?: string };
}

const vectors: { cases: Case[] } = JSON.parse(
	readFileSync(join(__dirname, '../../vectors/official-answers.json'), 'utf8'),
);
const casesOf = (api: string) =>
	vectors.cases
		.filter((vector) => vector.api === api)
		.map((vector) => [vector.id, vector] as const);

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

/** Vonage sends JSON with its content type. */
function answerWith(endpoint: string, { status, headers, body }: Case['answer']): void {
	const type = body === '' ? 'text/plain' : 'application/json';
	simulator.fail({ endpoint, status, headers: { 'content-type': type, ...headers }, body });
}

async function expectRun(
	parameters: { resource: string; operation: string },
	{ expect: expected }: Case,
): Promise<void> {
	const { items, error } = await runNode({
		parameters: { ...parameters, returnAll: true },
		credential: credentialFor(simulator),
	});
	if (expected.error) return expect(error?.message).toEqual(matcher(expected.error));
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json)).toEqual(matcher(expected.items));
}

describe("Vonage's own responses result in the right items and errors", () => {
	it.each(casesOf('balance'))('of the Account API: %s', async (_id, vector) => {
		answerWith('GET /account/get-balance', vector.answer);
		await expectRun({ resource: 'account', operation: 'getBalance' }, vector);
	});

	it.each(casesOf('numbers'))('of the Numbers API: %s', async (_id, vector) => {
		answerWith('GET /account/numbers', vector.answer);
		await expectRun({ resource: 'number', operation: 'getMany' }, vector);
	});

	it.each(casesOf('credentialTest'))('of the %s', async (_id, vector) => {
		answerWith('GET /account/get-balance', vector.answer);
		const data = credentialFor(simulator);
		const context = credentialTestContext({
			nodeType: new VonageSms(),
			parameters: {},
			credential: data,
		});
		const credential = { id: '1', name: 'Vonage', type: 'vonageSmsApi', data };
		expect(await testVonageCredential.call(context, credential)).toEqual(matcher(vector.expect));
	});
});
