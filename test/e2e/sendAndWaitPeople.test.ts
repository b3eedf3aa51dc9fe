import { until, type CredentialReference, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import { answersOf, createAsking, MANAGER, stopExecutions, summaries, withStatus } from './asking';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, triggerNode } from './workflows';

/** The person who is asked if the manager does not reply. */
const DEPUTY = '447700900556';
const PEOPLE = [MANAGER, DEPUTY, '447700900557'];

describe('Send and Wait for Reply, asking people again and asking several', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let vonage: CredentialReference;
	let workflow: string;

	useStage((stage) => ({ n8n, simulator } = stage));
	beforeAll(async () => {
		vonage = await createVonageCredential(n8n, simulator);
	});
	afterEach(async () => {
		await stopExecutions(n8n, workflow);
		await n8n.unpublish(workflow);
		await simulator.reset();
	});

	const text = async (from: string, content: string) =>
		await simulator.sendInbound({ from, to: NUMBER, content: { text: content } });
	const sentTexts = () => simulator.sent.map(({ to, text: content }) => [to, content]);
	const sentTo = async (to: string, content: string) =>
		await until(
			`"${content}" to ${to}`,
			async () => simulator.sent.some((sms) => sms.to === to && sms.text === content) || undefined,
		);
	const executions = async (count: number) =>
		await until(
			`${count} executions`,
			async () => (await summaries(n8n, workflow)).length >= count || undefined,
		);

	describe('one person who does not reply', () => {
		const reminder = (amount: number, message: string) => ({ amount, unit: 'seconds', message });
		const escalation = (amount: number) => ({
			values: { amount, unit: 'seconds', to: `+${DEPUTY}`, message: '' },
		});

		async function ask(options: Record<string, unknown>): Promise<string> {
			workflow = await createAsking(n8n, vonage, { options });
			await n8n.publish(workflow);
			await text(PHONE, 'a pump');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			return id;
		}

		test('gets a reminder, then another person is asked as well, and the first reply counts', async () => {
			const id = await ask({
				reminders: { values: [reminder(1, 'Still waiting'), reminder(2, 'Really')] },
				escalation: escalation(3),
			});
			await sentTo(DEPUTY, 'May I ship "a pump"?');
			expect(sentTexts()).toEqual([
				[MANAGER, 'May I ship "a pump"?'],
				[MANAGER, 'Still waiting'],
				[MANAGER, 'Really'],
				[DEPUTY, 'May I ship "a pump"?'],
			]);
			await text(DEPUTY, 'Ship it');
			await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([
				{ answered: true, text: 'Ship it', from: `+${DEPUTY}` },
			]);
			await text(MANAGER, 'Me too');
			await executions(2);
		});

		test('and opted out gets neither a reminder nor an escalation', async () => {
			// The workflow that STOP starts would ask as well: this one only receives it.
			const { id: inbox } = await n8n.createWorkflow({
				name: 'Inbox',
				nodes: [triggerNode(vonage), { name: AFTER, type: 'n8n-nodes-base.noOp' }],
			});
			workflow = inbox;
			await n8n.publish(inbox);
			await text(DEPUTY, 'STOP');
			await executions(1);
			await n8n.unpublish(inbox);

			const id = await ask({
				respectOptOut: 'register',
				reminders: { values: [reminder(1, 'Still waiting'), reminder(3, 'Really')] },
				escalation: escalation(2),
			});
			await sentTo(MANAGER, 'Really');
			expect(sentTexts()).toEqual([
				[MANAGER, 'May I ship "a pump"?'],
				[MANAGER, 'Still waiting'],
				[MANAGER, 'Really'],
			]);
			await text(MANAGER, 'Yes');
			await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([{ text: 'Yes' }]);
		});
	});

	describe('three people', () => {
		async function ask(options: Record<string, unknown>): Promise<string> {
			const jsCode = `return ${JSON.stringify(PEOPLE)}.map((to) => ({ json: { to, text: 'Party' } }))`;
			const parameters = { to: '={{ $json.to }}', responseType: 'approval', options };
			workflow = await createAsking(n8n, vonage, parameters, [
				{ name: 'People', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } },
			]);
			await n8n.publish(workflow);
			await text(PHONE, 'Party?');
			const [{ id = '' } = {}] = await withStatus(n8n, workflow, 'waiting');
			return id;
		}

		test('are waited for until all have replied', async () => {
			const id = await ask({});
			for (const [index, person] of PEOPLE.entries()) {
				expect(await summaries(n8n, workflow)).toMatchObject([{ status: 'waiting' }]);
				await text(person, index === 1 ? 'No' : 'Yes');
			}
			await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([
				{ approved: true, from: `+${PEOPLE[0]}` },
				{ approved: false, from: `+${PEOPLE[1]}` },
				{ approved: true, from: `+${PEOPLE[2]}` },
			]);
			expect(await summaries(n8n, workflow)).toHaveLength(1);
		});

		test('are waited for until the first has replied, and later replies start the workflow', async () => {
			const id = await ask({ continueWhen: 'first' });
			await text(DEPUTY, 'Yes');
			await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([
				{ answered: false, reason: 'notNeeded', from: `+${PEOPLE[0]}` },
				{ answered: true, approved: true, from: `+${DEPUTY}` },
				{ answered: false, reason: 'notNeeded', from: `+${PEOPLE[2]}` },
			]);
			await text(MANAGER, 'Yes');
			await executions(2);
		});

		test('are waited for until the set number of them have replied', async () => {
			const id = await ask({ continueWhen: 'count', repliesNeeded: 2 });
			await text(DEPUTY, 'Yes');
			await text(MANAGER, 'No');
			await withStatus(n8n, workflow, 'success');
			expect(await answersOf(n8n, workflow, id)).toMatchObject([
				{ answered: true, approved: false },
				{ answered: true, approved: true },
				{ answered: false, reason: 'notNeeded' },
			]);
			expect(await summaries(n8n, workflow)).toHaveLength(1);
		});
	});
});
