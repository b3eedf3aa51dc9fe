// `npm test`: runs everything, even from a fresh clone. The last line has jest's test counts. Lint and type errors
// only affect the exit code.
import { show } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { root } from './paths.mjs';
import { elapsed } from './progress.mjs';
import { ensureRuntime } from './runtime.mjs';
import { runSuite } from './suites.mjs';

/** At once: these tests wait for disks, servers, and n8n most of the time. */
const TWO_FILES = ['--maxWorkers=2'];

const began = Date.now();
const results = [];
const dependencies = ensureDependencies();
const n8n = ensureRuntime(dependencies.then(({ node }) => node));
// Awaited in a later step, which reports its error.
n8n.catch(() => undefined);
const surroundings = await step('Dependencies', () => dependencies);
if (surroundings !== undefined) {
	await step('n8n', async () => {
		await n8n;
		return { ok: true };
	});
	await step('Lint', () => check('lint'));
	await step('Types', () => check('typecheck'));
	await step('Unit tests', () => runSuite(surroundings, 'unit'));
	await step('Integration tests', () => runSuite(surroundings, 'integration', TWO_FILES));
	await step('End-to-end tests on a real n8n', () => runSuite(surroundings, 'e2e', TWO_FILES));
	await step('Smoke test on n8n 1.123', () => onLts(surroundings));
}

const sum = (count) => results.reduce((total, { counts }) => total + (counts[count] ?? 0), 0);
const skipped = sum('skipped');
write(`\nSummary after ${elapsed(began)}`);
for (const { title, counts, took } of results) write(`  ${title}: ${inWords(counts)} (${took})`);
process.exitCode = results.some(({ counts }) => counts.ok === false || counts.failed > 0) ? 1 : 0;
write(
	`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);

/** Continues after a failure, which counts as a failed test if there are no test counts. */
async function step(title, work) {
	const started = Date.now();
	const note = (counts) => results.push({ title, counts, took: elapsed(started) });
	write(`\n=== ${title} ===`);
	try {
		const answer = await work();
		note('node' in answer ? { ok: true } : answer);
		return answer;
	} catch (error) {
		write(error.stack);
		note({ passed: 0, failed: 1, skipped: 0 });
		return undefined;
	}
}

async function check(script) {
	const code = await show('npm', ['run', '--silent', script], { cwd: root, env: surroundings.env });
	return { ok: code === 0 };
}

/** One file of the end-to-end tests: `npm run test:lts` runs them all. Skipped if that n8n can't be installed. */
async function onLts({ node, env }) {
	try {
		await ensureRuntime(node, 'lts');
	} catch (error) {
		write(error.message);
		return { passed: 0, failed: 0, skipped: 1 };
	}
	const lts = { node, env: { ...env, N8N_VARIANT: 'lts' } };
	return await runSuite(lts, 'e2e', ['--runInBand', '--testPathPatterns=e2e/receiving']);
}

function inWords({ ok, passed, failed, skipped }) {
	if (ok !== undefined) return ok ? 'clean' : 'FAILED';
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function write(line) {
	process.stdout.write(`${line}\n`);
}
