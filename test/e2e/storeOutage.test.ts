import { Client } from 'pg';

import { startTcpProxy, type TcpProxy } from '../tcpProxy';
import { itemsOf, until, type CredentialReference, type N8n, type Workflow } from '../n8n';
import {
	createDatabase,
	describeWithPostgres,
	dropDatabase,
	POSTGRES,
	postgresCredential,
	postgresUrl,
} from '../services';
import type { Simulator } from '../simulator';
import { useStage } from './stage';
import {
	AFTER,
	createVonageCredential,
	NUMBER,
	PHONE,
	TRIGGER,
	triggerWorkflow,
} from './workflows';

describeWithPostgres('a published trigger whose PostgreSQL goes away', () => {
	let simulator: Simulator;
	let n8n: N8n;
	let database: string;
	let line: TcpProxy;
	let postgres: CredentialReference;
	let workflow: Workflow;

	useStage((stage) => ({ n8n, simulator } = stage));
	beforeAll(async () => {
		database = await createDatabase('sms');
		line = await startTcpProxy(POSTGRES);
		postgres = await n8n.createCredential(postgresCredential(database, line.port));
		const vonage = await createVonageCredential(n8n, simulator);
		workflow = await n8n.createWorkflow(
			triggerWorkflow(vonage, { storage: 'postgres' }, { postgres }),
		);
		await n8n.publish(workflow.id);
	});
	afterAll(async () => {
		await line.close();
		await dropDatabase(database);
	});

	/** Resolves with the status of one attempt. */
	async function send(id: string): Promise<number> {
		const { production } = await n8n.webhookUrls(workflow.id, TRIGGER);
		const record = { msisdn: PHONE, to: NUMBER, messageId: id, text: id, type: 'text' };
		return (await fetch(`${production}?${new URLSearchParams(record)}`)).status;
	}

	/** As Vonage does after a 503. */
	async function sendUntilAccepted(id: string): Promise<void> {
		await until(`${id} to be accepted`, async () => (await send(id)) === 200 || undefined);
	}

	/** Texts of the messages that ran, in any order, once there are this many. */
	async function executed(count: number): Promise<unknown[]> {
		return await until(`${count} messages to run`, async () => {
			const executions = await n8n.executions(workflow.id);
			const items = executions.flatMap((each) => itemsOf(each, AFTER));
			return items.length >= count ? items.map(({ json }) => json.text).sort() : undefined;
		});
	}

	async function logged(text: string): Promise<void> {
		await until(`n8n to log "${text}"`, async () => (await n8n.logs()).includes(text) || undefined);
	}

	test('starts by itself if the store was unavailable while n8n started', async () => {
		line.cut();
		await n8n.restart();
		await logged("The SMS store isn't responding. Messages wait until it does");
		expect(await send('A')).toBe(503);
		line.restore();
		await sendUntilAccepted('A');
		expect(await executed(1)).toEqual(['A']);
		// The next start finds the trigger published as well.
		await n8n.restart();
		await sendUntilAccepted('B');
		expect(await executed(2)).toEqual(['A', 'B']);
	});

	test('delivers a message again if the answer to its first execution was lost', async () => {
		const admin = new Client({ connectionString: postgresUrl(database) });
		await admin.connect();
		// The execution gives up after 10 s; PostgreSQL records later that it has begun.
		await admin.query(`
			CREATE FUNCTION answer_late() RETURNS trigger LANGUAGE plpgsql
				AS $$ BEGIN PERFORM pg_sleep(13); RETURN NULL; END $$;
			CREATE TRIGGER answer_late AFTER UPDATE OF begun_by ON n8n_vonage_sms.message FOR EACH ROW
				WHEN (NEW.begun_by IS NOT NULL AND NEW.attempt = 1) EXECUTE FUNCTION answer_late()`);
		try {
			await sendUntilAccepted('D');
			expect(await executed(3)).toEqual(['A', 'B', 'D']);
			expect(await n8n.logs()).toContain(
				"The SMS store couldn't be reached, so this execution didn't",
			);
		} finally {
			await admin.query('DROP FUNCTION answer_late CASCADE');
			await admin.end();
		}
	});

	test('switches to the server in the credential without being published again', async () => {
		const other = await startTcpProxy(POSTGRES);
		try {
			await n8n.rest.editor(
				'PATCH',
				`/credentials/${postgres.id}`,
				postgresCredential(database, other.port),
			);
			line.cut();
			await sendUntilAccepted('C');
			expect(await executed(4)).toEqual(['A', 'B', 'C', 'D']);
			expect(await n8n.logs()).toContain('The SMS store is responding again');
		} finally {
			await other.close();
		}
	});
});
