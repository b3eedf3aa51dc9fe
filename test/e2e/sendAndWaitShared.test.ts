import { startN8n, type N8n } from '../n8n';
import {
	createDatabase,
	describeWithPostgres,
	dropDatabase,
	postgresCredential,
} from '../services';
import type { Simulator } from '../simulator';
import { answersOf, askNode, MANAGER, summaries, withStatus } from './asking';
import { useStage } from './stage';
import { AFTER, createVonageCredential, NUMBER, PHONE, triggerNode } from './workflows';

describeWithPostgres('Send and Wait for Reply with two n8n instances that share a store', () => {
	let simulator: Simulator;
	let asking: N8n;
	let receiving: N8n | undefined;
	let database: string;

	useStage((stage) => ({ n8n: asking, simulator } = stage));
	beforeAll(async () => {
		database = await createDatabase('sms');
		receiving = await startN8n();
	}, 400_000);
	afterAll(async () => {
		await receiving?.stop();
		await dropDatabase(database);
	});

	async function publish(n8n: N8n, asks: boolean): Promise<string> {
		const vonage = await createVonageCredential(n8n, simulator);
		const postgres = await n8n.createCredential(postgresCredential(database));
		const { id } = await n8n.createWorkflow({
			name: 'SMS',
			nodes: [
				triggerNode(vonage, { storage: 'postgres' }, { postgres }),
				...(asks ? [askNode(vonage, { storage: 'postgres' }, { postgres })] : []),
				{ name: AFTER, type: 'n8n-nodes-base.noOp' },
			],
		});
		await n8n.publish(id);
		return id;
	}

	test('the instance that did not ask passes the reply to the one that did', async () => {
		const workflow = await publish(asking, true);
		await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: 'a pump' } });
		const [{ id = '' } = {}] = await withStatus(asking, workflow, 'waiting');
		await asking.unpublish(workflow);
		const inbox = await publish(receiving!, false);

		await simulator.sendInbound({ from: MANAGER, to: NUMBER, content: { text: 'Yes' } });
		await withStatus(asking, workflow, 'success');
		expect(await answersOf(asking, workflow, id)).toMatchObject([{ text: 'Yes' }]);
		expect(await summaries(receiving!, inbox)).toEqual([]);
	});
});
