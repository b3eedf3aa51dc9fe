import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SmsPart } from '../../../nodes/VonageSms/inbound/types';
import { reassemblerOn, SCOPE } from '../../unit/reassembly/builders';
import { createDatabase, describeWithPostgres, dropDatabase, postgresUrl } from '../../services';
import { startChild } from './children';
import type { RaceClaim, RaceTask } from './raceChild';
import { openAt, type StoreAddress } from './storeAddress';
import { messages, seeded, shuffledWithDuplicates } from './traffic';

const PROCESSES = 4;
const CONNECTIONS_EACH = 2;
const MESSAGES = 2_000;
const DUPLICATED = 0.3;

describe('SQLite in 4 processes', () => {
	test('claims every message once, with its exact text', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-race-'));
		try {
			await expectEachOnce({ kind: 'sqlite', file: join(folder, 'store.sqlite') });
		} finally {
			rmSync(folder, { recursive: true });
		}
	}, 600_000);
});

describeWithPostgres('PostgreSQL in 4 processes', () => {
	let database: string;
	beforeAll(async () => {
		database = await createDatabase('race');
	});
	afterAll(async () => await dropDatabase(database));

	test('claims every message once, with its exact text', async () => {
		await expectEachOnce({ kind: 'postgres', url: postgresUrl(database) });
	}, 600_000);
});

async function expectEachOnce(address: StoreAddress): Promise<void> {
	const random = seeded(20_260_101);
	const sent = messages(MESSAGES, random);
	const lanes = Array.from({ length: PROCESSES * CONNECTIONS_EACH }, (): SmsPart[] => []);
	const at = (lane: number): SmsPart[] => lanes[lane % lanes.length] ?? [];
	for (const record of shuffledWithDuplicates(sent, DUPLICATED, random)) {
		const lane = Math.floor(random() * lanes.length);
		at(lane).push(record);
		// The same webhook in two processes at the same time.
		if (random() < 0.1) at(lane + CONNECTIONS_EACH).push(record);
	}

	const store = await openAt(address);
	await reassemblerOn(store, { seconds: 0 }).register(SCOPE);
	await store.close();
	const claims = (
		await Promise.all(
			Array.from({ length: PROCESSES }, async (_, process) => {
				const records = lanes.slice(process * CONNECTIONS_EACH, (process + 1) * CONNECTIONS_EACH);
				return await runRacer({ address, records });
			}),
		)
	).flat();
	claims.push(
		...(await runRacer({ address, records: [[], []].map(() => lanes.flat().slice(0, 8)) })),
	);

	expect(claims.every(({ complete }) => complete)).toBe(true);
	expect(claims.map(({ text }) => text).sort()).toEqual(sent.map(({ text }) => text).sort());
	expect(new Set(claims.map(({ key }) => key)).size).toBe(MESSAGES);
}

async function runRacer(task: RaceTask): Promise<RaceClaim[]> {
	const child = startChild('raceChild.ts', task);
	return await new Promise((resolve, reject) => {
		child.once('message', (claims) => resolve(claims as RaceClaim[]));
		child.once('exit', (code) => reject(new Error(`A racer ended with ${String(code)}`)));
	});
}
