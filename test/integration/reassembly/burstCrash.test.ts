import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SmsPart } from '../../../nodes/VonageSms/inbound/types';
import { LEASE_MS } from '../../../nodes/VonageSms/reassembly';
import { part, reassemblerOn, SCOPE } from '../../unit/reassembly/builders';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';
import { killAfter, startChild } from './children';
import type { CrashReport, CrashTask } from './crashChild';
import { openAt, type StoreAddress } from './storeAddress';
import { seeded, shuffle } from './traffic';

/** Kills a store that merges messages. BURST_CRASH_ROUNDS=300 for the long run. */
const ROUNDS = Number(process.env.BURST_CRASH_ROUNDS ?? 25);
const MESSAGES_EACH_ROUND = 10;
const SENDERS = 3;
/** Short, because the children wait for them by the real clock. */
const MERGING = { mergeWindow: 0.1, mergeLimit: 0.5 };

describe('SQLite, killed while it merges', () => {
	test('delivers every message in one batch, which stays the same after crashes', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-burst-crash-'));
		try {
			await killAgainAndAgain({ kind: 'sqlite', file: join(folder, 'store.sqlite') });
		} finally {
			rmSync(folder, { recursive: true });
		}
	}, 900_000);
});

describeWithPostgres('PostgreSQL, its clients killed while it merges', () => {
	test('delivers every message in one batch, which stays the same after crashes', async () => {
		const database = await createDatabase('burst_crash');
		try {
			await killAgainAndAgain({ kind: 'postgres', url: postgresUrl(database) });
		} finally {
			await dropDatabase(database);
		}
	}, 900_000);
});

interface Batch {
	execution: string;
	emission: string;
	texts: Array<string | null>;
}

async function killAgainAndAgain(address: StoreAddress): Promise<void> {
	const random = seeded(20_260_111);
	const acknowledged = new Set<string>();
	const batches: Batch[] = [];
	const sent: string[] = [];
	let waiting: SmsPart[] = [];

	const store = await openAt(address);
	await reassemblerOn(store, { seconds: 0 }).register(SCOPE);
	await store.close();

	const live = async (round: number, records: SmsPart[], reports: number | null) => {
		// Each process starts after the leases of the previous one have expired.
		const clockAhead = round * 2 * LEASE_MS;
		const task: CrashTask = { address, clockAhead, records, policy: MERGING, hesitates: true };
		await killAfter(startChild('crashChild.ts', task), reports, (report: CrashReport) => {
			if (report.kind === 'acknowledged') acknowledged.add(report.messageId);
			if (report.kind === 'beginning') batches.push(report);
		});
		waiting = records.filter(({ messageId }) => !acknowledged.has(messageId));
	};

	for (let round = 0; round < ROUNDS; round += 1) {
		const fresh = texts(round, random);
		sent.push(...fresh.map(({ text }) => text));
		const records = shuffle([...waiting, ...fresh.flatMap(({ parts }) => parts)], random);
		// In most rounds, all records arrive, and the process dies while delivering the batches.
		const dies = random() < 0.3 ? random() * records.length : records.length + random() * 3;
		await live(round, records, Math.floor(dies));
	}
	await live(ROUNDS, waiting, null);
	await live(ROUNDS + 1, [], null);

	const begun = await begunIn(address);
	const emissions = Map.groupBy(batches, ({ emission }) => emission);
	const repeated = [...emissions.values()].filter((attempts) => attempts.length > 1);
	const merged = batches.filter((batch) => batch.texts.length > 1);
	process.stdout.write(
		`${address.kind}: killed ${ROUNDS} times, ${sent.length} messages, ${begun.length} batches began, ` +
			`${merged.length} of ${batches.length} attempts merged, ${repeated.length} were attempted again\n`,
	);
	// A batch keeps its identity and its content.
	for (const [first, ...others] of emissions.values()) {
		for (const other of others) expect(other.texts).toEqual(first?.texts);
	}
	const handedOver = batches.filter(({ execution }) => begun.includes(execution));
	expect(handedOver.flatMap((batch) => batch.texts).sort()).toEqual(sent.sort());
	for (const batch of handedOver) expect(new Set(batch.texts.map(senderOf)).size).toBe(1);
	// Otherwise, the test would prove nothing.
	expect(merged.length).toBeGreaterThan(ROUNDS / 2);
	expect(repeated.length).toBeGreaterThan(ROUNDS / 10);
}

/** Messages of one to three parts, of a few people; each text names its sender. */
function texts(round: number, random: () => number): Array<{ text: string; parts: SmsPart[] }> {
	return Array.from({ length: MESSAGES_EACH_ROUND }, (_, index) => {
		const sender = Math.floor(random() * SENDERS);
		const total = 1 + Math.floor(random() * 3);
		const pieces = Array.from(
			{ length: total },
			(_part, number) => `${sender}/${round}-${index}:${number};`,
		);
		const parts = pieces.map((text, number) =>
			part(`R${round}M${index}-${number + 1}`, number + 1, text, {
				total,
				ref: `${round}-${index}`,
				from: String(447_700_900_000 + sender),
			}),
		);
		return { text: pieces.join(''), parts };
	});
}

function senderOf(text: string | null): string {
	return String(text).split('/')[0] ?? '';
}

/** Ids of the executions that began, one for each batch. */
async function begunIn(address: StoreAddress): Promise<string[]> {
	const store = await openAt(address);
	const rows = await store.database.all('SELECT begun_by FROM message WHERE begun_by IS NOT NULL');
	await store.close();
	return rows.map((row) => String(row['begun_by']));
}
