import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { WholeMessage } from '../../../nodes/VonageSms/inbound/types';
import { Questions } from '../../../nodes/VonageSms/questions';
import { LEASE_MS } from '../../../nodes/VonageSms/reassembly';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';
import { reassemblerOn, SCOPE, whole } from '../../unit/reassembly/builders';
import { exitOf, startChild } from '../reassembly/children';
import { openAt, type StoreAddress } from '../reassembly/storeAddress';
import { seeded, shuffle } from '../reassembly/traffic';
import { OWN, question, round } from './builders';
import type { RaceReport, RaceTask } from './raceChild';

const QUESTIONS = 200;
/** Rounds in which both processes are killed. QUESTION_KILLS=200 for the long run. */
const KILLS = Number(process.env.QUESTION_KILLS ?? 20);
const PROCESSES = 2;

describe('200 questions on SQLite, two processes that are killed at random moments', () => {
	test('are answered once each, and no reply is lost', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-questions-'));
		try {
			await race({ kind: 'sqlite', file: join(folder, 'store.sqlite') });
		} finally {
			rmSync(folder, { recursive: true });
		}
	}, 600_000);
});

describeWithPostgres(
	'200 questions on PostgreSQL, two processes that are killed at random moments',
	() => {
		test('are answered once each, and no reply is lost', async () => {
			const database = await createDatabase('question_race');
			try {
				await race({ kind: 'postgres', url: postgresUrl(database) });
			} finally {
				await dropDatabase(database);
			}
		}, 600_000);
	},
);

async function race(address: StoreAddress): Promise<void> {
	const random = seeded(20_260_318);
	const peers = Array.from({ length: QUESTIONS }, (_, index) => `4477009${String(10_000 + index)}`);
	const rounds = await prepare(address, peers);

	// Two replies from each person, and one from a person who wasn't asked. A third of all are delivered twice.
	const replies = [
		...peers.flatMap((from) => ['first', 'second'].map((text) => reply(from, `${from} ${text}`))),
		...peers.map((_, index) => {
			const from = `4477008${String(10_000 + index)}`;
			return reply(from, `${from} foreign`);
		}),
	];
	const shuffled = shuffle(replies, random);
	const acknowledged = new Set<string>();
	for (let life = 0; life < KILLS; life += 1) {
		const waiting = shuffled.filter(({ messageId }) => !acknowledged.has(messageId));
		const share = waiting.slice(0, Math.ceil(waiting.length / Math.max(1, KILLS - life)));
		const doubled = shuffle([...share, ...share.filter(() => random() < 0.3)], random);
		await live(address, life, doubled, () => Math.floor(random() * 3 * share.length));
	}
	const rest = shuffled.filter(({ messageId }) => !acknowledged.has(messageId));
	await live(address, KILLS, rest, null);
	await live(address, KILLS + 1, [], null);

	const store = await openAt(address);
	const claims = await store.database.all('SELECT round, said FROM n8n_claim');
	const answers = await store.database.all(
		'SELECT round, answered_by FROM question WHERE answered_by IS NOT NULL',
	);
	const begun = await store.database.all('SELECT id FROM message WHERE begun_by IS NOT NULL');
	const kept = await store.database.all("SELECT state FROM message WHERE state <> 'delivered'");
	const urls = await store.database.all('SELECT url FROM question_round WHERE url IS NOT NULL');
	await store.close();
	process.stdout.write(
		`${address.kind}: killed ${KILLS} times ${PROCESSES} processes, ${replies.length} replies, ` +
			`${claims.length} executions continued, ${begun.length} workflows started\n`,
	);

	expect(claims.map((row) => row['round']).sort()).toEqual([...rounds.keys()].sort());
	const textById = new Map(replies.map(({ messageId, text }) => [messageId, text]));
	const answerByRound = new Map(answers.map((row) => [row['round'], row['answered_by']]));
	for (const { round: id, said } of claims) {
		// The execution continued with exactly the message in the store.
		expect(said).toBe(textById.get(String(answerByRound.get(id))));
		expect(String(said).split(' ')[0]).toBe(rounds.get(String(id)));
	}
	// Each message that didn't answer a question started one workflow.
	expect(begun).toHaveLength(replies.length - QUESTIONS);
	expect([kept, urls]).toEqual([[], []]);

	async function live(
		at: StoreAddress,
		number: number,
		records: WholeMessage[],
		reportsUntilKill: (() => number) | null,
	): Promise<void> {
		const clockAhead = number * 2 * LEASE_MS;
		const lanes = Array.from({ length: PROCESSES }, (_, lane) =>
			records.filter((__, index) => index % PROCESSES === lane),
		);
		await Promise.all(
			lanes.map(async (mine) => {
				const task = { address: at, clockAhead, records: mine };
				await runUntil(task, reportsUntilKill?.() ?? null);
			}),
		);
	}

	/** Runs a process until it has sent this many reports or, with null, has nothing left to do. */
	async function runUntil(task: RaceTask, reports: number | null): Promise<void> {
		const child = startChild('../questions/raceChild.ts', task);
		let heard = 0;
		await new Promise<void>((resolve) => {
			child.on('message', (report: RaceReport) => {
				heard += 1;
				if (report.kind === 'acknowledged') acknowledged.add(report.messageId);
				if (reports === null ? report.kind === 'idle' : heard > reports || report.kind === 'idle') {
					resolve();
				}
			});
			child.once('exit', () => resolve());
		});
		child.kill('SIGKILL');
		await exitOf(child);
	}
}

/** Asks everyone. Resolves with the people asked in each round. */
async function prepare(address: StoreAddress, peers: string[]): Promise<Map<string, string>> {
	const store = await openAt(address);
	await reassemblerOn(store, { seconds: 0 }).register(SCOPE);
	await store.database.run('CREATE TABLE n8n_claim (round TEXT PRIMARY KEY, said TEXT NOT NULL)');
	const questions = new Questions(store.database);
	const asked = new Map<string, string>();
	for (const peer of peers) {
		const each = round();
		const result = await questions.ask(each, [question({ peer })]);
		const ids = result.kind === 'asked' ? result.questions : [];
		await questions.sent(
			each.id,
			ids.map((id) => ({ id, messageIds: [], failed: null })),
		);
		asked.set(each.id, peer);
	}
	await store.close();
	return asked;
}

function reply(from: string, text: string): WholeMessage {
	return whole(`M${text.replace(/ /g, '-')}`, text, { from, to: OWN });
}
