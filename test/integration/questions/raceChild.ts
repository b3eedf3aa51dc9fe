import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import type { WholeMessage } from '../../../nodes/VonageSms/inbound/types';
import { Questions, Waiting, type Command } from '../../../nodes/VonageSms/questions';
import type { ResumeClient } from '../../../nodes/VonageSms/questions/resume/resumeClient';
import {
	Dispatcher,
	Reassembler,
	type Message,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';
import { SCOPE } from '../../unit/reassembly/builders';
import { readTask, tell } from '../reassembly/children';
import { openAt, type StoreAddress } from '../reassembly/storeAddress';

export interface RaceTask {
	address: StoreAddress;
	/** Added to the real clock, so that the leases of killed processes have expired. */
	clockAhead: number;
	records: WholeMessage[];
}

export type RaceReport =
	| { kind: 'acknowledged'; messageId: string }
	/** A step in the life of a message was taken. */
	| { kind: 'step' }
	/** Everything has been received and delivered. */
	| { kind: 'idle' };

/** Receives messages, offers them to open questions, and runs the rest, until it's killed. */
async function run({ address, clockAhead, records }: RaceTask): Promise<void> {
	const store = await openAt(address);
	const now = () => Date.now() + clockAhead;
	const policy = { partTimeout: 36_000, deduplicationHours: 480, onIncomplete: 'emit' } as const;
	const reassembler = new Reassembler(store, policy, now);
	const questions = new Questions(store.database, now);
	const waiting = new Waiting(questions, n8nOn(store, questions), { debug: ignore, warn: ignore });
	const dispatcher = new Dispatcher({
		scope: SCOPE,
		reassembler,
		onDue: (wake) => store.onDue(SCOPE, wake),
		handOver: async ({ ticket, message }) => {
			await tell({ kind: 'step' });
			if (await waiting.offer(replyOf(message))) {
				await tell({ kind: 'step' });
				return 'done';
			}
			return (await reassembler.begin(ticket, randomUUID())) ? 'done' : 'ended';
		},
		concurrency: 20,
		log: { debug: ignore, warn: ignore, error: ignore },
	});
	await dispatcher.start();
	const looking = setInterval(() => void waiting.lookAtDue().catch(ignore), 100);
	await Promise.all(
		records.map(async (record) => {
			await reassembler.receive(SCOPE, record);
			await tell({ kind: 'acknowledged', messageId: record.messageId });
		}),
	);
	while (await hasWork(store)) await wait(20);
	clearInterval(looking);
	await tell({ kind: 'idle' });
}

/** n8n's part in a resume: the node's webhook, then a claim of the execution, which only one process can get. */
function n8nOn({ database }: MessageStore, questions: Questions): ResumeClient {
	return {
		async post(round, _url, body) {
			const ended = await database.all('SELECT 1 FROM n8n_claim WHERE round = :round', { round });
			if (ended.length > 0) return { kind: 'gone' };
			const command = body as Command;
			const result =
				command.kind === 'answer'
					? await questions.answer({ round, ...command }, command.reply)
					: await questions.end({ round, lease: command.lease });
			await tell({ kind: 'step' });
			if (result.kind !== 'complete') return { kind: 'ours', verdict: result.kind };
			const [item] = result.items;
			const { text } = (item?.json as { data: { text: string } }).data;
			const claimed = await database.run(
				'INSERT INTO n8n_claim (round, said) VALUES (:round, :text) ON CONFLICT (round) DO NOTHING',
				{ round, text },
			);
			await tell({ kind: 'step' });
			return claimed === 1 ? { kind: 'ours', verdict: 'complete' } : { kind: 'failed' };
		},
	};
}

function replyOf({ id, text, first }: Message) {
	const { from, to } = first.inbound;
	const arrivedAt = first.receivedAt;
	const receivedAt = new Date(arrivedAt).toISOString();
	return {
		messageId: id,
		from,
		to,
		text,
		keyword: null,
		optOut: false,
		complete: true,
		arrivedAt,
		receivedAt,
	};
}

async function hasWork({ database }: MessageStore): Promise<boolean> {
	const rows = await database.all(
		"SELECT 1 FROM message WHERE state IN ('due', 'delivering') LIMIT 1",
	);
	return rows.length > 0;
}

function ignore(): void {
	// The parent counts, so reports from a dying process aren't needed.
}

void readTask<RaceTask>().then(run);
