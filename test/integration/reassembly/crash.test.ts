import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SmsPart } from '../../../nodes/VonageSms/inbound/types';
import { LEASE_MS } from '../../../nodes/VonageSms/reassembly';
import { reassemblerOn, SCOPE } from '../../unit/reassembly/builders';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';
import { killAfter, startChild } from './children';
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

/** Simulates n8n: keeps the text of each execution that tried to begin, and which of them succeeded. */
class Recorder {
	readonly texts = new Map<string, string | null>();
	readonly began: string[] = [];
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
		// A process is killed at some point between its first report and the delivery of the last message.
		const reports = Math.floor(random() * (records.length + MESSAGES_EACH_ROUND));
		await live({ address, clockAhead: clockAhead(round), records }, reports);
		waiting = records.filter(({ messageId }) => !acknowledged.has(messageId));
	}
	await live({ address, clockAhead: clockAhead(ROUNDS), records: waiting }, null);
	await live({ address, clockAhead: clockAhead(ROUNDS + 1), records: [] }, null);

	const begun = await begunIn(address);
	process.stdout.write(
		`${address.kind}: killed ${ROUNDS} times, ${sent.length} messages, ${acknowledged.size} records ` +
			`acknowledged, ${retries} sent again, ${recorder.texts.size} executions tried to begin, ${begun.length} began\n`,
	);
	expect(begun.map((execution) => recorder.texts.get(execution)).sort()).toEqual(
		sent.map(({ text }) => text).sort(),
	);
	// Every execution that was told it had begun did begin.
	expect(recorder.began.filter((execution) => !begun.includes(execution))).toEqual([]);

	/** Runs a child until it has sent this many reports or, with null, has nothing left to do. */
	async function live(task: CrashTask, reports: number | null): Promise<void> {
		await killAfter(startChild('crashChild.ts', task), reports, (report: CrashReport) => {
			if (report.kind === 'acknowledged') acknowledged.add(report.messageId);
			if (report.kind === 'beginning')
				recorder.texts.set(report.execution, report.texts[0] ?? null);
			if (report.kind === 'began') recorder.began.push(report.execution);
		});
	}
}

/** Ids of the executions that began a message, one for each message. */
async function begunIn(address: StoreAddress): Promise<string[]> {
	const store = await openAt(address);
	const rows = await store.database.all('SELECT begun_by FROM message');
	await store.close();
	return rows.map((row) => String(row['begun_by']));
}

/** Each process starts after the leases of the previous one have expired. */
function clockAhead(round: number): number {
	return round * 2 * LEASE_MS;
}
