import { setTimeout as sleep } from 'node:timers/promises';

import { until } from '../n8n';
import { describeWithPostgresAndRedis } from '../services';
import { KILL_MODES, type KillMode } from './kill/modes';
import { startKillStage, type KillStage } from './kill/stage';
import { judge, type Verdict } from './kill/verdict';

/** A short look by default; 20 rounds of every mode run for about three hours. */
const LONG = Number(process.env.KILL_ROUNDS ?? 0);
const ROUNDS = LONG || 2;
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
/** Part of a mode's name: only those run. */
const ONLY = process.env.KILL_MODE;

/** A lease of 60 seconds, twice, and what waits then. */
const SETTLES_WITHIN_MS = 300_000;
/** Longer than an execution, the wait in it included. */
const QUIET_MS = 10_000;

const chosen = KILL_MODES.filter(({ name, always }) =>
	ONLY === undefined ? LONG > 0 || always === true : name.includes(ONLY),
);
const needsServices = ({ n8n, storage }: KillMode) =>
	storage === 'postgres' || n8n.mode === 'queue' || n8n.database === 'postgres';

const local = chosen.filter((mode) => !needsServices(mode));
const withServices = chosen.filter(needsServices);

if (local.length > 0) {
	describe(`n8n under traffic, disturbed at random moments (KILL_SEED=${SEED})`, () => {
		everyMessageBeginsOnce(local);
	});
}
if (withServices.length > 0) {
	describeWithPostgresAndRedis(`the same with PostgreSQL and Redis (KILL_SEED=${SEED})`, () => {
		everyMessageBeginsOnce(withServices);
	});
}

function everyMessageBeginsOnce(modes: KillMode[]): void {
	test.each(modes.map((mode) => [mode.name, mode] as const))(
		'every acknowledged message begins exactly once: %s',
		async (_name, mode) => {
			const stage = await startKillStage(mode, SEED);
			try {
				const verdict = await disturbAndJudge(stage, mode);
				report(`${mode.name}: ${JSON.stringify(verdict)}`);
				expect(verdict).toMatchObject({ lost: [], doubled: [], ...forbidden(mode) });
				expect(verdict.messages).toBeGreaterThan(10);
			} catch (error) {
				report(await stage.n8n.logs());
				throw error;
			} finally {
				await stage.close();
			}
		},
		600_000 + ROUNDS * 240_000,
	);
}

/** With `runAgain` every message comes to its end; without it none begins twice, not even as redelivered. */
function forbidden({ options }: KillMode): Partial<Verdict> {
	return options?.afterCrash === 'runAgain'
		? { crashedBeforeFirstNode: [], crashedBeforeEnd: [] }
		: { runAgain: [] };
}

async function disturbAndJudge(stage: KillStage, mode: KillMode): Promise<Verdict> {
	for (stage.round = 0; stage.round < ROUNDS; stage.round += 1) {
		await mode.disturb(stage);
		report(`${mode.name}: round ${stage.round + 1} of ${ROUNDS} is over`);
	}
	await stage.traffic.stop();
	let before = '';
	await until(
		'every message to be delivered, and no execution to call the counter any more',
		async () => {
			const now = await progress(stage);
			const isAtRest = now.startsWith('0 open') && now === before;
			before = now;
			if (isAtRest) return true;
			await sleep(QUIET_MS);
			return undefined;
		},
		SETTLES_WITHIN_MS,
	).catch((error: unknown) => report(String(error)));
	return await judge(stage);
}

/** Executions that n8n started twice, or late, would still call the counter. */
async function progress({ store, effects }: KillStage): Promise<string> {
	return `${await store.open()} open, ${effects.begun.length} begun, ${effects.ended.length} ended`;
}

function report(text: string): void {
	process.stderr.write(`${text}\n`);
}
