import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { show } from './command.mjs';
import { root } from './paths.mjs';

/**
 * Runs one of jest's projects and returns jest's counts. A file that couldn't be run counts as a failed test. So
 * does jest itself if it ends without counts or fails for another reason.
 */
export async function runSuite({ node, env }, project, flags = []) {
	const folder = await mkdtemp(join(tmpdir(), 'vonage-sms-suite-'));
	const outputFile = join(folder, 'counts.json');
	const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	try {
		const code = await show(
			node,
			// A failed test may leave a server open, which must not keep the run from ending.
			[
				jest,
				'--selectProjects',
				project,
				'--forceExit',
				'--json',
				`--outputFile=${outputFile}`,
				...flags,
			],
			{ cwd: root, env, quietOutput: true },
		);
		const counts = await countsIn(outputFile);
		return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function countsIn(file) {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) return { passed: 0, failed: 1, skipped: 0 };
	const counts = JSON.parse(text);
	return {
		passed: counts.numPassedTests,
		failed: counts.numFailedTests + counts.numRuntimeErrorTestSuites,
		skipped: counts.numPendingTests + counts.numTodoTests,
	};
}
