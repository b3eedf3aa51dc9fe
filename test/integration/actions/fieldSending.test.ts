import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import type { Fault, Simulator } from '../../simulator';
import { matcher } from '../../vectors/matcher';
import { credentialFor, runNode } from './runNode';

interface Case {
	id: string;
	source: string;
	parameters: INodeParameters;
	items: IDataObject[];
	faults: Fault[];
	expect: { sent?: unknown[]; sentCount?: number; items?: unknown[]; error?: unknown };
}

const vectors: { cases: Case[] } = JSON.parse(
	readFileSync(join(__dirname, '../../vectors/field-sending.json'), 'utf8'),
);

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ settings: { receipts: false } });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

describe('messages from public reports are sent or rejected as expected', () => {
	it.each(vectors.cases.map((vector) => [vector.id, vector.source, vector] as const))(
		'%s: %s',
		async (_id, _source, vector) => {
			for (const fault of vector.faults) simulator.fail(fault);
			const { parameters, items, expect: expected } = vector;
			const run = await runNode({ parameters, items, credential: credentialFor(simulator) });
			if (expected.error) expect(run.error?.message).toEqual(matcher(expected.error));
			else expect(run.error).toBeUndefined();
			if (expected.sent) expect(simulator.sent).toEqual(matcher(expected.sent));
			if (expected.sentCount !== undefined) expect(simulator.sent).toHaveLength(expected.sentCount);
			if (expected.items) {
				expect(run.items.map(({ json }) => json)).toEqual(matcher(expected.items));
			}
		},
	);
});
