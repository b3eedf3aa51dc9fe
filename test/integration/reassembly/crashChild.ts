import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import type { SmsPart } from '../../../nodes/VonageSms/inbound/types';
import { Dispatcher } from '../../../nodes/VonageSms/reassembly/dispatcher';
import {
	Reassembler,
	type MessageStore,
	type ReassemblyPolicy,
} from '../../../nodes/VonageSms/reassembly';
import { SCOPE } from '../../unit/reassembly/builders';
import { readTask, tell, tellAndBeHeard } from './children';
import { openAt, type StoreAddress } from './storeAddress';

export interface CrashTask {
	address: StoreAddress;
	/** Added to the real clock, so that the leases of killed processes have expired. */
	clockAhead: number;
	records: SmsPart[];
	policy?: Partial<ReassemblyPolicy>;
	/** Whether an execution begins only once the parent has heard of it, so that many die before they begin. */
	hesitates?: boolean;
}

export type CrashReport =
	| { kind: 'acknowledged'; messageId: string }
	/** An execution with this id is about to begin the message, which may have more of its sender with it. */
	| { kind: 'beginning'; execution: string; emission: string; texts: Array<string | null> }
	| { kind: 'began'; execution: string }
	/** Everything has been received and delivered. */
	| { kind: 'idle' };

/** Receives messages and delivers the due ones, until it's killed. */
async function run({
	address,
	clockAhead,
	records,
	policy,
	hesitates = false,
}: CrashTask): Promise<void> {
	const store = await openAt(address);
	const defaults = { partTimeout: 36_000, deduplicationHours: 480, onIncomplete: 'emit' } as const;
	const now = () => Date.now() + clockAhead;
	const reassembler = new Reassembler(store, { ...defaults, ...policy }, now);
	const dispatcher = new Dispatcher({
		scope: SCOPE,
		reassembler,
		onDue: (wake) => store.onDue(SCOPE, wake),
		handOver: async ({ ticket, emission, message }) => {
			const execution = randomUUID();
			const texts = [message, ...(message.joined ?? [])].map(({ text }) => text);
			const beginning: CrashReport = { kind: 'beginning', execution, emission, texts };
			await (hesitates ? tellAndBeHeard(beginning) : report(beginning));
			if (!(await reassembler.begin(ticket, execution))) return 'ended';
			await report({ kind: 'began', execution });
			return 'done';
		},
		concurrency: 20,
		log: { debug: ignore, warn: ignore, error: ignore },
	});
	await dispatcher.start();
	await Promise.all(
		records.map(async (record) => {
			await reassembler.receive(SCOPE, record);
			await report({ kind: 'acknowledged', messageId: record.messageId });
		}),
	);
	while (await hasWork(store)) await wait(20);
	await report({ kind: 'idle' });
}

async function hasWork({ database }: MessageStore): Promise<boolean> {
	const waiting = await database.all(
		"SELECT 1 FROM message WHERE state IN ('due', 'delivering') LIMIT 1",
	);
	return waiting.length > 0;
}

async function report(what: CrashReport): Promise<void> {
	await tell(what);
}

function ignore(): void {
	// The parent counts, so reports from a dying process aren't needed.
}

void readTask<CrashTask>().then(run);
