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
	await until(
		'every message to be delivered and every execution to be over',
		async () => (await isAtRest(stage)) || undefined,
		SETTLES_WITHIN_MS,
	).catch((error: unknown) => report(String(error)));
	return await judge(stage);
}

async function isAtRest({ n8n, store, workflowId }: KillStage): Promise<boolean> {
	if ((await store.open()) > 0) return false;
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = await n8n.rest.editor<{ results: { status: string }[] }>(
		'GET',
		`/executions?filter=${filter}&limit=100`,
	);
	return !results.some(({ status }) => ['new', 'running', 'waiting'].includes(status));
}

function report(text: string): void {
	process.stderr.write(`${text}\n`);
}
