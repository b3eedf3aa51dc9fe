import { setTimeout as sleep } from 'node:timers/promises';

import { describeWithPostgresAndRedis } from '../services';
import { judge } from './kill/judge';
import { KILL_MODES, type KillMode } from './kill/modes';
import { startKillStage, type KillStage } from './kill/stage';
import type { Verdict } from './kill/verdict';

/** A short run by default. 20 rounds of every mode take about three hours. */
const LONG = Number(process.env.KILL_ROUNDS ?? 0);
const ROUNDS = LONG || 2;
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
/** The name of a mode, or a part of several names: only those run. */
const ONLY = process.env.KILL_MODE;

/**
 * If nothing changes for this long, open messages will stay open. Longer than the five minutes after which messages that
 * never began are delivered again.
 */
const STUCK_AFTER_MS = 480_000;
/** Longer than an execution, including its wait. */
const QUIET_MS = 10_000;

const chosen = KILL_MODES.filter(isChosen);
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

function isChosen({ name, always }: KillMode): boolean {
	if (ONLY === undefined) return LONG > 0 || always === true;
	return KILL_MODES.some((mode) => mode.name === ONLY) ? name === ONLY : name.includes(ONLY);
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
		1_800_000 + ROUNDS * 240_000,
	);
}

/**
 * With `runAgain`, only a second crash keeps a message from its end; without it, none begins twice, not even as
 * redelivered. If nothing kills n8n, every message comes to its end.
 */
function forbidden({ options, keepsRunning }: KillMode): Partial<Verdict> {
	const runsAgain = options?.afterCrash === 'runAgain';
	return {
		...(runsAgain ? {} : { runAgain: [], crashedTwice: [] }),
		...(runsAgain || keepsRunning ? { crashedBeforeFirstNode: [], crashedBeforeEnd: [] } : {}),
	};
}

async function disturbAndJudge(stage: KillStage, mode: KillMode): Promise<Verdict> {
	for (stage.round = 0; stage.round < ROUNDS; stage.round += 1) {
		await mode.disturb(stage);
		report(`${mode.name}: round ${stage.round + 1} of ${ROUNDS} is over`);
	}
	await stage.traffic.stop();
	await atRest(stage);
	return await judge(stage);
}

/** Waits until every message is delivered and no execution calls the counter anymore. A backlog may take a while. */
async function atRest(stage: KillStage): Promise<void> {
	let before = '';
	let changedAt = Date.now();
	for (;;) {
		const now = await progress(stage);
		if (now !== before) changedAt = Date.now();
		else if (now.startsWith('0 open')) return;
		if (Date.now() - changedAt > STUCK_AFTER_MS) {
			report(`Nothing has changed for ${STUCK_AFTER_MS} ms: ${now}`);
			return;
		}
		before = now;
		await sleep(QUIET_MS);
	}
}

/** Executions that n8n started twice, or late, would still call the counter. */
async function progress({ store, effects }: KillStage): Promise<string> {
	return `${await store.open()} open, ${effects.begun.length} begun, ${effects.ended.length} ended`;
}

function report(text: string): void {
	process.stderr.write(`${text}\n`);
}
