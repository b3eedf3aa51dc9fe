import { itemsOf, until, type Execution, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import { ASK, askNode } from './asking';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, TRIGGER, triggerNode } from './workflows';

/** A few by default. QUESTIONS_RACE=200 for the large run. */
const COUNT = Number(process.env.QUESTIONS_RACE ?? 12);
const WITHIN_MS = 120_000 + COUNT * 3_000;

jest.setTimeout(3 * WITHIN_MS);

/** Begins the messages that make the workflow ask the person who sent them. */
const BEGIN = 'Order';

describe(`${COUNT} questions open at the same time`, () => {
	let simulator: Simulator;
	let n8n: N8n;
	let workflow: string;

	useStage((stage) => ({ n8n, simulator } = stage), {
		simulator: { settings: { timeScale: 0.05, retryRule: 'anyNon2xx' } },
	});
	beforeAll(async () => {
		const vonage = await createVonageCredential(n8n, simulator);
		const main = (node: string) => [{ node, type: 'main', index: 0 }];
		const condition = {
			id: 'a',
			leftValue: '={{ $json.text }}',
			rightValue: BEGIN,
			operator: { type: 'string', operation: 'startsWith' },
		};
		const { id } = await n8n.createWorkflow({
			name: 'Orders',
			nodes: [
				triggerNode(vonage),
				{
					name: 'Is an order',
					type: 'n8n-nodes-base.if',
					typeVersion: 2.2,
					parameters: {
						conditions: {
							options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
							combinator: 'and',
							conditions: [condition],
						},
					},
				},
				askNode(vonage, { to: '={{ $json.from }}', message: '=Confirm {{ $json.text }}?' }),
				{ name: AFTER, type: 'n8n-nodes-base.noOp' },
			],
			connections: {
				[TRIGGER]: { main: [main('Is an order')] },
				'Is an order': { main: [main(ASK)] },
				[ASK]: { main: [main(AFTER)] },
			},
		});
		workflow = id;
		await n8n.publish(id);
	});

	const people = Array.from({ length: COUNT }, (_, index) => String(447700910000 + index));
	const strangers = Array.from({ length: COUNT }, (_, index) => String(447700920000 + index));

	async function text(from: string, content: string, more: object = {}): Promise<void> {
		const sms = { from, to: NUMBER, content: { text: content }, ...more };
		const { acknowledged } = await simulator.sendInbound(sms);
		expect(await acknowledged).toBe(true);
	}

	const ended = async (count: number) => await n8n.waitForExecutions(workflow, count, WITHIN_MS);

	test('each is answered once, by its person, and every other message starts the workflow once', async () => {
		await Promise.all(people.map(async (person) => await text(person, `${BEGIN} ${person}`)));
		await until(
			'all questions',
			async () => simulator.sent.length >= COUNT || undefined,
			WITHIN_MS,
		);

		// Each reply twice and in two parts, among messages of people who were not asked.
		const long = (person: string) => `Yes from ${person}. ${'Really. '.repeat(25)}`.trim();
		await Promise.all([
			...people.map(
				async (person) =>
					await text(person, long(person), { repeat: [1, 2], order: 'shuffled', parallel: true }),
			),
			...strangers.map(async (stranger) => await text(stranger, `Hello from ${stranger}`)),
		]);
		await ended(2 * COUNT);
		await Promise.all(people.map(async (person) => await text(person, `Late from ${person}`)));
		// One more message that is certain to be the last.
		const executions = await ended(3 * COUNT);
		await text(PHONE, 'The end');
		const all = await ended(3 * COUNT + 1);

		expect(all.filter(({ status }) => status !== 'success')).toEqual([]);
		expect(all).toHaveLength(executions.length + 1);
		const asked = all.filter((execution) => receivedBy(execution).startsWith(BEGIN));
		expect(asked.map(answerIn).sort()).toEqual(people.map(long).sort());
		expect(asked.map(orderAndSender).sort()).toEqual(
			people.map((person) => `${BEGIN} ${person}: +${person}`).sort(),
		);
		const others = all.map(receivedBy).filter((received) => !received.startsWith(BEGIN));
		expect(others.sort()).toEqual(
			[
				...strangers.map((stranger) => `Hello from ${stranger}`),
				...people.map((person) => `Late from ${person}`),
				'The end',
			].sort(),
		);
		expect(simulator.sent).toHaveLength(COUNT);
	});
});

function receivedBy(execution: Execution): string {
	return String(itemsOf(execution, TRIGGER)[0]?.json.text);
}

function answerIn(execution: Execution): unknown {
	return (itemsOf(execution, AFTER)[0]?.json.data as { text?: unknown } | undefined)?.text;
}

/** The person who ordered, and the person who answered. */
function orderAndSender(execution: Execution): string {
	const { from } = itemsOf(execution, AFTER)[0]?.json.data as { from: string };
	return `${receivedBy(execution)}: ${from}`;
}
