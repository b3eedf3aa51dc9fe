import type { Receiver, Site } from './site';
import {
	answerFirstWorkflow,
	codeWorkflow,
	dataTableWorkflow,
	floorWorkflow,
	mainOnlyWorkflow,
	ourWorkflow,
	webhookWorkflow,
	withKeysWorkflow,
} from './workflows';

export const CONTENDERS = {
	floor: 'a trigger that does nothing',
	answerFirst: 'a trigger that answers first and keeps nothing',
	withKeys: 'the same with a credential and deduplication keys',
	mainOnly: 'a trigger in the main process that keeps nothing',
	sqlite: 'this package, SQLite',
	postgres: 'this package, PostgreSQL',
	webhook: "n8n's Webhook node, no joining",
	code: 'Webhook node, joined by a Code node',
	dataTable: 'Webhook node, joined by a Data Table',
} as const;

export type ContenderName = keyof typeof CONTENDERS;

const FLOORS: ContenderName[] = ['floor', 'answerFirst', 'withKeys', 'mainOnly'];

/** Which of its requests start an execution. */
export type Executes = 'whole messages' | 'every request';

export interface SmsReceiver extends Receiver {
	name: ContenderName;
	executes: Executes;
	/** Whether it puts the parts of long messages together. */
	joins: boolean;
}

/** Publishes every contender in one n8n; PostgreSQL's is left out where the site has none. */
export async function publishContenders(
	site: Site,
	names: readonly ContenderName[],
): Promise<SmsReceiver[]> {
	const receivers: SmsReceiver[] = [];
	const vonageSmsApi = await site.vonageCredential();
	const postgres = await site.postgresCredential();
	for (const name of names) {
		if (name === 'postgres' && postgres === null) continue;
		const workflow = {
			floor: async () => floorWorkflow('floor'),
			answerFirst: async () => answerFirstWorkflow('answer-first'),
			withKeys: async () => withKeysWorkflow('with-keys', { vonageSmsApi }),
			mainOnly: async () => mainOnlyWorkflow('main-only'),
			sqlite: async () => ourWorkflow('sqlite', 'sqlite', { vonageSmsApi }),
			postgres: async () =>
				ourWorkflow('postgres', 'postgres', { vonageSmsApi, ...(postgres && { postgres }) }),
			webhook: async () => webhookWorkflow('webhook'),
			code: async () => codeWorkflow('code'),
			dataTable: async () => dataTableWorkflow('data-table', await site.createPartsTable()),
		}[name];
		const ours = name === 'sqlite' || name === 'postgres';
		receivers.push({
			...(await site.receiver(await workflow())),
			name,
			executes: ours || FLOORS.includes(name) ? 'whole messages' : 'every request',
			joins: ours || name === 'code' || name === 'dataTable',
		});
	}
	return receivers;
}
