import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { SmsPart } from '../../../nodes/VonageSms/inbound/types';
import { LEASE_MS } from '../../../nodes/VonageSms/reassembly';
import { reassemblerOn, SCOPE } from '../../unit/reassembly/builders';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';
import { exitOf, startChild } from './children';
import type { CrashReport, CrashTask } from './crashChild';
import { openAt, type StoreAddress } from './storeAddress';
import { messages, seeded, shuffle, type SentMessage } from './traffic';

/** Kills a store. CRASH_ROUNDS=300 for the long run. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 60);
const MESSAGES_EACH_ROUND = 12;

describe('SQLite, killed at random moments', () => {
	test('loses nothing acknowledged and runs nothing twice', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-crash-'));
		try {
			await killAgainAndAgain({ kind: 'sqlite', file: join(folder, 'store.sqlite') });
		} finally {
			rmSync(folder, { recursive: true });
		}
	}, 900_000);
});

describeWithPostgres('PostgreSQL, its clients killed at random moments', () => {
	test('loses nothing acknowledged and runs nothing twice', async () => {
		const database = await createDatabase('crash');
		try {
			await killAgainAndAgain({ kind: 'postgres', url: postgresUrl(database) });
		} finally {
			await dropDatabase(database);
		}
	}, 900_000);
});

/** Stands for n8n: starts an execution for a key once and refuses the second. */
class Recorder {
	readonly executions = new Map<string, string | null>();
	refused = 0;

	emit(key: string, text: string | null): void {
		if (this.executions.has(key)) this.refused += 1;
		else this.executions.set(key, text);
	}

	/** Resolves when nothing has been emitted for a while: what was due has gone out. */
	async quiet(): Promise<void> {
		let before = -1;
		while (before !== this.executions.size + this.refused) {
			before = this.executions.size + this.refused;
			await wait(300);
		}
	}
}

async function killAgainAndAgain(address: StoreAddress): Promise<void> {
	const random = seeded(19_991_231);
	const recorder = new Recorder();
	const acknowledged = new Set<string>();
	const sent: SentMessage[] = [];
	let retries = 0;
	let waiting: SmsPart[] = [];

	const store = await openAt(address);
	await reassemblerOn(store, { seconds: 0 }).register(SCOPE);
	await store.close();

	for (let round = 0; round < ROUNDS; round += 1) {
		const fresh = messages(MESSAGES_EACH_ROUND, random, `R${round}-`);
		sent.push(...fresh);
		retries += waiting.length;
		const records = shuffle([...waiting, ...fresh.flatMap(({ parts }) => parts)], random);
		// A life ends somewhere between its first report and the hand-over of the last message.
		const reports = Math.floor(random() * (records.length + MESSAGES_EACH_ROUND));
		await live({ address, clockAhead: clockAhead(round), records }, reports);
		waiting = records.filter(({ messageId }) => !acknowledged.has(messageId));
	}
	await live({ address, clockAhead: clockAhead(ROUNDS), records: waiting }, null);
	await live({ address, clockAhead: clockAhead(ROUNDS + 1), records: [] }, null);

	const texts = [...recorder.executions.values()];
	process.stdout.write(
		`${address.kind}: killed ${ROUNDS} times, ${sent.length} messages, ${acknowledged.size} records ` +
			`acknowledged, ${retries} sent again, ${recorder.refused} emissions refused, ${texts.length} executions\n`,
	);
	expect(texts.sort()).toEqual(sent.map(({ text }) => text).sort());

	/** Runs a child until it has sent so many reports or, with null, has nothing left to do. */
	async function live(task: CrashTask, reports: number | null): Promise<void> {
		const child = startChild('crashChild.ts', task);
		let heard = 0;
		let killed = false;
		await new Promise<void>((resolve) => {
			child.on('message', (report: CrashReport) => {
				// What was on its way when the process died was said all the same.
				heard += 1;
				if (report.kind === 'acknowledged') acknowledged.add(report.messageId);
				if (report.kind === 'emitted') recorder.emit(report.key, report.text);
				if (report.kind === 'received all' && reports === null) resolve(recorder.quiet());
				if (reports !== null && heard > reports && !killed) {
					killed = child.kill('SIGKILL');
					resolve();
				}
			});
			child.once('exit', () => resolve());
		});
		child.kill('SIGKILL');
		await exitOf(child);
	}
}

/** Each life begins when the leases of the one before have run out. */
function clockAhead(round: number): number {
	return round * 2 * LEASE_MS;
}
